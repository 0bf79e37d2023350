using Cleaner.Torch.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A source of random numbers: PyTorch's Mersenne Twister on the CPU, Philox on CUDA.</summary>
    public class Generator : IDisposable
    {
        /// <summary>Takes over one reference of a native generator.</summary>
        private Generator(nint nativeHandle, Device device)
        {
            Handle = nativeHandle;
            this.device = device;
        }

        public Generator(ulong seed = 0, Device? device = null)
        {
            this.device = device ?? CPU;
            Handle = NativeMethods.Check(NativeMethods.ct_new_generator((int)this.device.type, this.device.index, (long)seed));
        }

        ~Generator() => Dispose(false);

        public nint Handle { get; private set; }

        public Device device { get; private set; }

        /// <summary>The CPU's generator that is used when none is given.</summary>
        public static Generator Default => DefaultOf(CPU);

        internal static Generator DefaultOf(Device device) =>
            new(NativeMethods.Check(NativeMethods.ct_default_generator((int)device.type, device.index)), device);

        /// <summary>The whole state as a byte tensor; <see cref="set_state"/> goes back to it.</summary>
        public Tensor get_state()
        {
            var state = new Tensor(NativeMethods.Check(NativeMethods.ct_generator_get_state(Handle)), 0);
            GC.KeepAlive(this);
            return state;
        }

        public void set_state(Tensor value)
        {
            NativeMethods.Check(NativeMethods.ct_generator_set_state(Handle, value.Handle));
            GC.KeepAlive(this);
            GC.KeepAlive(value);
        }

        public Generator manual_seed(long seed)
        {
            NativeMethods.Check(NativeMethods.ct_generator_set_seed(Handle, seed));
            return this;
        }

        /// <summary>Seeds from the machine's source of randomness and returns the seed.</summary>
        public long seed()
        {
            NativeMethods.Check(NativeMethods.ct_generator_random_seed(Handle, out var seed));
            GC.KeepAlive(this);
            return seed;
        }

        /// <summary>The seed that the state began from.</summary>
        public long initial_seed()
        {
            NativeMethods.Check(NativeMethods.ct_generator_initial_seed(Handle, out var seed));
            GC.KeepAlive(this);
            return seed;
        }

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            if (Handle != 0)
                NativeMethods.ct_release_generator(Handle);
            Handle = 0;
        }
    }

    /// <summary>Seeds every default generator, of the CPU and of the devices, and returns the CPU's.</summary>
    public static Generator manual_seed(long seed) => random.manual_seed(seed);

    public static Tensor get_rng_state() => random.get_rng_state();

    public static void set_rng_state(Tensor new_state) => random.set_rng_state(new_state);

    /// <summary>The default generator.</summary>
    public static partial class random
    {
        public static long seed()
        {
            using var generator = Generator.Default;
            return generator.seed();
        }

        public static long initial_seed()
        {
            using var generator = Generator.Default;
            return generator.initial_seed();
        }

        public static Generator manual_seed(long seed)
        {
            NativeMethods.Check(NativeMethods.ct_manual_seed(seed));
            return Generator.Default;
        }

        public static Tensor get_rng_state()
        {
            using var generator = Generator.Default;
            return generator.get_state();
        }

        public static void set_rng_state(Tensor new_state)
        {
            using var generator = Generator.Default;
            generator.set_state(new_state);
        }
    }
}
