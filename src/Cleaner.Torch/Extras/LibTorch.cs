using Cleaner.Torch.Interop;

namespace Cleaner.Torch;

/// <summary>What libtorch is made of, and its switches that TorchSharp has no name for.</summary>
public static unsafe class LibTorch
{
    /// <summary>For example "1.13.0".</summary>
    public static string Version => NativeMethods.Text(NativeMethods.ct_torch_version());

    /// <summary>libtorch's own description: compiler, BLAS, CUDA, CPU features; several lines.</summary>
    public static string Config => NativeMethods.Text(NativeMethods.ct_show_config());

    /// <summary>How libtorch runs in parallel: threads, OpenMP; several lines.</summary>
    public static string ParallelInfo => NativeMethods.Text(NativeMethods.ct_parallel_info());

    /// <summary>
    /// The file of the BLAS that multiplies matrices, links followed; empty when it is part of libtorch (MKL in PyTorch's own builds).
    /// Debian's reference BLAS (…/blas/libblas.so.3) is dozens of times slower than OpenBLAS.
    /// </summary>
    public static string BlasLibrary => NativeMethods.Text(NativeMethods.ct_blas_library());

    /// <summary>cudnn tries its algorithms on each new input shape and keeps the fastest.</summary>
    public static bool CudnnBenchmark
    {
        get => NativeMethods.ct_get_flag(Flag.CudnnBenchmark) != 0;
        set => NativeMethods.Check(NativeMethods.ct_set_flag(Flag.CudnnBenchmark, value ? 1 : 0));
    }

    /// <summary>cudnn takes deterministic algorithms only.</summary>
    public static bool CudnnDeterministic
    {
        get => NativeMethods.ct_get_flag(Flag.CudnnDeterministic) != 0;
        set => NativeMethods.Check(NativeMethods.ct_set_flag(Flag.CudnnDeterministic, value ? 1 : 0));
    }

    /// <summary>Operators without a deterministic form raise an error instead of giving a result that may vary.</summary>
    public static bool DeterministicAlgorithms
    {
        get => NativeMethods.ct_get_flag(Flag.DeterministicAlgorithms) != 0;
        set => NativeMethods.Check(NativeMethods.ct_set_flag(Flag.DeterministicAlgorithms, value ? 1 : 0));
    }
}
