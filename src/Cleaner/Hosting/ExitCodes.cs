namespace Cleaner.Hosting;

/// <summary>What the process tells the shell; 128 + the signal's number where one stopped it.</summary>
internal static class ExitCodes
{
    /// <summary>All is done.</summary>
    public const int Done = 0;

    /// <summary>It failed; one line says why.</summary>
    public const int Failed = 1;

    /// <summary>The arguments make no sense.</summary>
    public const int WrongUsage = 2;

    /// <summary>Done, but some inputs were bad; they are listed.</summary>
    public const int SomeInputsBad = 3;
}
