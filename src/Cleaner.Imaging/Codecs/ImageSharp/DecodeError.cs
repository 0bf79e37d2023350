using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Memory;

namespace Cleaner.Imaging.Codecs;

/// <summary>Turns what ImageSharp throws into the failures of our interface.</summary>
internal static class DecodeError
{
    /// <summary>
    /// Whether an exception speaks of the file. On damaged files its decoders also let index, argument and arithmetic errors through; only an exhausted
    /// machine is not the file's fault.
    /// </summary>
    public static bool Covers(Exception error) => error is not (OutOfMemoryException or ImageDecodeException);

    /// <summary>The failure, with the first line of the reason.</summary>
    public static ImageDecodeException From(Exception error, ImageFormat format)
    {
        var kind = error switch
        {
            _ when error is InvalidMemoryOperationException || error.InnerException is InvalidMemoryOperationException => DecodeFailure.TooLarge,
            UnknownImageFormatException or NotSupportedException or NotImplementedException => DecodeFailure.Unsupported,
            EndOfStreamException => DecodeFailure.Truncated,
            _ => DecodeFailure.Corrupt,
        };
        return new ImageDecodeException(kind, $"{format}: {error.Message.Split('\n')[0].TrimEnd()}");
    }
}
