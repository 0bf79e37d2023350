namespace Cleaner.Manifests;

/// <summary>
/// An expected failure: damaged input, a foreign file, a full disk. The message is one line that says what, where and what to do;
/// the command line prints it to stderr without a stack trace and exits with <see cref="ExitCode"/>.
/// </summary>
/// <param name="message">One line: what is wrong, where, what to do about it.</param>
/// <param name="exitCode">1 failed (the default), 2 wrong usage, 3 done but some inputs were bad.</param>
/// <param name="inner">The cause, shown with <c>--verbose</c> only.</param>
public class CleanerException(string message, int exitCode = 1, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The exit code of the process.</summary>
    public int ExitCode { get; } = exitCode;
}

/// <summary>What was typed cannot be meant: exit code 2.</summary>
/// <param name="message">One line: which option or argument, and what it takes.</param>
public sealed class UsageException(string message) : CleanerException(message, 2);
