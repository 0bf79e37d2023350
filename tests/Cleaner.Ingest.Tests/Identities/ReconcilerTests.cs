using Cleaner.Imaging;
using Cleaner.Ingest.Identities;
using Cleaner.Ingest.Tests.Support;
using Cleaner.Manifests;

namespace Cleaner.Ingest.Tests.Identities;

public sealed class ReconcilerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Ingested _ingested;
    private int _pictures;

    public ReconcilerTests() => _ingested = new Ingested(_folder);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_same_number_in_two_sources_is_two_identities_also_after_ingesting_again()
    {
        Fill("data/a/5", 2);
        Fill("data/b/5", 2);
        Fill("data/b/anna", 1);
        Fill("data/c/anna", 1);
        string[] sets = ["data/a", "data/b", "data/c"];
        var warnings = sets.SelectMany(set => _ingested.Run(o => o with { Path = _folder.At(set) }).Warnings).ToList();

        Assert.Equal(["5", "5@b", "anna"], Names());
        Assert.Contains("1 labels are numbers that another source has too", Assert.Single(warnings));
        Assert.All(sets, set => Assert.False(_ingested.Run(o => o with { Path = _folder.At(set) }).Changed));
        Fill("data/b/5", 1);
        _ingested.Run(o => o with { Path = _folder.At("data/b") });
        Assert.Equal(3, _ingested.Samples().Count(s => _ingested.NameOf(s.GivenIdentityId) == "5@b"));
    }

    [Fact]
    public void Numbers_are_shared_where_that_is_asked_for()
    {
        Fill("data/train/5", 1);
        Fill("data/val/5", 1);
        _ingested.Run(o => o with { Path = _folder.At("data/train") });
        _ingested.Run(o => o with { Path = _folder.At("data/val"), SameLabels = true });

        Assert.Equal(["5"], Names());
    }

    [Fact]
    public void Candidates_are_suggested_once_and_nothing_is_merged_unasked()
    {
        Fill("data/Ann_Lee", 3);
        Fill("data/ann lee", 2);
        Fill("data/Bob", 2);
        _ingested.Run();

        using var manifest = Open();
        var (written, counts) = Reconcile(manifest);
        Assert.Equal((2, 0, 1), (written!.Id, counts.Merged, counts.Suggested));
        var finding = Assert.Single(manifest.Findings());
        Assert.Equal(("merge", "Ann_Lee", "ann lee"), (finding.Kind, NameOf(manifest, finding.IdentityA), NameOf(manifest, finding.IdentityB)));
        Assert.Contains("\"rule\":\"punctuation\"", finding.DetailJson);
        Assert.Equal(3, manifest.Beliefs().Select(b => b.IdentityId).Distinct().Count());
        Assert.Null(Reconcile(manifest).Written);
    }

    [Fact]
    public void Two_names_that_a_person_keeps_apart_are_no_candidates()
    {
        Fill("data/Ann_Lee", 3);
        Fill("data/ann lee", 2);
        _ingested.Run();

        using var manifest = Open();
        Reconcile(manifest);
        using (var writer = manifest.Begin("cleaner review", "{}", "ada"))
        {
            writer.Add(Settlement.Of(Question.Of(manifest.Findings().Single()), "kept apart by ada"));
            writer.Commit(new { });
        }

        Assert.Null(Reconcile(manifest, apply: true).Written);
    }

    [Fact]
    public void A_merge_moves_every_sample_can_be_reverted_and_later_images_follow_it()
    {
        Fill("data/Ann_Lee", 3);
        Fill("data/ann lee", 2);
        _ingested.Run();
        using (var manifest = Open())
        {
            var (_, counts) = Reconcile(manifest, apply: true);
            Assert.Equal((1, 2, 0), (counts.Merged, counts.Samples, counts.Duplicates));
            Assert.Single(manifest.Beliefs().Select(b => b.IdentityId).Distinct());
            Assert.Equal(2, manifest.Samples().Select(s => s.GivenIdentityId).Distinct().Count());
            Assert.Null(Reconcile(manifest, apply: true).Written);
        }

        Assert.False(_ingested.Run().Changed);
        Fill("data/ann lee", 1);
        _ingested.Run();
        Assert.Equal("Ann_Lee", _ingested.NameOf(_ingested.Samples()[^1].Belief.IdentityId));

        using var reverted = Open();
        Assert.DoesNotContain(Settlement.Open(reverted.Findings()), f => f.Kind == "merge");
        ManifestRevert.Apply(reverted, 1, "cleaner revert");
        Assert.Equal(2, reverted.Beliefs().Where(b => b.State == SampleState.Kept).Select(b => b.IdentityId).Distinct().Count());
        // What was taken back is not done again.
        Assert.Equal(MergeDecision.Answered, Assert.Single(Reconciler.Plan(reverted, apply: true).Candidates).Decision);
    }

    [Fact]
    public void Identities_that_share_pictures_are_candidates_and_a_merge_keeps_each_picture_once()
    {
        var shared = new[] { Pictures.Jpeg(901, 95), Pictures.Jpeg(902, 95) };
        Fill("data/Ann", 3);
        Fill("data/Zoe", 1);
        _folder.Write("data/Ann/x1.jpg", shared[0]);
        _folder.Write("data/Ann/x2.jpg", shared[1]);
        _folder.Write("data/Zoe/x1.jpg", shared[0]);
        _folder.Write("data/Zoe/x2.png", Pictures.Reencode(shared[1], ImageFormat.Png));
        _folder.Write("data/Eve/once.jpg", shared[0]);
        Fill("data/Eve", 5);
        _ingested.Run();

        using (var manifest = Open())
        {
            var candidate = Assert.Single(Reconciler.Plan(manifest).Candidates);
            Assert.Equal(("Ann", "Zoe", "they share 2 of 3 pictures"), (candidate.IntoName, candidate.Name, candidate.Reason));
            var (_, counts) = Reconcile(manifest, apply: true);
            Assert.Equal((1, 3, 2), (counts.Merged, counts.Samples, counts.Duplicates));
        }

        var copy = _ingested["Zoe/x2.png"].Belief;
        Assert.Equal((SampleState.Duplicate, _ingested["Ann/x2.jpg"].Sample.Id, IngestRules.SamePixels), (copy.State, copy.DuplicateOf, copy.Rule));
    }

    [Fact]
    public void Names_never_merge_what_the_embeddings_hold_apart_not_even_by_way_of_a_third()
    {
        Fill("data/Ann Lee", 3);
        Fill("data/ann lee", 2);
        Fill("data/ANN LEE", 1);
        Fill("data/Bob", 2);
        Fill("data/Robert", 1);
        _ingested.Run();
        using var manifest = Open();
        long big = manifest.IdentityId("Ann Lee"), middle = manifest.IdentityId("ann lee"), small = manifest.IdentityId("ANN LEE");
        var opinion = new Opinion(0.5, [(manifest.IdentityId("Bob"), manifest.IdentityId("Robert"))])
        {
            [big, middle] = 0.9,
            [big, small] = 0.8,
            [middle, small] = 0.1,
            [manifest.IdentityId("Bob"), manifest.IdentityId("Robert")] = 0.7,
        };

        var plan = Reconciler.Plan(manifest, opinion, apply: true);
        var decisions = plan.Candidates.ToDictionary(c => c.Name, c => c.Decision);
        Assert.Equal((MergeDecision.Applied, MergeDecision.Applied), (decisions["Robert"], decisions.Where(d => d.Key != "Robert").Min(d => d.Value)));
        Assert.Single(decisions.Values, MergeDecision.HeldBack);

        opinion[big, middle] = 0.2;
        opinion[big, small] = 0.3;
        var apart = Reconciler.Plan(manifest, opinion, apply: true).Candidates.Where(c => c.IntoName == "Ann Lee");
        Assert.All(apart, c => Assert.Equal(MergeDecision.HeldBack, c.Decision));
        Assert.Contains(apart, c => c.Reason.EndsWith("embeddings alike by 0.20: the embeddings disagree", StringComparison.Ordinal));
    }

    [Fact]
    public void A_weak_likeness_of_names_is_merged_only_where_the_embeddings_bear_it_out()
    {
        Fill("data/Mao Zedong", 2);
        Fill("data/Zedong Mao", 1);
        _ingested.Run();
        using var manifest = Open();

        Assert.Equal(MergeDecision.Suggested, Assert.Single(Reconciler.Plan(manifest, apply: true).Candidates).Decision);
        var opinion = new Opinion(0.5, []) { [1, 2] = 0.6 };
        Assert.Equal(MergeDecision.Applied, Assert.Single(Reconciler.Plan(manifest, opinion, apply: true).Candidates).Decision);
    }

    private static (Revision? Written, ReconcileCounts Counts) Reconcile(Manifest manifest, bool apply = false) =>
        Reconciler.Apply(manifest, Reconciler.Plan(manifest, apply: apply), "cleaner reconcile", "{}");

    private Manifest Open() => Manifest.Open(_ingested.ManifestPath, writable: true);

    private static string NameOf(Manifest manifest, long identity) => manifest.Identities().Single(i => i.Id == identity).Name;

    private IEnumerable<string> Names() => _ingested.Samples().Select(s => _ingested.NameOf(s.GivenIdentityId)).Distinct().Order(StringComparer.Ordinal);

    /// <summary>Adds pictures that no other folder has.</summary>
    private void Fill(string folder, int count)
    {
        for (var i = 0; i < count; i++, _pictures++)
            _folder.Write($"{folder}/{_pictures:D3}.jpg", Pictures.Jpeg(_pictures));
    }

    /// <summary>Cosines as a test sets them.</summary>
    private sealed class Opinion(double threshold, IReadOnlyList<(long, long)> alike) : IEmbeddingOpinion
    {
        private readonly Dictionary<(long, long), double> _cosines = [];

        public double AgreeFrom => threshold;

        public double DisagreeBelow => threshold;

        public IReadOnlyList<(long A, long B)> Alike => alike;

        public IReadOnlyList<Finding> Splits => [];

        public double this[long a, long b]
        {
            set => _cosines[(a, b)] = value;
        }

        public double? Similarity(long a, long b) =>
            _cosines.TryGetValue((a, b), out var cosine) || _cosines.TryGetValue((b, a), out cosine) ? cosine : null;
    }
}
