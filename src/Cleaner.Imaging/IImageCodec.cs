namespace Cleaner.Imaging;

/// <summary>Reads and writes image files. Implementations may be called from any number of threads at once.</summary>
public interface IImageCodec
{
    /// <summary>"system" or "imagesharp".</summary>
    string Name { get; }

    /// <summary>Libraries and versions on one line, and what is missing.</summary>
    string Describe();

    /// <summary>Reads the header only.</summary>
    /// <exception cref="ImageDecodeException">The content is not an image, or its header is damaged.</exception>
    ImageInfo Identify(ReadOnlySpan<byte> data);

    /// <summary>
    /// Decodes to RGB. Grey is spread to three channels, CMYK converted, 16 bits reduced to 8, transparency laid on white;
    /// of an animation the first frame is taken.
    /// </summary>
    /// <exception cref="ImageDecodeException">Damaged, foreign, unsupported or too large.</exception>
    /// <exception cref="MissingLibraryException">A library of the machine is missing.</exception>
    Image Decode(ReadOnlySpan<byte> data, DecodeOptions options);

    /// <summary>
    /// Decodes a colour JPEG to the planes that it stores; null for whatever is not stored so (other formats, grey, RGB or CMYK JPEGs, unusual
    /// subsampling), is to be turned or reduced, or where the library does not give them: <see cref="Decode"/> tells those.
    /// </summary>
    /// <exception cref="ImageDecodeException">Damaged or too large.</exception>
    /// <exception cref="MissingLibraryException">A library of the machine is missing.</exception>
    YCbCrPlanes? DecodePlanes(ReadOnlySpan<byte> data, DecodeOptions options) => null;

    /// <summary>Encodes as JPEG (4:2:0), PNG or lossy WebP. <paramref name="quality"/> is 1 to 100; PNG ignores it.</summary>
    /// <exception cref="ArgumentException">Another format.</exception>
    byte[] Encode(Image image, ImageFormat format, int quality = 90);
}
