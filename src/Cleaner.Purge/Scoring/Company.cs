namespace Cleaner.Purge.Scoring;

/// <summary>Which samples the others are compared with, and which have any of their own identity to be compared with.</summary>
public sealed class Company
{
    private readonly bool[] _has;

    private Company(bool[]? reference, bool[] has) => (Reference, _has) = (reference, has);

    /// <summary>[N]: rows that may be reference; null: all.</summary>
    public bool[]? Reference { get; }

    /// <summary>Counts the references of every identity.</summary>
    /// <param name="groups">The rows of each class.</param>
    /// <param name="reference">[N]: rows that may be reference; null: all.</param>
    public static Company Of(Grouping groups, bool[]? reference)
    {
        int Counts(int row) => reference?[row] == false ? 0 : 1;
        var has = new bool[groups.Rows];
        for (int c = 0; c < groups.Classes; c++)
        {
            int references = 0;
            foreach (int row in groups[c])
            {
                references += Counts(row);
            }

            foreach (int row in groups[c])
            {
                has[row] = references > Counts(row);
            }
        }

        return new Company(reference, has);
    }

    /// <summary>Whether a sample's identity has another image to compare it with.</summary>
    public bool Has(int row) => _has[row];
}
