using Cleaner.Torch.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>The version of libtorch, for example "1.13.0".</summary>
    public static unsafe string __version__ => NativeMethods.Text(NativeMethods.ct_torch_version());

    public static int get_num_threads() => NativeMethods.ct_get_num_threads();

    /// <summary>Threads that one operator may use on the CPU.</summary>
    public static void set_num_threads(int num) => NativeMethods.Check(NativeMethods.ct_set_num_threads(num));

    public static int get_num_interop_threads() => NativeMethods.ct_get_num_interop_threads();

    public static void set_num_interop_threads(int num) => NativeMethods.Check(NativeMethods.ct_set_num_interop_threads(num));

    public static bool cuda_is_available() => cuda.is_available();

    public static bool mps_is_available() => NativeMethods.ct_device_count((int)DeviceType.MPS) > 0;

    /// <summary>Errors are thrown where they arise, so that there is never one left over; kept for code written for TorchSharp.</summary>
    public static void CheckForErrors() { }

    public static bool TryInitializeDeviceType(DeviceType deviceType) =>
        deviceType is DeviceType.CPU or DeviceType.META || NativeMethods.ct_device_count((int)deviceType) > 0;

    public static void InitializeDeviceType(DeviceType deviceType)
    {
        if (!TryInitializeDeviceType(deviceType))
            throw new InvalidOperationException($"no {deviceType} device is available: use the device cpu, or a libtorch with {deviceType} support");
    }

    /// <summary>The device itself, or the default one for null; an exception when its kind is not available.</summary>
    public static Device InitializeDevice(Device? device)
    {
        device ??= defaultDevice;
        if (device.type != DeviceType.CPU)
            InitializeDeviceType(device.type);
        return device;
    }

    /// <summary>CUDA devices.</summary>
    public static class cuda
    {
        public static bool is_available() => device_count() > 0;

        public static bool is_cudnn_available() => is_available() && NativeMethods.ct_has_cudnn() != 0;

        public static int device_count() => NativeMethods.ct_device_count((int)DeviceType.CUDA);

        /// <summary>Seeds the current device.</summary>
        public static void manual_seed(long seed)
        {
            using var generator = Generator.DefaultOf(CUDA);
            generator.manual_seed(seed);
        }

        public static void manual_seed_all(long seed)
        {
            for (var i = 0; i < device_count(); i++)
            {
                using var generator = Generator.DefaultOf(new Device(DeviceType.CUDA, i));
                generator.manual_seed(seed);
            }
        }

        /// <summary>Waits until the device has done all its work.</summary>
        public static void synchronize(Device? device = null)
        {
            device ??= CUDA;
            NativeMethods.Check(NativeMethods.ct_synchronize((int)device.type, device.index));
        }
    }

    /// <summary>Switches of the libraries below libtorch.</summary>
    public static class backends
    {
        public static class cuda
        {
            public static class matmul
            {
                /// <summary>Matrix products of float32 in TF32: faster, ten bits of mantissa.</summary>
                public static bool allow_tf32
                {
                    get => NativeMethods.ct_get_flag(Flag.AllowTf32Matmul) != 0;
                    set => NativeMethods.Check(NativeMethods.ct_set_flag(Flag.AllowTf32Matmul, value ? 1 : 0));
                }

                public static bool allow_fp16_reduced_precision_reduction
                {
                    get => NativeMethods.ct_get_flag(Flag.AllowFp16Reduction) != 0;
                    set => NativeMethods.Check(NativeMethods.ct_set_flag(Flag.AllowFp16Reduction, value ? 1 : 0));
                }
            }
        }

        public static class cudnn
        {
            /// <summary>Convolutions of float32 in TF32.</summary>
            public static bool allow_tf32
            {
                get => NativeMethods.ct_get_flag(Flag.AllowTf32Cudnn) != 0;
                set => NativeMethods.Check(NativeMethods.ct_set_flag(Flag.AllowTf32Cudnn, value ? 1 : 0));
            }
        }
    }
}
