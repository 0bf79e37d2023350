namespace Cleaner.Imaging.Tests.Support;

/// <summary>Pictures for tests, and how far two of them are apart.</summary>
internal static class Pictures
{
    /// <summary>Independent random bytes: hardest for anything that should be exact.</summary>
    public static Image Noise(int width, int height, int seed = 1)
    {
        var image = new Image(width, height);
        new Random(seed).NextBytes(image.Pixels);
        return image;
    }

    /// <summary>Smooth colour waves: what photographs are like at low frequencies.</summary>
    public static Image Waves(int width, int height, double phase = 0)
    {
        var image = new Image(width, height);
        for (int i = 0; i < image.Pixels.Length; i++)
        {
            double x = i / 3 % width / (double)width, y = i / 3 / width / (double)height;
            image.Pixels[i] = (byte)(128 + 100 * Math.Sin(5 * x + 3 * y * (1 + i % 3) + phase + 4 * x * y));
        }

        return image;
    }

    /// <summary>One colour.</summary>
    public static Image Flat(int width, int height, byte red, byte green, byte blue)
    {
        var image = new Image(width, height);
        for (int i = 0; i < image.Pixels.Length; i += 3)
        {
            (image.Pixels[i], image.Pixels[i + 1], image.Pixels[i + 2]) = (red, green, blue);
        }

        return image;
    }

    /// <summary>The largest difference of any channel; the sizes must agree.</summary>
    public static int LargestDifference(Image a, Image b)
    {
        Assert.Equal((a.Width, a.Height), (b.Width, b.Height));
        return a.Pixels.Zip(b.Pixels, (x, y) => Math.Abs(x - y)).Max();
    }

    /// <summary>Mean absolute difference over the channels; the sizes must agree.</summary>
    public static double MeanDifference(Image a, Image b)
    {
        Assert.Equal((a.Width, a.Height), (b.Width, b.Height));
        return a.Pixels.Zip(b.Pixels, (x, y) => Math.Abs(x - y)).Average();
    }
}
