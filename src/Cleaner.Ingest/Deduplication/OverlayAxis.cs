namespace Cleaner.Ingest.Deduplication;

/// <summary>Where the pixels of the first picture fall on one axis of the second: between which two of its pixels, and how far.</summary>
internal sealed class OverlayAxis
{
    private const int Side = Overlay.Side;

    public int[] Left { get; } = new int[Side];

    public float[] Part { get; } = new float[Side];

    /// <summary>1 where the second picture shows the pixel, 0 elsewhere.</summary>
    public float[] Inside { get; } = new float[Side];

    /// <summary>First pixel that the second picture shows.</summary>
    public int From { get; private set; }

    /// <summary>The one after the last.</summary>
    public int To { get; private set; }

    /// <summary>Number of pixels that both show.</summary>
    public int Count => Math.Max(0, To - From);

    /// <summary>Number of them in part of the axis.</summary>
    public int CountIn(int first, int count) => Math.Max(0, Math.Min(To, first + count) - Math.Max(From, first));

    public void Place(double shift, double stretch)
    {
        (From, To) = (Side, 0);
        for (var i = 0; i < Side; i++)
        {
            var at = ((i - Overlay.Middle) * (1 + stretch)) + shift + Overlay.Middle;
            (Left[i], Part[i], Inside[i]) = (0, 0, 0);
            if (at < 0 || at > Side - 1)
                continue;
            Left[i] = Math.Min((int)at, Side - 2);
            Part[i] = (float)(at - Left[i]);
            Inside[i] = 1;
            From = Math.Min(From, i);
            To = i + 1;
        }
    }
}
