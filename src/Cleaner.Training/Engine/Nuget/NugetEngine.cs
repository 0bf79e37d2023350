namespace Cleaner.Training.Engine;

/// <summary>TorchSharp from its package.</summary>
public sealed class NugetEngine : PlainEngine
{
    /// <inheritdoc/>
    public override string Name => "nuget";
}
