using System.Globalization;

namespace Cleaner.Ingest.Sources;

/// <summary>Numbers in lists, always with a point.</summary>
internal static class Numbers
{
    /// <summary>Reads a row of numbers; null when one is missing or none.</summary>
    public static float[]? Floats(ReadOnlySpan<string> fields)
    {
        var values = new float[fields.Length];
        for (var i = 0; i < fields.Length; i++)
        {
            if (!float.TryParse(fields[i].AsSpan().Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out values[i]) || !float.IsFinite(values[i]))
                return null;
        }
        return values;
    }

    /// <summary>A box given as x, y, width and height, as x0 y0 x1 y1; null when it is none.</summary>
    public static float[]? CornerBox(float[]? xywh) => xywh is [var x, var y, > 0 and var width, > 0 and var height]
        ? [x, y, x + width, y + height]
        : null;
}
