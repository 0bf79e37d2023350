namespace Cleaner.Training.Engine;

/// <summary>The engine of the provider that this build was made for.</summary>
public static class Engines
{
    /// <summary>The one engine of this process.</summary>
    public static IEngine Current { get; } =
#if CLEANER_NUGET
        new NugetEngine();
#else
        new SystemEngine();
#endif
}
