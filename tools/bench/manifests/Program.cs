using System.Globalization;
using Cleaner.Bench.Manifests;
using Cleaner.Manifests;
using Cleaner.Manifests.Diffing;

// usage: dotnet run -c Release --project tools/bench/manifests -- FOLDER SAMPLES write|write-other|read|diff-revisions|diff-files
// Each step is a process of its own, so that its peak memory is its own; "write" makes a.db in FOLDER and "write-other" b.db, which
// the other steps need (about 350 bytes a sample together; not cleaned up).
if (args.Length != 3 || !int.TryParse(args[1], NumberStyles.None, CultureInfo.InvariantCulture, out int samples))
{
    Console.Error.WriteLine("usage: manifests FOLDER SAMPLES write|write-other|read|diff-revisions|diff-files");
    return 2;
}

string first = Path.Combine(args[0], "a.db");
string second = Path.Combine(args[0], "b.db");
switch (args[2])
{
    case "write":
        Measurement.Machine();
        using (Manifest manifest = Manifest.Create(first))
        {
            Measurement.Run("write samples and beliefs", samples, () => Synthetic.Fill(manifest, samples));
            Measurement.Run("write a revision over 2 %", samples, () => Synthetic.Purge(manifest));
        }

        return 0;
    case "write-other":
        using (Manifest manifest = Manifest.Create(second))
        {
            Measurement.Run("write samples in another order", samples, () => Synthetic.FillChanged(manifest, samples));
        }

        return 0;
    case "read":
        using (Manifest manifest = Manifest.Open(first))
        {
            Measurement.Run("stream beliefs", samples, () => Count(manifest.Beliefs()));
            Measurement.Run("stream samples", samples, () => Count(manifest.Samples()));
            Measurement.Run("load known places", samples, () => manifest.Known().Dispose());
        }

        return 0;
    case "diff-revisions":
        using (Manifest manifest = Manifest.Open(first))
        {
            Measurement.Run("diff two revisions", samples, () => Diff(new DiffState(manifest, 1), new DiffState(manifest, 2)));
        }

        return 0;
    default:
        using (Manifest a = Manifest.Open(first))
        using (Manifest b = Manifest.Open(second))
        {
            Measurement.Run("diff two manifests", samples, () => Diff(new DiffState(a, 2), new DiffState(b, 1)));
        }

        return 0;
}

static void Count<T>(IEnumerable<T> rows)
{
    long count = 0;
    foreach (T row in rows)
    {
        count++;
    }
}

static void Diff(DiffState before, DiffState after)
{
    DiffSummary summary = ManifestDiff.Compare(before, after, new DiffFilter(), _ => { });
    Console.Error.WriteLine(string.Join(", ", Enum.GetValues<ChangeKind>().Select(kind => $"{kind} {summary.Of(kind)}")));
}
