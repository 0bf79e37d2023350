namespace Cleaner.Purge;

/// <summary>Which rows belong to which class: rows sorted by class, ascending within it.</summary>
public sealed class Grouping
{
    private readonly int[] _starts;
    private readonly int[] _members;

    /// <param name="classOfRow">For each row its class, 0 ≤ c &lt; <paramref name="classes"/>; −1 for none.</param>
    /// <param name="classes">Number of classes.</param>
    public Grouping(ReadOnlySpan<int> classOfRow, int classes)
    {
        Rows = classOfRow.Length;
        _starts = new int[classes + 1];
        foreach (int c in classOfRow)
        {
            if (c >= 0)
            {
                _starts[c + 1]++;
            }
        }

        for (int c = 0; c < classes; c++)
        {
            _starts[c + 1] += _starts[c];
        }

        _members = new int[_starts[classes]];
        int[] next = _starts[..classes];
        for (int row = 0; row < classOfRow.Length; row++)
        {
            if (classOfRow[row] >= 0)
            {
                _members[next[classOfRow[row]]++] = row;
            }
        }
    }

    /// <summary>Number of rows, those of no class included.</summary>
    public int Rows { get; }

    /// <summary>Number of classes, empty ones included.</summary>
    public int Classes => _starts.Length - 1;

    /// <summary>The rows of a class, ascending.</summary>
    public ReadOnlySpan<int> this[int c] => _members.AsSpan(_starts[c], _starts[c + 1] - _starts[c]);

    /// <summary>The values of the rows of a class.</summary>
    /// <param name="values">One for each row.</param>
    /// <param name="c">The class.</param>
    public float[] Pick(ReadOnlySpan<float> values, int c)
    {
        ReadOnlySpan<int> rows = this[c];
        var picked = new float[rows.Length];
        for (int i = 0; i < picked.Length; i++)
        {
            picked[i] = values[rows[i]];
        }

        return picked;
    }

    /// <summary>The same classes with only some of their rows.</summary>
    public Grouping Where(Func<int, bool> wanted)
    {
        var classOfRow = new int[Rows];
        Array.Fill(classOfRow, -1);
        for (int c = 0; c < Classes; c++)
        {
            foreach (int row in this[c])
            {
                classOfRow[row] = wanted(row) ? c : -1;
            }
        }

        return new Grouping(classOfRow, Classes);
    }

    /// <summary>Number of rows of a class.</summary>
    public int Size(int c) => _starts[c + 1] - _starts[c];
}
