using System.Security.Cryptography;
using Cleaner.Imaging;
using Cleaner.Ingest.Tests.Support;
using Cleaner.Manifests;

namespace Cleaner.Ingest.Tests.Pipeline;

public sealed class IngestFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Ingested _ingested;

    public IngestFolderTests() => _ingested = new Ingested(_folder);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Facts_of_an_image_are_recorded()
    {
        var bytes = Pictures.Jpeg(1, size: 80);
        _folder.Write("data/anna/1.jpg", bytes);
        _ingested.Run();

        var sample = _ingested["anna/1.jpg"].Sample;
        Assert.Equal(SHA256.HashData(bytes), sample.Sha256);
        Assert.Equal((80, 80, "jpeg", SampleStatus.Ok), (sample.Width, sample.Height, sample.Format, sample.Status));
        Assert.Equal(PerceptualHash.Dct64(Pictures.Decode(bytes)), sample.PHash);
        Assert.Equal(bytes.Length, sample.Bytes);
        Assert.InRange(sample.Quality!.Brightness, 0.2f, 0.8f);
        Assert.Equal("anna", _ingested.NameOf(_ingested["anna/1.jpg"].GivenIdentityId));
    }

    [Fact]
    public void The_summary_names_the_reasons_and_the_identities_with_the_most_trouble()
    {
        var picture = Pictures.Jpeg(1, 95);
        _folder.Write("data/anna/a.jpg", picture);
        _folder.Write("data/berta/a.jpg", picture);
        _folder.Write("data/berta/b.jpg", Pictures.Jpeg(2, 95));
        _folder.Write("data/carla/b.jpg", Pictures.Jpeg(2, 95));
        foreach (var name in new[] { "carla/x.jpg", "carla/y.jpg", "anna/z.jpg" })
            _folder.Write("data/" + name, "<html>not found</html>");
        var summary = _ingested.Run();

        Assert.Equal([new ReasonCount("not an image: an HTML page", 3)], summary.Reasons);
        Assert.Equal([new ReasonCount("carla", 2), new ReasonCount("anna", 1)], summary.Offenders);
        Assert.Equal([new ReasonCount("berta", 2), new ReasonCount("anna", 1), new ReasonCount("carla", 1)], summary.Contested);
    }

    [Fact]
    public void Copies_within_an_identity_leave_one()
    {
        var picture = Pictures.Jpeg(1, 95);
        _folder.Write("data/anna/a.png", Pictures.Reencode(picture, ImageFormat.Png));
        _folder.Write("data/anna/b.jpg", picture);
        _folder.Write("data/anna/c.jpg", Pictures.Reencode(picture, ImageFormat.Jpeg, 50));
        _folder.Write("data/anna/other1.jpg", Pictures.Jpeg(2));
        _folder.Write("data/anna/other2.jpg", Pictures.Jpeg(2));
        var summary = _ingested.Run();

        var keeper = _ingested["anna/a.png"].Sample.Id;
        Assert.Equal(SampleState.Kept, _ingested["anna/a.png"].Belief.State);
        AssertDuplicate("anna/b.jpg", keeper, IngestRules.SamePixels);
        AssertDuplicate("anna/c.jpg", keeper, IngestRules.NearPixels);
        Assert.Equal(SampleState.Kept, _ingested["anna/other1.jpg"].Belief.State);
        AssertDuplicate("anna/other2.jpg", _ingested["anna/other1.jpg"].Sample.Id, IngestRules.SameBytes);
        Assert.Equal((1, 1, 1, 2), (summary.ExactDuplicates, summary.PixelDuplicates, summary.NearDuplicates, summary.Kept));
    }

    [Fact]
    public void Glaring_colours_do_not_hide_that_a_copy_has_the_same_pixels()
    {
        // RGB clips what luma does not.
        var glaring = new Image(64, 64);
        for (var i = 0; i < glaring.Pixels.Length; i++)
            glaring.Pixels[i] = (byte)((i / 3 % 64 / 9 + i / 3 / 64 / 13 + i % 3) % 2 == 0 ? 255 : 0);
        var jpeg = ImageCodec.Default.Encode(glaring, ImageFormat.Jpeg, 60);
        _folder.Write("data/anna/a.png", Pictures.Reencode(jpeg, ImageFormat.Png));
        _folder.Write("data/anna/b.jpg", jpeg);
        _ingested.Run();

        AssertDuplicate("anna/b.jpg", _ingested["anna/a.png"].Sample.Id, IngestRules.SamePixels);
    }

    [Fact]
    public void The_largest_of_near_duplicates_stays()
    {
        var large = Pictures.Jpeg(3, 95, 128);
        _folder.Write("data/anna/a-small.jpg", ImageCodec.Default.Encode(Resampler.Resize(Pictures.Decode(large), 64, 64), ImageFormat.Jpeg, 95));
        _folder.Write("data/anna/b-large.jpg", large);
        _ingested.Run();

        AssertDuplicate("anna/a-small.jpg", _ingested["anna/b-large.jpg"].Sample.Id, IngestRules.NearPixels);
    }

    [Fact]
    public void A_picture_that_two_identities_claim_is_kept_twice_and_recorded_as_a_conflict()
    {
        var picture = Pictures.Jpeg(1, 95);
        _folder.Write("data/anna/a.jpg", picture);
        _folder.Write("data/berta/a.jpg", picture);
        _folder.Write("data/carla/a.jpg", Pictures.Reencode(picture, ImageFormat.Jpeg, 60));
        var summary = _ingested.Run();

        Assert.All(_ingested.Samples(), s => Assert.Equal(SampleState.Kept, s.Belief.State));
        var pairs = _ingested.Findings("conflict").Select(f => (_ingested.NameOf(f.IdentityA), _ingested.NameOf(f.IdentityB))).Order();
        Assert.Contains(("anna", "berta"), pairs);
        Assert.Contains(pairs, p => p.Item2 == "carla");
        Assert.Equal(2, summary.Conflicts);
    }

    [Fact]
    public void Bad_files_get_a_status_and_a_reason_and_never_end_the_run()
    {
        var good = Pictures.Jpeg(1);
        _folder.Write("data/anna/good.jpg", good);
        _folder.Write("data/anna/cut.jpg", good[..(good.Length / 2)]);
        _folder.Write("data/anna/empty.jpg", []);
        _folder.Write("data/anna/page.jpg", "<html><body>404</body></html>");
        _folder.Write("data/anna/notes.txt", "not meant to be an image");
        var summary = _ingested.Run();

        AssertUnusable("anna/cut.jpg", SampleStatus.Damaged);
        AssertUnusable("anna/empty.jpg", SampleStatus.Damaged);
        AssertUnusable("anna/page.jpg", SampleStatus.Foreign);
        Assert.Equal(3, summary.BadInputs);
        Assert.Equal((4, 1), (summary.Listed, summary.Kept));
        Assert.Equal(new ReasonCount(".txt file", 1), Assert.Single(summary.Ignored));
    }

    [Fact]
    public void Files_over_a_limit_are_skipped_with_a_reason()
    {
        _folder.Write("data/anna/small.jpg", Pictures.Jpeg(1, size: 32));
        _folder.Write("data/anna/wide.jpg", Pictures.Jpeg(2, size: 128));
        var summary = _ingested.Run(o => o with { MaxPixels = 10_000 });
        AssertUnusable("anna/wide.jpg", SampleStatus.Skipped);
        Assert.Equal((1, 0), (summary.Kept, summary.BadInputs));
    }

    [Fact]
    public void A_second_ingest_of_an_unchanged_folder_writes_nothing()
    {
        Fill(3, 4);
        _ingested.Run();
        var before = _ingested.Dump();
        var summary = _ingested.Run();

        Assert.Equal((false, 1, 12, 0), (summary.Changed, summary.Revision, summary.Unchanged, summary.Added));
        Assert.Equal(before, _ingested.Dump());
    }

    [Fact]
    public void A_second_ingest_of_an_unchanged_folder_reads_no_pixels()
    {
        Fill(2, 2);
        foreach (var (file, quality) in new[] { ("data/id0/again.jpg", 60), ("data/id1/claimed.jpg", 50) })
            _folder.Write(file, Pictures.Reencode(File.ReadAllBytes(_folder.At("data/id0/0.jpg")), ImageFormat.Jpeg, quality));
        var first = _ingested.Run();
        Assert.Equal((1, 1), (first.NearDuplicates, first.Conflicts));

        // The same sizes and times, but no pictures any more: whoever looked would see it.
        foreach (var file in Directory.GetFiles(_folder.At("data"), "*.jpg", SearchOption.AllDirectories))
        {
            var time = File.GetLastWriteTimeUtc(file);
            File.WriteAllBytes(file, new byte[new FileInfo(file).Length]);
            File.SetLastWriteTimeUtc(file, time);
        }
        var second = _ingested.Run();
        Assert.Equal((false, 1, 1, first.Kept), (second.Changed, second.NearDuplicates, second.Conflicts, second.Kept));
        Assert.Equal(first.Contested, second.Contested);
    }

    [Fact]
    public void Near_duplicates_of_pictures_that_an_earlier_ingest_read_are_compared_on_their_pixels()
    {
        Fill(2, 2);
        _folder.Write("data/id0/again.jpg", Pictures.Reencode(File.ReadAllBytes(_folder.At("data/id0/0.jpg")), ImageFormat.Jpeg, 60));
        Assert.Equal(1, _ingested.Run().NearDuplicates);
        _folder.Write("data/id1/third.jpg", Pictures.Reencode(File.ReadAllBytes(_folder.At("data/id0/0.jpg")), ImageFormat.Jpeg, 50));
        Assert.Equal((1, 1), (_ingested.Run() is var second ? second.NearDuplicates : 0, second.Conflicts));

        // Other settings ask the whole question again, and no picture is read for its facts.
        var wider = _ingested.Run(options => options with { NearDistance = 10 });
        Assert.Equal((0, 1, 1), (wider.Added, wider.NearDuplicates, wider.Conflicts));
        Assert.Equal(0, _ingested.Run(options => options with { NearDistance = -1 }).NearDuplicates);
    }

    [Fact]
    public void New_changed_and_removed_files_are_taken_up_by_the_next_ingest()
    {
        Fill(2, 3);
        _ingested.Run();
        _folder.Write("data/id1/new.jpg", Pictures.Jpeg(500));
        _folder.Write("data/id0/1.jpg", Pictures.Jpeg(501, size: 48));
        File.Delete(_folder.At("data/id1/2.jpg"));
        var summary = _ingested.Run();

        Assert.Equal((2, 2, 4), (summary.Revision, summary.Added, summary.Unchanged));
        Assert.Equal(IngestRules.Gone, _ingested["id1/2.jpg"].Belief.Rule);
        var replaced = _ingested.Samples().Where(s => s.Sample.Locator == "id0/1.jpg").ToList();
        Assert.Equal([SampleState.Unusable, SampleState.Kept], replaced.Select(s => s.Belief.State));

        _folder.Write("data/id1/2.jpg", Pictures.Jpeg(102, size: 32));
        summary = _ingested.Run();
        Assert.Equal((3, 0, 1), (summary.Revision, summary.Added, summary.Gone));
        Assert.Equal(SampleState.Kept, _ingested["id1/2.jpg"].Belief.State);
        Assert.False(_ingested.Run().Changed);
    }

    [Fact]
    public void A_touched_file_with_the_same_bytes_is_no_new_sample()
    {
        Fill(1, 2);
        _ingested.Run();
        File.SetLastWriteTimeUtc(_folder.At("data/id0/0.jpg"), new DateTime(2001, 2, 3, 0, 0, 0, DateTimeKind.Utc));
        Assert.False(_ingested.Run().Changed);
    }

    [Fact]
    public void What_another_rule_decided_stays_and_also_holds_for_new_copies()
    {
        Fill(1, 2);
        _ingested.Run();
        using (var manifest = Manifest.Open(_ingested.ManifestPath, writable: true))
        using (var writer = manifest.Begin("cleaner purge", new { }))
        {
            var sample = manifest.Samples().First();
            writer.Set(new Belief(sample.Sample.Id, SampleState.Dropped, sample.Belief.IdentityId, Rule: "angle", Score: 80, Reason: "far from its center"));
            writer.Commit(new { });
        }
        File.Copy(_folder.At("data/id0/0.jpg"), _folder.At("data/id0/copy.jpg"));
        _ingested.Run();

        Assert.Equal(("angle", SampleState.Dropped), (_ingested["id0/0.jpg"].Belief.Rule, _ingested["id0/0.jpg"].Belief.State));
        AssertDuplicate("id0/copy.jpg", _ingested["id0/0.jpg"].Sample.Id, IngestRules.SameBytes);
    }

    [Fact]
    public void The_manifest_does_not_depend_on_the_number_of_threads()
    {
        Fill(5, 9);
        _ingested.Run(o => o with { Threads = 1 });
        var one = _ingested.Dump();
        File.Delete(_ingested.ManifestPath);
        _ingested.Run(o => o with { Threads = 5 });
        Assert.Equal(one, _ingested.Dump());
    }

    [Fact]
    public void An_interrupted_ingest_goes_on_and_ends_with_the_same_manifest()
    {
        Fill(8, 20);
        _ingested.Run();
        var whole = _ingested.Dump();
        File.Delete(_ingested.ManifestPath);

        using var stop = new CancellationTokenSource();
        var progress = new StopAfter(60, stop);
        Assert.ThrowsAny<OperationCanceledException>(() => _ingested.Run(stop: stop.Token, progress: progress));
        using (var manifest = Manifest.Open(_ingested.ManifestPath))
        {
            Assert.Equal(0, manifest.Head);
            // Readers run ahead of the writer: all may have been read when the stop comes.
            Assert.InRange(manifest.SampleCount, 60, 160);
        }
        var summary = _ingested.Run();
        Assert.Equal((160, 160, 0), (summary.Added, summary.Listed, summary.Unchanged));
        Assert.Equal(whole, _ingested.Dump());
    }

    [Fact]
    public void An_unfinished_ingest_with_other_settings_is_not_mixed_in()
    {
        Fill(8, 20);
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => _ingested.Run(stop: stop.Token, progress: new StopAfter(30, stop)));
        var error = Assert.Throws<CleanerException>(() => _ingested.Run(o => o with { IdentityDepth = 1 }));
        Assert.Contains("unfinished", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Shards_share_the_identities_out_without_overlap()
    {
        Fill(12, 2);
        var all = new List<string>();
        for (var shard = 0; shard < 3; shard++)
        {
            var part = new Shard(shard, 3);
            _ingested.Run(o => o with { Shard = part });
            all.AddRange(_ingested.Samples().Select(s => s.Sample.Locator));
            Assert.All(_ingested.Samples().GroupBy(s => s.Sample.Label), g => Assert.Equal(2, g.Count()));
            File.Delete(_ingested.ManifestPath);
        }
        Assert.Equal(24, all.Distinct().Count());
        Assert.Equal(24, all.Count);
    }

    private void Fill(int identities, int images)
    {
        for (var identity = 0; identity < identities; identity++)
        {
            for (var image = 0; image < images; image++)
                _folder.Write($"data/id{identity}/{image}.jpg", Pictures.Jpeg(100 * identity + image, size: 32));
        }
    }

    private void AssertDuplicate(string locator, long of, string rule)
    {
        var belief = _ingested[locator].Belief;
        Assert.Equal((SampleState.Duplicate, of, rule), (belief.State, belief.DuplicateOf, belief.Rule));
    }

    private void AssertUnusable(string locator, SampleStatus status)
    {
        var view = _ingested[locator];
        Assert.Equal((status, SampleState.Unusable), (view.Sample.Status, view.Belief.State));
        Assert.False(string.IsNullOrWhiteSpace(view.Belief.Reason));
    }

    private sealed class StopAfter(long images, CancellationTokenSource stop) : IProgress<IngestProgress>
    {
        public void Report(IngestProgress value)
        {
            if (value.Done >= images)
                stop.Cancel();
        }
    }
}
