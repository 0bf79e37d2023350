using System.Numerics;
using Cleaner.Imaging;

namespace Cleaner.Ingest.Demo.Faces;

/// <summary>From light to pixels: exposure and colour cast, the lens's blur, the sensor's grain.</summary>
internal static class Camera
{
    /// <summary>Develops size x size values of light, row by row.</summary>
    public static Image Develop(Vector3[] light, int size, FaceShot shot, DemoRandom grain)
    {
        var sharp = light;
        light = Blur(sharp, size, shot.Blur);
        var image = new Image(size, size);
        for (int i = 0; i < light.Length; i++)
        {
            var color = Vector3.Max(light[i] * shot.Cast * shot.Exposure, Vector3.Zero);

            // A film's shoulder instead of a hard end keeps bright skin from burning out.
            color = new Vector3(Shoulder(color.X), Shoulder(color.Y), Shoulder(color.Z));
            color += shot.Grain * new Vector3(grain.Normal(), grain.Normal(), grain.Normal());
            image.Pixels[3 * i] = ToByte(color.X);
            image.Pixels[3 * i + 1] = ToByte(color.Y);
            image.Pixels[3 * i + 2] = ToByte(color.Z);
        }

        return image;
    }

    private static float Shoulder(float v) => v < .7f ? v : .7f + .3f * (1 - MathF.Exp((.7f - v) / .3f));

    private static byte ToByte(float v) => (byte)Math.Clamp(MathF.Round(255 * v), 0, 255);

    // A Gaussian in two passes; sigma in pixels.
    private static Vector3[] Blur(Vector3[] source, int size, float sigma)
    {
        int radius = (int)MathF.Ceiling(2.5f * sigma);
        var weights = new float[radius + 1];
        float sum = 0;
        for (int i = 0; i <= radius; i++)
        {
            weights[i] = MathF.Exp(-i * i / (2 * sigma * sigma));
            sum += i == 0 ? weights[i] : 2 * weights[i];
        }

        var rows = Pass(source, size, 1, size, weights, sum);
        return Pass(rows, size, size, 1, weights, sum);
    }

    private static Vector3[] Pass(Vector3[] source, int size, int step, int lineStep, float[] weights, float sum)
    {
        var result = new Vector3[source.Length];
        for (int line = 0; line < size; line++)
        {
            for (int i = 0; i < size; i++)
            {
                var total = weights[0] * source[line * lineStep + i * step];
                for (int r = 1; r < weights.Length; r++)
                {
                    total += weights[r] * (source[line * lineStep + Math.Max(0, i - r) * step] + source[line * lineStep + Math.Min(size - 1, i + r) * step]);
                }

                result[line * lineStep + i * step] = total / sum;
            }
        }

        return result;
    }
}
