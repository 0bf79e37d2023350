using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cleaner.Ingest.Deduplication;

/// <summary>Where the pixels of the first picture fall on one axis of the second: between which two of its pixels, and how far.</summary>
internal sealed class OverlayAxis
{
    private const int Side = Overlay.Side;

    private const int Lanes = Overlay.Lanes;

    private readonly Vector256<int>[] _pick = new Vector256<int>[Side / Lanes], _pickNext = new Vector256<int>[Side / Lanes];

    /// <summary>The pixel of the second picture on the left, or above; the nearest there is where it shows none.</summary>
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
            Left[i] = Math.Clamp((int)at, 0, Side - 2);
            (Part[i], Inside[i]) = (0, 0);
            if (at < 0 || at > Side - 1)
                continue;
            Part[i] = (float)(at - Left[i]);
            Inside[i] = 1;
            From = Math.Min(From, i);
            To = i + 1;
        }
        for (var v = 0; v < _pick.Length; v++)
        {
            _pick[v] = Vector256.Create(Left.AsSpan(v * Lanes, Lanes)) - Vector256.Create(Left[v * Lanes]);
            _pickNext[v] = _pick[v] + Vector256<int>.One;
        }
    }

    /// <summary>
    /// For eight pixels of the first picture the values of the second one to their left, and of those next to these. Eight pixels in a row fall on
    /// at most ten (<see cref="Registration"/> stretches by at most an eighth), which two vectors hold.
    /// </summary>
    /// <param name="values">One for each pixel of the axis, and room for two vectors behind the last.</param>
    /// <param name="v">Which eight pixels.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (Vector256<float> Left, Vector256<float> Next) Pick(ReadOnlySpan<float> values, int v)
    {
        var from = Left[v * Lanes];
        var (low, high) = (Vector256.Create(values.Slice(from, Lanes)), Vector256.Create(values.Slice(from + Lanes, Lanes)));
        return (Pick(low, high, _pick[v]), Pick(low, high, _pickNext[v]));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Pick(Vector256<float> low, Vector256<float> high, Vector256<int> at)
    {
        var within = at & Vector256.Create(Lanes - 1);
        return Vector256.ConditionalSelect(
            Vector256.LessThan(at, Vector256.Create(Lanes)).AsSingle(), Vector256.ShuffleNative(low, within), Vector256.ShuffleNative(high, within));
    }
}
