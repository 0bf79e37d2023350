using Cleaner.Training.Engine;

namespace Cleaner.Training.Tests.Support;

/// <summary>The engine of a provider that has nothing but TorchSharp's own API.</summary>
internal sealed class PlainTestEngine : PlainEngine
{
    public override string Name => "nuget";
}
