namespace Cleaner.Training.Engine;

/// <summary>The libtorch of the machine, through Cleaner.Torch.</summary>
public sealed class SystemEngine : PlainEngine
{
    /// <inheritdoc/>
    public override string Name => "system";
}
