namespace Cleaner.Imaging.Faces;

/// <summary>A face that a detector found.</summary>
/// <param name="Score">How sure the detector is, 0 to 1.</param>
/// <param name="Box">x0, y0, x1, y1 in pixels.</param>
/// <param name="Landmarks">x1 y1 … x5 y5 in pixels: left eye, right eye, nose, left and right mouth corner, "left" as seen in the picture.</param>
public sealed record Face(float Score, float[] Box, float[] Landmarks)
{
    /// <summary>Area of the box in pixels.</summary>
    public float Area => Math.Max(0, Box[2] - Box[0]) * Math.Max(0, Box[3] - Box[1]);

    /// <summary>The same face in a picture that is so many times as wide and as high.</summary>
    public Face Scaled(float x, float y) => this with
    {
        Box = [.. Box.Select((value, i) => value * (i % 2 == 0 ? x : y))],
        Landmarks = [.. Landmarks.Select((value, i) => value * (i % 2 == 0 ? x : y))],
    };

    /// <summary>The same face so many pixels further to the right and below.</summary>
    public Face Moved(int pixels) => this with { Box = [.. Box.Select(value => value + pixels)], Landmarks = [.. Landmarks.Select(value => value + pixels)] };

    /// <summary>Intersection over union of the boxes.</summary>
    public float Overlap(Face other)
    {
        var width = Math.Min(Box[2], other.Box[2]) - Math.Max(Box[0], other.Box[0]);
        var height = Math.Min(Box[3], other.Box[3]) - Math.Max(Box[1], other.Box[1]);
        if (width <= 0 || height <= 0)
            return 0;
        var shared = width * height;
        return shared / (Area + other.Area - shared);
    }
}
