using Cleaner.Manifests.Arrays;
using Cleaner.Training.Running;

namespace Cleaner.Training.Evidence;

/// <summary>
/// What networks that have not been trained on an image say of its label: <see cref="LabelMargins"/> and the label's rank. NaN where they know
/// nothing of it: the label has no other image, or the image could not be read.
/// </summary>
/// <param name="Margins">[N, 6].</param>
/// <param name="Ranks">[N]: share of the other identities that are nearer than the own one, 0 to 1.</param>
internal sealed record HeldOutFigures(float[] Margins, float[] Ranks)
{
    private const int Columns = LabelMargins.Kinds + 1;
    private const string IdsName = "ids.npy", FiguresName = "held_out.npy";

    /// <summary>Nothing known of any row.</summary>
    public static HeldOutFigures Unknown(int rows)
    {
        var figures = new HeldOutFigures(new float[rows * LabelMargins.Kinds], new float[rows]);
        figures.Margins.AsSpan().Fill(float.NaN);
        figures.Ranks.AsSpan().Fill(float.NaN);
        return figures;
    }

    /// <summary>Takes over what a fold says of its rows.</summary>
    /// <param name="fold">Its figures.</param>
    /// <param name="rows">The row here for each of its rows.</param>
    public void Take(HeldOutFigures fold, int[] rows)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            Ranks[rows[i]] = fold.Ranks[i];
            fold.Margins.AsSpan(i * LabelMargins.Kinds, LabelMargins.Kinds).CopyTo(Margins.AsSpan(rows[i] * LabelMargins.Kinds));
        }
    }

    /// <summary>Keeps a fold's figures in its folder; the file is there wholly or not at all.</summary>
    public void Save(RunFolder folder, long[] ids)
    {
        var rows = new float[ids.Length * Columns];
        for (var i = 0; i < ids.Length; i++)
        {
            Margins.AsSpan(i * LabelMargins.Kinds, LabelMargins.Kinds).CopyTo(rows.AsSpan(i * Columns));
            rows[(i * Columns) + LabelMargins.Kinds] = Ranks[i];
        }
        Npy.Write<long>(Path.Combine(folder.Path, IdsName), ids, ids.Length);
        Npy.Write<float>(Path.Combine(folder.Path, FiguresName), rows, ids.Length, Columns);
    }

    /// <summary>A fold's figures; null where it is not done, or was of other samples.</summary>
    public static HeldOutFigures? Load(RunFolder folder, long[] ids)
    {
        if (!File.Exists(Path.Combine(folder.Path, FiguresName)))
            return null;
        using var stored = NpyArray<long>.Open(Path.Combine(folder.Path, IdsName));
        if (!stored.ToArray().AsSpan().SequenceEqual(ids))
            return null;
        using var rows = NpyArray<float>.Open(Path.Combine(folder.Path, FiguresName));
        var figures = Unknown(ids.Length);
        for (var i = 0; i < ids.Length; i++)
        {
            rows.Row(i)[..LabelMargins.Kinds].CopyTo(figures.Margins.AsSpan(i * LabelMargins.Kinds));
            figures.Ranks[i] = rows.Row(i)[LabelMargins.Kinds];
        }
        return figures;
    }

    /// <summary>Writes the run's score files, a row for each of some rows.</summary>
    public void Write(RunFolder folder, int[] rows)
    {
        const int half = LabelMargins.Kinds / 2;
        Npy.Write<float>(folder.HeldOutFirst, Half(0), rows.Length, half);
        Npy.Write<float>(folder.HeldOutSecond, Half(half), rows.Length, half);
        Npy.Write<float>(folder.HeldOutRanks, [.. rows.Select(row => Ranks[row])], rows.Length);

        float[] Half(int from) => [.. rows.SelectMany(row => Margins.AsSpan((row * LabelMargins.Kinds) + from, half).ToArray())];
    }
}
