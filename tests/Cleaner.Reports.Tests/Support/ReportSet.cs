using System.Globalization;
using System.Text.Json;
using Cleaner.Manifests;
using Cleaner.Manifests.Arrays;

namespace Cleaner.Reports.Tests.Support;

/// <summary>
/// A small cleaned set in a temporary folder: pictures of painted faces, a manifest with an ingest and a purge, and the run folder that
/// the purge judged by. Planted: strangers, images under a wrong name, duplicates, broken files, one person under two names.
/// </summary>
internal sealed class ReportSet : IDisposable
{
    private const int Dim = 16, Centers = 3;

    private readonly List<(long Id, int Shows, int Under)> _images = [];
    private readonly int _each;
    private readonly Random _random = new(11);

    public ReportSet(int identities = 12, int each = 10, string rule = "angle", Func<int, string>? name = null, int round = 1, string doubt = "")
    {
        (Identities, _each, Rule) = (identities, each, rule);
        Name = name ?? (i => string.Create(CultureInfo.InvariantCulture, $"person-{i:D3}"));
        Folder = Directory.CreateTempSubdirectory("cleaner-report-").FullName;
        Manifest = Manifest.Create(Path.Combine(Folder, "faces.db"));
        Run = new RunFolder(Path.Combine(Folder, "run"));
        Directory.CreateDirectory(Run.Scores);
        Ingest();
        float[] angles = WriteRun();
        Purge(angles, round, doubt);
    }

    public string Folder { get; }

    public Manifest Manifest { get; }

    public RunFolder Run { get; }

    public int Identities { get; }

    public string Rule { get; }

    public Func<int, string> Name { get; }

    public double Threshold => Rule == "angle" ? 75 : 0.1;

    /// <summary>Number of dropped samples.</summary>
    public int Dropped { get; private set; }

    public static DateTimeOffset Now { get; } = new(2025, 1, 2, 3, 4, 0, TimeSpan.Zero);

    public ReportInput Input => new() { Manifest = Manifest, Run = Run, Now = Now };

    /// <summary>Writes the report beside the manifest and returns its text.</summary>
    public string Render(ReportInput? input = null)
    {
        string path = Path.Combine(Folder, "report.html");
        HtmlReport.Write(input ?? Input, path);
        return File.ReadAllText(path);
    }

    public void Dispose()
    {
        Manifest.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private void Ingest()
    {
        string root = Path.Combine(Folder, "images");
        long source = Manifest.AddSource("folder", root, "{}");
        using var revision = Manifest.Begin("cleaner ingest images --out faces.db", new { });
        for (int person = 0; person < Identities; person++)
        {
            Directory.CreateDirectory(Path.Combine(root, Name(person)));
            for (int i = 0; i < _each; i++)
            {
                // Every seventh shows a stranger, every ninth somebody else of the set.
                int number = (person * _each) + i;
                int shows = number % 7 == 3 ? 1000 + number : number % 9 == 4 ? (person + 1) % Identities : person;
                byte[] jpeg = number % 31 == 30 ? [1, 2, 3] : FacePainter.Jpeg(shows, i);
                Add(revision, source, root, person, i, shows, jpeg);
            }
        }

        revision.Commit(new { });
    }

    private void Add(RevisionWriter revision, long source, string root, int person, int i, int shows, byte[] jpeg)
    {
        string locator = string.Create(CultureInfo.InvariantCulture, $"{Name(person)}/{i:D3}.jpg");
        File.WriteAllBytes(Path.Combine(root, locator), jpeg);
        long identity = Manifest.IdentityId(Name(person));
        bool broken = jpeg.Length < 100;
        long id = revision.Add(
            new Sample
            {
                SourceId = source, Locator = locator, Label = Name(person), Format = broken ? "" : "jpeg", Bytes = jpeg.Length,
                Width = broken ? 0 : 112, Height = broken ? 0 : 112,
                Status = broken ? SampleStatus.Foreign : SampleStatus.Ok, Reason = broken ? "not an image" : null,
            },
            identity);
        bool duplicate = !broken && i == _each - 1 && person % 3 == 0;
        revision.Set(
            broken ? new Belief(id, SampleState.Unusable, identity, Rule: "decode", Reason: "not an image")
            : duplicate ? new Belief(id, SampleState.Duplicate, identity, _images[^1].Id, "near-duplicate", 2, "2 of 64 hash bits differ")
            : new Belief(id, SampleState.Kept, identity));
        if (!broken && !duplicate)
        {
            _images.Add((id, shows, person));
        }
    }

    private float[] WriteRun()
    {
        var embeddings = new float[_images.Count * Dim];
        var cosines = new float[_images.Count * Centers];
        var angles = new float[_images.Count];
        for (int row = 0; row < _images.Count; row++)
        {
            var (_, shows, under) = _images[row];
            // Right images lie 20 to 55 degrees from their center, wrong ones 62 to 95.
            double angle = shows == under ? 20 + (35 * _random.NextDouble() * _random.NextDouble()) + (15 * _random.NextDouble()) : 62 + (33 * _random.NextDouble());
            angles[row] = (float)angle;
            for (int k = 0; k < Centers; k++)
            {
                cosines[(row * Centers) + k] = k == 0 ? (float)Math.Cos(angle * Math.PI / 180) : -0.2f;
            }

            Embed(shows).CopyTo(embeddings.AsSpan(row * Dim));
        }

        Npy.Write<long>(Run.Ids, [.. _images.Select(i => i.Id)]);
        Npy.Write<long>(Run.Labels, [.. _images.Select(i => Manifest.IdentityId(Name(i.Under)))]);
        Npy.Write<float>(Run.Embeddings, embeddings, _images.Count, Dim);
        Npy.Write<float>(Run.OwnCosines, cosines, _images.Count, Centers);
        File.WriteAllLines(Run.Metrics, Enumerable.Range(0, 60).Select(i => JsonSerializer.Serialize(new
        {
            step = i * 10, epoch = i / 10, loss = (18 * Math.Exp(-i / 18.0)) + 1 + (0.4 * _random.NextDouble()), lr = 0.05 * (1 + Math.Cos(Math.PI * i / 60)),
        })));
        return angles;
    }

    private float[] Embed(int person)
    {
        var center = new Random(person);
        return [.. Enumerable.Range(0, Dim).Select(_ => (float)((2 * center.NextDouble()) - 1 + (0.5 * _random.NextDouble())))];
    }

    private void Purge(float[] angles, int round, string doubt)
    {
        string formula = Rule == "angle" ? "angle to the dominant center ≥ threshold" : "max over other names of cos − cos to the own centroid > threshold";
        object[] choices = Rule == "auto"
            ? [new { Probability = 0.5, Dropped = 12, Precision = 0.9, Recall = 0.75 }, new { Probability = 0.95, Dropped = 0, Precision = double.NaN, Recall = 0.0 }]
            : [];
        using var revision = Manifest.Begin(
            $"cleaner purge faces.db --run run --rule {Rule}",
            new { Rule, Formula = formula, Threshold, Probability = 0.5, Probabilities = choices, Round = round, HardlyLearned = doubt == "hardly learned", Mistaken = doubt == "mistaken", FewImages = doubt == "few images", Run = Run.Path });
        for (int row = 0; row < _images.Count; row++)
        {
            var (id, shows, under) = _images[row];
            double score = Rule == "angle" ? angles[row] : (angles[row] - 72) / 30;
            bool relabel = Rule != "angle" && shows < Identities && shows != under && row % 2 == 0;
            bool drop = score >= Threshold && !relabel;
            Dropped += drop ? 1 : 0;
            long identity = Manifest.IdentityId(Name(relabel ? shows : under));
            string reason = relabel
                ? $"nearer to {Name(shows)} than to {Name(under)}"
                : string.Create(CultureInfo.InvariantCulture, $"{angles[row]:0.0}° from its dominant center (limit {Threshold:0.#})");
            revision.Set(new Belief(id, drop ? SampleState.Dropped : SampleState.Kept, identity, 0, Rule, score, reason));
        }

        long a = Manifest.IdentityId(Name(0)), b = Manifest.IdentityId(Name(1));
        revision.Add(new Finding("merge", a, b, 0, 0, 0.91, "centers 18.2° apart; names of the set are 81° apart on average"));
        long[] own = [.. _images.Where(i => i.Under == 0 && i.Shows == 0).Select(i => i.Id)];
        string groups = JsonSerializer.Serialize(new { samples_a = own.Take(2), samples_b = own.Skip(2).Take(3) });
        revision.Add(new Finding("split", a, 0, 0, 0, 0.8, "two groups of 5 and 4 images, 71° apart", groups));
        long left = FirstKept(2), right = FirstKept(3);
        revision.Add(new Finding("conflict", Manifest.IdentityId(Name(2)), Manifest.IdentityId(Name(3)), left, right, 0, "two identities claim the same picture: at least one label is wrong"));
        revision.Commit(new { dropped = Dropped });
    }

    private long FirstKept(int person) => _images.First(i => i.Under == person && i.Shows == person).Id;
}
