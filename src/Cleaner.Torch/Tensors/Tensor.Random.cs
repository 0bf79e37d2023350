using static Cleaner.Torch.Interop.Calls;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Random numbers in place.</summary>
    public partial class Tensor
    {
        public Tensor bernoulli_(double p = 0.5, Generator? generator = null) => Change("aten::bernoulli_.float", this, p, generator);
        public Tensor bernoulli_(Tensor p, Generator? generator = null) => Change("aten::bernoulli_.Tensor", this, p, generator);
        public Tensor bernoulli(Generator? generator = null) => Call("aten::bernoulli", this, generator);
        public Tensor normal_(double mean = 0, double std = 1, Generator? generator = null) =>
            Change("aten::normal_", this, mean, std, generator);
        public Tensor uniform_(double from, double to, Generator? generator = null) => Change("aten::uniform_", this, from, to, generator);
        public Tensor random_(double from, double to, Generator? generator = null) =>
            Change("aten::random_.from", this, (long)from, (long)to, generator);
        public Tensor multinomial(long num_samples, bool replacement = false, Generator? generator = null) =>
            Call("aten::multinomial", this, num_samples, replacement, generator);
    }
}
