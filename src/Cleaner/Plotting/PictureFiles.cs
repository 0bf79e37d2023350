using Cleaner.Imaging;
using Cleaner.Manifests;
using Cleaner.Reports.Pictures;

namespace Cleaner.Plotting;

/// <summary>Where a picture goes: to an .svg or .png file, or without such an ending to both.</summary>
internal static class PictureFiles
{
    private const string Svg = ".svg", Png = ".png";

    /// <summary>Writes the files and returns their names; throws <see cref="CleanerException"/> when one cannot be written.</summary>
    public static IReadOnlyList<string> Write(Picture picture, string title, string path)
    {
        string[] files = Path.GetExtension(path).ToLowerInvariant() is Svg or Png ? [path] : [path + Svg, path + Png];
        try
        {
            foreach (var file in files)
            {
                if (Path.GetExtension(file).Equals(Svg, StringComparison.OrdinalIgnoreCase))
                    File.WriteAllText(file, SvgPicture.Write(picture, title));
                else
                    File.WriteAllBytes(file, ImageCodec.Default.Encode(RasterPicture.Draw(picture), ImageFormat.Png));
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CleanerException($"--out '{path}' cannot be written: {failure.Message}", inner: failure);
        }
        return files;
    }
}
