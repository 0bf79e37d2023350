using static Cleaner.Torch.Interop.Calls;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Functions of two tensors, or of a tensor and a number.</summary>
    public partial class Tensor
    {
        public Tensor add(Tensor target) => Call("aten::add.Tensor", this, target);
        public Tensor add(Tensor target, Scalar alpha) => Call("aten::add.Tensor", this, target, alpha);
        public Tensor add(Scalar scalar) => Call("aten::add.Scalar", this, scalar);
        public Tensor add(Scalar scalar, Scalar alpha) => Call("aten::add.Scalar", this, scalar, alpha);
        public Tensor add_(Tensor target) => Change("aten::add_.Tensor", this, target);
        public Tensor add_(Tensor target, Scalar alpha) => Change("aten::add_.Tensor", this, target, alpha);
        public Tensor add_(Scalar scalar) => Change("aten::add_.Scalar", this, scalar);
        public Tensor add_(Scalar scalar, Scalar alpha) => Change("aten::add_.Scalar", this, scalar, alpha);

        public Tensor sub(Tensor target) => Call("aten::sub.Tensor", this, target);
        public Tensor sub(Scalar target) => Call("aten::sub.Scalar", this, target);
        public Tensor sub_(Tensor target) => Change("aten::sub_.Tensor", this, target);
        public Tensor sub_(Scalar target) => Change("aten::sub_.Scalar", this, target);

        public Tensor mul(Tensor target) => Call("aten::mul.Tensor", this, target);
        public Tensor mul(Scalar target) => Call("aten::mul.Scalar", this, target);
        public Tensor mul_(Tensor target) => Change("aten::mul_.Tensor", this, target);
        public Tensor mul_(Scalar target) => Change("aten::mul_.Scalar", this, target);

        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            Call("aten::div.Tensor_mode", this, target, NameOf(rounding_mode));
        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            Call("aten::div.Scalar_mode", this, target, NameOf(rounding_mode));
        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            Change("aten::div_.Tensor_mode", this, target, NameOf(rounding_mode));
        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            Change("aten::div_.Scalar_mode", this, target, NameOf(rounding_mode));

        public Tensor pow(Tensor exponent) => Call("aten::pow.Tensor_Tensor", this, exponent);
        public Tensor pow(Scalar exponent) => Call("aten::pow.Tensor_Scalar", this, exponent);
        public Tensor pow_(Tensor exponent) => Change("aten::pow_.Tensor", this, exponent);
        public Tensor pow_(Scalar exponent) => Change("aten::pow_.Scalar", this, exponent);

        public Tensor remainder(Tensor target) => Call("aten::remainder.Tensor", this, target);
        public Tensor remainder(Scalar scalar) => Call("aten::remainder.Scalar", this, scalar);
        public Tensor fmod(Tensor target) => Call("aten::fmod.Tensor", this, target);
        public Tensor fmod(Scalar scalar) => Call("aten::fmod.Scalar", this, scalar);
        public Tensor remainder_(Tensor target) => Change("aten::remainder_.Tensor", this, target);
        public Tensor remainder_(Scalar scalar) => Change("aten::remainder_.Scalar", this, scalar);
        public Tensor fmod_(Tensor target) => Change("aten::fmod_.Tensor", this, target);
        public Tensor fmod_(Scalar scalar) => Change("aten::fmod_.Scalar", this, scalar);

        /// <summary>this + value · tensor1 · tensor2.</summary>
        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) => Call("aten::addcmul", this, tensor1, tensor2, value);

        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) => Change("aten::addcmul_", this, tensor1, tensor2, value);

        /// <summary>this + value · tensor1 / tensor2.</summary>
        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) => Call("aten::addcdiv", this, tensor1, tensor2, value);

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2) => Call("aten::addcdiv", this, tensor1, tensor2);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) => Change("aten::addcdiv_", this, tensor1, tensor2, value);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2) => Change("aten::addcdiv_", this, tensor1, tensor2);

        /// <summary>this + weight · (end − this).</summary>
        public Tensor lerp(Tensor end, Tensor weight) => Call("aten::lerp.Tensor", this, end, weight);

        public Tensor lerp_(Tensor end, Tensor weight) => Change("aten::lerp_.Tensor", this, end, weight);

        public Tensor atan2(Tensor other) => Call("aten::atan2", this, other);

        public Tensor maximum(Tensor other) => Call("aten::maximum", this, other);

        public Tensor minimum(Tensor other) => Call("aten::minimum", this, other);

        public Tensor logical_and(Tensor other) => Call("aten::logical_and", this, other);

        public Tensor logical_or(Tensor other) => Call("aten::logical_or", this, other);

        public Tensor logical_xor(Tensor other) => Call("aten::logical_xor", this, other);

        // Matrix products.
        public Tensor matmul(Tensor target) => Call("aten::matmul", this, target);
        public Tensor mm(Tensor target) => Call("aten::mm", this, target);
        public Tensor bmm(Tensor batch2) => Call("aten::bmm", this, batch2);
        public Tensor mv(Tensor target) => Call("aten::mv", this, target);
        public Tensor dot(Tensor target) => Call("aten::dot", this, target);
        public Tensor outer(Tensor vec2) => Call("aten::outer", this, vec2);

        /// <summary>beta · this + alpha · (mat1 · mat2).</summary>
        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) =>
            Call("aten::addmm", this, mat1, mat2, (Scalar)beta, (Scalar)alpha);

        // Comparisons.
        public Tensor eq(Tensor target) => Call("aten::eq.Tensor", this, target);
        public Tensor eq(Scalar target) => Call("aten::eq.Scalar", this, target);
        public Tensor ne(Tensor target) => Call("aten::ne.Tensor", this, target);
        public Tensor ne(Scalar target) => Call("aten::ne.Scalar", this, target);
        public Tensor lt(Tensor target) => Call("aten::lt.Tensor", this, target);
        public Tensor lt(Scalar target) => Call("aten::lt.Scalar", this, target);
        public Tensor le(Tensor target) => Call("aten::le.Tensor", this, target);
        public Tensor le(Scalar target) => Call("aten::le.Scalar", this, target);
        public Tensor gt(Tensor target) => Call("aten::gt.Tensor", this, target);
        public Tensor gt(Scalar target) => Call("aten::gt.Scalar", this, target);
        public Tensor ge(Tensor target) => Call("aten::ge.Tensor", this, target);
        public Tensor ge(Scalar target) => Call("aten::ge.Scalar", this, target);

        /// <summary>Element-wise equality, as <see cref="eq(Tensor)"/>.</summary>
        public Tensor equal(Tensor target) => eq(target);

        /// <summary>Whether |this − target| ≤ atol + rtol · |target| everywhere.</summary>
        public bool allclose(Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false) =>
            CallBool("aten::allclose", this, target, rtol, atol, equal_nan);

        private static string? NameOf(RoundingMode mode) => mode switch
        {
            RoundingMode.trunc => "trunc",
            RoundingMode.floor => "floor",
            _ => null,
        };
    }
}
