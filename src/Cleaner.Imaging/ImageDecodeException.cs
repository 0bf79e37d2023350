namespace Cleaner.Imaging;

/// <summary>Why a file gave no picture.</summary>
public enum DecodeFailure
{
    /// <summary>The content is something else: text, HTML, an archive.</summary>
    NotAnImage,
    /// <summary>An image, of a format or variant that this codec does not read.</summary>
    Unsupported,
    /// <summary>The start of an image whose end is missing or was never written (zero-filled).</summary>
    Truncated,
    /// <summary>Complete in length, wrong inside.</summary>
    Corrupt,
    /// <summary>Over <see cref="DecodeOptions.MaxPixels"/> or <see cref="DecodeOptions.MaxBytes"/>.</summary>
    TooLarge,
    /// <summary>No bytes, or nothing but zeros.</summary>
    Empty,
}

/// <summary>A file that cannot be decoded. <see cref="Exception.Message"/> is one line that says what is wrong with the content.</summary>
public sealed class ImageDecodeException(DecodeFailure kind, string message) : Exception(message)
{
    /// <summary>The sort of failure.</summary>
    public DecodeFailure Kind { get; } = kind;
}
