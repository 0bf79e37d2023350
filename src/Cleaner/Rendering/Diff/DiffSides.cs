using System.Globalization;
using Cleaner.Manifests;
using Cleaner.Manifests.Diffing;
using static System.FormattableString;

namespace Cleaner.Rendering.Diff;

/// <summary>The two states that the arguments of <c>cleaner diff</c> name, opened.</summary>
internal sealed record DiffSides(DiffState Before, DiffState After) : IDisposable
{
    /// <summary>"a.db@1 → a.db@2".</summary>
    public string Title => $"{Name(Before)} → {Name(After)}";

    /// <summary>Opens them.</summary>
    /// <param name="first">FILE or FILE@N.</param>
    /// <param name="second">FILE, FILE@N or @N; null: the head of the first, or, where the first names no revision, its last revision against the one before.</param>
    public static DiffSides Open(string first, string? second)
    {
        (string path, long? revision) = Manifest.ParseReference(first);
        Manifest manifest = Manifest.Open(path);
        try
        {
            long head = manifest.Head;
            if (second is null)
            {
                return new DiffSides(new DiffState(manifest, revision ?? Math.Max(0, head - 1)), new DiffState(manifest, head));
            }

            var before = new DiffState(manifest, revision ?? head);
            if (second.StartsWith('@') && long.TryParse(second.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out long other))
            {
                return new DiffSides(before, new DiffState(manifest, other));
            }

            (string otherPath, long? otherRevision) = Manifest.ParseReference(second);
            Manifest otherManifest = IsSameFile(path, otherPath) ? manifest : Manifest.Open(otherPath);
            return new DiffSides(before, new DiffState(otherManifest, otherRevision ?? otherManifest.Head));
        }
        catch
        {
            manifest.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Before.Manifest.Dispose();
        if (!ReferenceEquals(Before.Manifest, After.Manifest))
        {
            After.Manifest.Dispose();
        }
    }

    private static bool IsSameFile(string a, string b) => string.Equals(Path.GetFullPath(a), Path.GetFullPath(b), StringComparison.Ordinal);

    private static string Name(DiffState state) => Invariant($"{state.Manifest.Path}@{state.Revision}");
}
