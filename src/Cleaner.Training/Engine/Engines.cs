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

    /// <summary>Loads the native libraries before anything else asks for them, so that one which does not load is told in one line.</summary>
    /// <exception cref="Cleaner.Imaging.MissingLibraryException">Inside a type initializer's exception: a library does not load.</exception>
    public static void Load() => _ = Current;
}
