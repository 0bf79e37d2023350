using Cleaner.Imaging;
using Cleaner.Ingest.Demo;
using Cleaner.Ingest.Tests.Support;
using Cleaner.Manifests;

namespace Cleaner.Ingest.Tests.Demo;

public sealed class DemoDataTests(DemoSet set) : IClassFixture<DemoSet>
{
    private static readonly DemoOptions Tiny = new() { Identities = 8, Images = 4, Size = 16, HeldOutIdentities = 2, HeldOutImages = 2 };

    [Fact]
    public void The_truth_lists_every_file_once_under_the_name_of_its_folder()
    {
        var images = Path.Combine(set.Folder, DemoData.ImagesFolder);
        var files = Directory.EnumerateFiles(images, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(images, f).Replace('\\', '/'));

        Assert.Equal(files.Order(StringComparer.Ordinal), set.Truth.Select(t => t.Path).Order(StringComparer.Ordinal));
        Assert.All(set.Truth, t => Assert.Equal(t.Label, t.Path.Split('/')[0]));
        Assert.Equal("path,true_identity,label,kind", File.ReadLines(Path.Combine(set.Folder, DemoData.TruthFile)).First());
    }

    [Fact]
    public void The_share_of_wrong_labels_is_the_one_asked_for_and_every_name_keeps_a_right_core()
    {
        int labelled = DemoSet.Options.Identities * DemoSet.Options.Images;

        Assert.Equal((int)Math.Round(.15 * labelled), Count("open"), 1.0);
        Assert.Equal((int)Math.Round(.15 * labelled), Count("closed"), 1.0);
        Assert.Equal(DemoSet.Options.Identities, set.Truth.Select(t => t.Label).Distinct().Count());
        Assert.All(set.Truth.GroupBy(t => t.Label), g => Assert.InRange(g.Count(t => t.Kind is "clean" or "split" or "merged"), .35 * DemoSet.Options.Images, DemoSet.Options.Images));
    }

    [Fact]
    public void Kinds_mean_what_the_documentation_says()
    {
        var namesOf = set.Truth.Where(t => t.Kind is "clean" or "split" or "merged").GroupBy(t => t.TrueIdentity).ToDictionary(g => g.Key, g => g.Select(t => t.Label).ToHashSet());

        Assert.All(Of("clean"), t => Assert.Equal(t.Label, t.TrueIdentity));
        Assert.All(Of("open"), t => Assert.StartsWith("stranger:", t.TrueIdentity));
        Assert.All(Of("closed"), t => Assert.DoesNotContain(t.Label, namesOf[t.TrueIdentity]));
        Assert.Equal(3, Of("split").Select(t => t.TrueIdentity).Distinct().Count());
        Assert.All(Of("split").GroupBy(t => t.TrueIdentity), g => Assert.Equal(2, g.Select(t => t.Label).Distinct().Count()));
        Assert.Equal(3, Of("merged").Select(t => t.Label).Distinct().Count());
        Assert.All(Of("merged").GroupBy(t => t.Label), g => Assert.Equal(2, g.Select(t => t.TrueIdentity).Distinct().Count()));
    }

    [Fact]
    public void Nobody_who_is_held_out_is_in_the_noisy_set()
    {
        var heldOut = Directory.EnumerateDirectories(Path.Combine(set.Folder, DemoData.HeldOutFolder)).Select(d => Path.GetFileName(d)!).ToArray();
        var seen = set.Truth.SelectMany(t => new[] { t.Label, t.TrueIdentity.Replace("stranger:", "") }).ToHashSet();

        Assert.Equal(DemoSet.Options.HeldOutIdentities, heldOut.Length);
        Assert.All(heldOut, name => Assert.DoesNotContain(name, seen));
        Assert.Equal(DemoSet.Options.HeldOutIdentities * DemoSet.Options.HeldOutImages, set.Summary.HeldOut);
    }

    [Fact]
    public void Exact_duplicates_repeat_a_file_of_their_folder_and_near_ones_its_picture()
    {
        Assert.NotEmpty(Of("exact-duplicate"));
        foreach (var copy in Of("exact-duplicate"))
        {
            Assert.Contains(Originals(copy), t => set.Bytes(t).AsSpan().SequenceEqual(set.Bytes(copy)));
        }

        Assert.NotEmpty(Of("near-duplicate"));
        foreach (var copy in Of("near-duplicate"))
        {
            ulong hash = Hash(copy);
            var distances = Originals(copy).Select(t => PerceptualHash.Distance(hash, Hash(t))).ToArray();
            Assert.DoesNotContain(Originals(copy), t => set.Bytes(t).AsSpan().SequenceEqual(set.Bytes(copy)));
            Assert.InRange(distances.Min(), 0, 14);
        }
    }

    [Fact]
    public void Damaged_files_are_truncated_foreign_ones_no_images_and_all_others_decode()
    {
        Assert.All(Of("damaged"), t => Assert.Equal(DecodeFailure.Truncated, Failure(t)));
        Assert.All(Of("foreign"), t => Assert.Contains(Failure(t), new DecodeFailure?[] { DecodeFailure.NotAnImage, DecodeFailure.Empty }));
        Assert.All(set.Truth.Where(t => t.Kind is not ("damaged" or "foreign")), t => Assert.Null(Failure(t)));
        Assert.All(set.Truth.Where(t => t.Kind is "clean" or "open"), t => Assert.Equal(32, Decode(t).Width));
    }

    [Fact]
    public void Extensions_tell_the_format()
    {
        var formats = set.Truth.Where(t => t.Kind is not ("damaged" or "foreign"))
            .ToLookup(t => Path.GetExtension(t.Path), t => ImageCodec.Default.Identify(set.Bytes(t)).Format);

        Assert.All(formats[".jpg"], f => Assert.Equal(ImageFormat.Jpeg, f));
        Assert.All(formats[".png"], f => Assert.Equal(ImageFormat.Png, f));
        Assert.All(formats[".webp"], f => Assert.Equal(ImageFormat.WebP, f));
        Assert.NotEmpty(formats[".png"]);
        Assert.NotEmpty(formats[".webp"]);
    }

    [Fact]
    public void One_seed_gives_the_same_bytes_on_any_number_of_threads_and_another_seed_others()
    {
        using var parent = new TemporaryFolder();
        string Draw(string name, DemoOptions options) => DemoData.Write(Path.Combine(parent.Path, name), options).Folder;

        var one = DemoSet.Contents(Draw("one", Tiny with { Threads = 1 }));
        Assert.Equal(one, DemoSet.Contents(Draw("four", Tiny with { Threads = 4 })));
        Assert.NotEqual(one, DemoSet.Contents(Draw("other", Tiny with { Seed = 2 })));
    }

    [Fact]
    public void A_folder_with_something_in_it_is_left_alone()
    {
        using var parent = new TemporaryFolder();
        File.WriteAllText(Path.Combine(parent.Path, "mine.txt"), "mine");

        var error = Assert.Throws<CleanerException>(() => DemoData.Write(parent.Path, Tiny));
        Assert.Contains(parent.Path, error.Message);
        Assert.Equal(["mine.txt"], DemoSet.Contents(parent.Path).Keys);
    }

    [Fact]
    public void A_call_that_is_stopped_leaves_nothing()
    {
        using var parent = new TemporaryFolder();
        using var stop = new CancellationTokenSource();

        Assert.ThrowsAny<OperationCanceledException>(() => DemoData.Write(Path.Combine(parent.Path, "demo"), Tiny, new StopAt(5, stop), stop.Token));
        Assert.Empty(Directory.EnumerateFileSystemEntries(parent.Path));
    }

    [Fact]
    public void What_a_killed_call_left_is_replaced_and_what_somebody_else_left_is_not()
    {
        using var parent = new TemporaryFolder();
        var folder = Path.Combine(parent.Path, "demo");
        var draft = Directory.CreateDirectory(folder + ".partial").FullName;
        File.WriteAllText(Path.Combine(draft, "notes.txt"), "mine");
        Assert.Throws<CleanerException>(() => DemoData.Write(folder, Tiny));
        Assert.True(File.Exists(Path.Combine(draft, "notes.txt")));

        File.WriteAllText(Path.Combine(draft, "README.txt"), "Drawn faces with planted defects, made by …");
        DemoData.Write(folder, Tiny);
        Assert.False(Directory.Exists(draft));
        Assert.True(File.Exists(Path.Combine(folder, DemoData.TruthFile)));
    }

    public static TheoryData<DemoOptions> OutOfRange =>
    [
        Tiny with { Identities = 7 }, Tiny with { Images = 3 }, Tiny with { Size = 15 }, Tiny with { Noise = .61 }, Tiny with { Noise = double.NaN },
        Tiny with { OpenShare = -.1 }, Tiny with { HeldOutImages = 1 }, Tiny with { Damaged = .6 },
    ];

    [Theory]
    [MemberData(nameof(OutOfRange))]
    public void Options_out_of_range_are_wrong_usage(DemoOptions options) => Assert.Throws<UsageException>(options.Validate);

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(0.6, 0.0)]
    [InlineData(0.6, 1.0)]
    public void The_plan_stands_at_the_ends_of_the_ranges(double noise, double openShare)
    {
        var plan = DemoPlan.Make(Tiny with { Noise = noise, OpenShare = openShare, SplitPeople = 8, MergedNames = 8 });

        int wrong = plan.Files.Count(f => f.Kind is "open" or "closed");
        Assert.InRange(wrong, noise == 0 ? 0 : 8, noise * 8 * 4);
        Assert.Equal(openShare == 0 ? 0 : wrong, plan.Files.Count(f => f.Kind == "open"));
    }

    private IEnumerable<TruthLine> Of(string kind) => set.Truth.Where(t => t.Kind == kind);

    private int Count(string kind) => Of(kind).Count();

    private IEnumerable<TruthLine> Originals(TruthLine copy) =>
        set.Truth.Where(t => t.Label == copy.Label && t.TrueIdentity == copy.TrueIdentity && t.Kind is "clean" or "split" or "merged");

    private Image Decode(TruthLine line) => ImageCodec.Default.Decode(set.Bytes(line), DecodeOptions.Default);

    private ulong Hash(TruthLine line) => PerceptualHash.Dct64(Decode(line));

    private DecodeFailure? Failure(TruthLine line) => (Record.Exception(() => Decode(line)) as ImageDecodeException)?.Kind;

    private sealed class StopAt(int files, CancellationTokenSource stop) : IProgress<(int Done, int Total)>
    {
        public void Report((int Done, int Total) value)
        {
            if (value.Done >= files)
            {
                stop.Cancel();
            }
        }
    }
}
