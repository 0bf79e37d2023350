using System.Numerics;
using System.Runtime.InteropServices;

namespace Cleaner.Purge;

/// <summary>Dot product, norm and sum of float32 vectors, with the vector unit's full width.</summary>
public static class VectorMath
{
    /// <summary>Σᵢ aᵢ·bᵢ.</summary>
    public static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        ReadOnlySpan<Vector<float>> va = MemoryMarshal.Cast<float, Vector<float>>(a), vb = MemoryMarshal.Cast<float, Vector<float>>(b);
        Vector<float> sum = default;
        for (int i = 0; i < va.Length; i++)
        {
            sum += va[i] * vb[i];
        }

        float dot = Vector.Sum(sum);
        for (int i = va.Length * Vector<float>.Count; i < a.Length; i++)
        {
            dot += a[i] * b[i];
        }

        return dot;
    }

    /// <summary>Scales a vector to the length <paramref name="length"/>; a zero vector stays zero.</summary>
    public static void Normalize(Span<float> vector, float length = 1)
    {
        float norm = MathF.Sqrt(Dot(vector, vector));
        Scale(vector, norm > 0 ? length / norm : 0);
    }

    /// <summary>aᵢ ← factor·aᵢ.</summary>
    public static void Scale(Span<float> a, float factor)
    {
        Span<Vector<float>> va = MemoryMarshal.Cast<float, Vector<float>>(a);
        for (int i = 0; i < va.Length; i++)
        {
            va[i] *= factor;
        }

        for (int i = va.Length * Vector<float>.Count; i < a.Length; i++)
        {
            a[i] *= factor;
        }
    }

    /// <summary>aᵢ ← aᵢ + factor·bᵢ.</summary>
    public static void Add(Span<float> a, ReadOnlySpan<float> b, float factor = 1)
    {
        Span<Vector<float>> va = MemoryMarshal.Cast<float, Vector<float>>(a);
        ReadOnlySpan<Vector<float>> vb = MemoryMarshal.Cast<float, Vector<float>>(b);
        for (int i = 0; i < va.Length; i++)
        {
            va[i] += vb[i] * factor;
        }

        for (int i = va.Length * Vector<float>.Count; i < a.Length; i++)
        {
            a[i] += b[i] * factor;
        }
    }
}
