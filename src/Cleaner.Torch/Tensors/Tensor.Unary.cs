using static Cleaner.Torch.Interop.Calls;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Functions of each element.</summary>
    public partial class Tensor
    {
        // One result for each element.
        public Tensor abs() => Call("aten::abs", this);
        public Tensor acos() => Call("aten::acos", this);
        public Tensor arccos() => Call("aten::acos", this);
        public Tensor asin() => Call("aten::asin", this);
        public Tensor atan() => Call("aten::atan", this);
        public Tensor ceil() => Call("aten::ceil", this);
        public Tensor cos() => Call("aten::cos", this);
        public Tensor cosh() => Call("aten::cosh", this);
        public Tensor erf() => Call("aten::erf", this);
        public Tensor exp() => Call("aten::exp", this);
        public Tensor expm1() => Call("aten::expm1", this);
        public Tensor floor() => Call("aten::floor", this);
        public Tensor frac() => Call("aten::frac", this);
        public Tensor log() => Call("aten::log", this);
        public Tensor log10() => Call("aten::log10", this);
        public Tensor log1p() => Call("aten::log1p", this);
        public Tensor log2() => Call("aten::log2", this);
        public Tensor logical_not() => Call("aten::logical_not", this);
        public Tensor neg() => Call("aten::neg", this);
        public Tensor reciprocal() => Call("aten::reciprocal", this);
        public Tensor rsqrt() => Call("aten::rsqrt", this);
        public Tensor sigmoid() => Call("aten::sigmoid", this);
        public Tensor sign() => Call("aten::sign", this);
        public Tensor sin() => Call("aten::sin", this);
        public Tensor sinh() => Call("aten::sinh", this);
        public Tensor sqrt() => Call("aten::sqrt", this);
        public Tensor square() => Call("aten::square", this);
        public Tensor tan() => Call("aten::tan", this);
        public Tensor tanh() => Call("aten::tanh", this);
        public Tensor trunc() => Call("aten::trunc", this);
        public Tensor relu() => Call("aten::relu", this);
        public Tensor isfinite() => Call("aten::isfinite", this);
        public Tensor isinf() => Call("aten::isinf", this);
        public Tensor isnan() => Call("aten::isnan", this);

        // The same in place.
        public Tensor abs_() => Change("aten::abs_", this);
        public Tensor acos_() => Change("aten::acos_", this);
        public Tensor ceil_() => Change("aten::ceil_", this);
        public Tensor cos_() => Change("aten::cos_", this);
        public Tensor exp_() => Change("aten::exp_", this);
        public Tensor floor_() => Change("aten::floor_", this);
        public Tensor log_() => Change("aten::log_", this);
        public Tensor log1p_() => Change("aten::log1p_", this);
        public Tensor neg_() => Change("aten::neg_", this);
        public Tensor reciprocal_() => Change("aten::reciprocal_", this);
        public Tensor relu_() => Change("aten::relu_", this);
        public Tensor rsqrt_() => Change("aten::rsqrt_", this);
        public Tensor sigmoid_() => Change("aten::sigmoid_", this);
        public Tensor sin_() => Change("aten::sin_", this);
        public Tensor sqrt_() => Change("aten::sqrt_", this);
        public Tensor tanh_() => Change("aten::tanh_", this);
        public Tensor zero_() => Change("aten::zero_", this);

        public Tensor round(long decimals = 0) => Call("aten::round.decimals", this, decimals);

        /// <summary>Limits to [min, max]; a missing bound does not limit.</summary>
        public Tensor clamp(Scalar? min = null, Scalar? max = null) => Call("aten::clamp", this, min, max);

        public Tensor clamp(Tensor? min = null, Tensor? max = null) => Call("aten::clamp.Tensor", this, min, max);

        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => Change("aten::clamp_", this, min, max);

        public Tensor clamp_(Tensor? min = null, Tensor? max = null) => Change("aten::clamp_.Tensor", this, min, max);

        public Tensor clamp_max(Scalar max) => Call("aten::clamp_max", this, max);

        public Tensor clamp_min(Scalar min) => Call("aten::clamp_min", this, min);

        public Tensor softmax(long dim, ScalarType? dtype = null) => Call("aten::softmax.int", this, dim, dtype);

        public Tensor log_softmax(long dim, ScalarType? dtype = null) => Call("aten::log_softmax.int", this, dim, dtype);

        public Tensor cumsum(long dim, ScalarType? type = null) => Call("aten::cumsum", this, dim, type);

        public Tensor prelu(Tensor target) => Call("aten::prelu", this, target);
    }
}
