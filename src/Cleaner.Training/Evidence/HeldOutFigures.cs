using Cleaner.Manifests.Arrays;
using Cleaner.Training.Running;

namespace Cleaner.Training.Evidence;

/// <summary>
/// What networks that have not been trained on an image say of its label: the six <see cref="LabelMargins"/>, and the share of the other
/// identities that are nearer than the own one, 0 to 1. NaN where they know nothing of it: the label has no other image, or the image could not be read.
/// </summary>
internal sealed class HeldOutFigures
{
    private const int Columns = LabelMargins.Kinds + 1;
    private const string IdsName = "ids.npy", FiguresName = "held_out.npy";

    private readonly float[] _rows; // [N, 7]

    private HeldOutFigures(float[] rows) => _rows = rows;

    /// <summary>Nothing known of any row.</summary>
    public static HeldOutFigures Unknown(int rows)
    {
        var figures = new float[rows * Columns];
        Array.Fill(figures, float.NaN);
        return new HeldOutFigures(figures);
    }

    /// <summary>Puts in what is known of a row.</summary>
    public void Set(int row, ReadOnlySpan<float> margins, float rank)
    {
        margins.CopyTo(Row(row));
        Row(row)[LabelMargins.Kinds] = rank;
    }

    /// <summary>Takes over what a fold says of its rows.</summary>
    /// <param name="fold">Its figures.</param>
    /// <param name="rows">The row here for each of its rows.</param>
    public void Take(HeldOutFigures fold, int[] rows)
    {
        for (var i = 0; i < rows.Length; i++)
            fold.Row(i).CopyTo(Row(rows[i]));
    }

    /// <summary>Keeps a fold's figures in its folder; the file is there wholly or not at all.</summary>
    public void Save(RunFolder folder, long[] ids)
    {
        Npy.Write<long>(Path.Combine(folder.Path, IdsName), ids, ids.Length);
        Npy.Write<float>(Path.Combine(folder.Path, FiguresName), _rows, ids.Length, Columns);
    }

    /// <summary>A fold's figures; null where it is not done, or was of other samples.</summary>
    public static HeldOutFigures? Load(RunFolder folder, long[] ids)
    {
        if (!File.Exists(Path.Combine(folder.Path, FiguresName)))
            return null;
        using var stored = NpyArray<long>.Open(Path.Combine(folder.Path, IdsName));
        if (!stored.ToArray().AsSpan().SequenceEqual(ids))
            return null;
        using var figures = NpyArray<float>.Open(Path.Combine(folder.Path, FiguresName));
        return new HeldOutFigures(figures.ToArray());
    }

    /// <summary>Writes the run's score files, a row for each of some rows.</summary>
    public void Write(RunFolder folder, int[] rows)
    {
        const int half = LabelMargins.Kinds / 2;
        Npy.Write<float>(folder.HeldOutFirst, Part(0, half), rows.Length, half);
        Npy.Write<float>(folder.HeldOutSecond, Part(half, half), rows.Length, half);
        Npy.Write<float>(folder.HeldOutRanks, Part(LabelMargins.Kinds, 1), rows.Length);

        float[] Part(int from, int columns) => [.. rows.SelectMany(row => Row(row).Slice(from, columns).ToArray())];
    }

    private Span<float> Row(int row) => _rows.AsSpan(row * Columns, Columns);
}
