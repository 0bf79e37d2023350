namespace Cleaner.Imaging;

/// <summary>
/// A shared library of the machine that a codec needs is not there. Not an <see cref="ImageDecodeException"/>: nothing is wrong
/// with the file, and a run that took every JPEG for unreadable would be worse than one that stops.
/// </summary>
public sealed class MissingLibraryException(string message) : Exception(message);
