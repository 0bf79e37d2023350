using Cleaner.Imaging.Codecs;

namespace Cleaner.Imaging;

/// <summary>The codec of the provider that this build was made for.</summary>
public static class ImageCodec
{
    /// <summary>libjpeg-turbo, libpng and libwebp of the machine (system), or ImageSharp (nuget).</summary>
    public static IImageCodec Default { get; } =
#if CLEANER_NUGET
        new ImageSharpCodec();
#else
        new SystemCodec();
#endif
}
