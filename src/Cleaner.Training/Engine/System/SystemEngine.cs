using Cleaner.Torch;

namespace Cleaner.Training.Engine;

/// <summary>The libtorch of the machine, through Cleaner.Torch.</summary>
public sealed class SystemEngine : PlainEngine
{
    /// <inheritdoc/>
    public override string Name => "system";

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, string Value)> Describe() => [.. base.Describe(), ("BLAS", Blas(LibTorch.BlasLibrary))];

    private static string Blas(string library) =>
        library.Length == 0 ? "part of libtorch"
        : library.Contains("/blas/libblas", StringComparison.Ordinal) ? $"{library}: the reference BLAS, dozens of times slower; install libopenblas0-pthread"
        : library;
}
