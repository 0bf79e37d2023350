using System.Runtime.InteropServices;
using Cleaner.Ingest.Sources;
using Cleaner.Ingest.Tests.Support;
using Cleaner.Manifests;

namespace Cleaner.Ingest.Tests.Sources;

public sealed class FolderFormatTests : IDisposable
{
    private static readonly byte[] Picture = Pictures.Jpeg(1, size: 32);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_plain_folder_is_listed_in_ordinal_order()
    {
        Write("b/2.jpg", "b/10.PNG", "a/1.webp", "B/1.jpeg");
        var (source, items, _) = List();
        Assert.Equal("imagefolder", source.Kind);
        Assert.Equal(["B/1.jpeg", "a/1.webp", "b/10.PNG", "b/2.jpg"], items.Select(i => i.Locator));
        Assert.Equal(["B", "a", "b", "b"], items.Select(i => i.Label));
    }

    [Fact]
    public void Below_splits_the_identity_is_the_second_level()
    {
        Write("train/anna/1.jpg", "val/anna/2.jpg", "test/berta/3.jpg");
        var items = List().Items;
        Assert.Equal([("berta", "test"), ("anna", "train"), ("anna", "val")], items.Select(i => (i.Label, i.Split)));
    }

    [Theory]
    [InlineData(null, "greek")]
    [InlineData(1, "greek")]
    [InlineData(2, "greek/alpha")]
    public void The_depth_of_the_identity_can_be_chosen(int? depth, string label)
    {
        Write("greek/alpha/1.png", "latin/a/1.png");
        var (_, items, notes) = List(o => o with { IdentityDepth = depth });
        Assert.Equal(label, items[0].Label);
        Assert.Equal(depth is null, notes.Warnings.Any(w => w.Contains("--identity-depth 2", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_folder_of_images_below_every_identity_is_no_level_of_names()
    {
        // Tiny ImageNet: train/n01443537/images/n01443537_0.JPEG beside n01443537_boxes.txt.
        Write("n01443537/images/n01443537_0.JPEG", "n01629819/images/n01629819_0.JPEG");
        _folder.Write("data/n01443537/n01443537_boxes.txt", "n01443537_0.JPEG\t0\t10\t63\t58\n");
        var (_, items, notes) = List();
        Assert.Equal(["n01443537", "n01629819"], items.Select(i => i.Label));
        Assert.Empty(notes.Warnings);
    }

    [Fact]
    public void A_folder_that_is_named_as_a_heap_of_images_is_told()
    {
        Write("images/1.jpg", "images/2.jpg", "anna/1.jpg");
        Assert.Contains("folder 'images' is taken as an identity of 2 images", Assert.Single(List().Notes.Warnings));
    }

    [Fact]
    public void The_identity_can_be_read_from_the_path_by_a_pattern()
    {
        Write("a/anna-01.jpg", "b/berta-02.jpg", "b/nobody.jpg");
        var (_, items, notes) = List(o => o with { IdentityPattern = "^(?<split>[ab])/(?<identity>[a-z]+)-" });
        Assert.Equal([("anna", "a"), ("berta", "b")], items.Select(i => (i.Label, i.Split)));
        Assert.Equal(1, Assert.Single(notes.Ignored).Count);
        Assert.Throws<UsageException>(() => List(o => o with { IdentityPattern = "(unnamed)" }));
        Assert.Throws<UsageException>(() => List(o => o with { IdentityPattern = "(?<identity>x)", IdentityDepth = 1 }));
    }

    [Fact]
    public void Images_in_no_identity_folder_are_counted_and_left_out()
    {
        Write("anna/1.jpg", "stray.jpg");
        var (_, items, notes) = List();
        Assert.Single(items);
        Assert.Equal(new ReasonCount(SourceNotes.OutsideIdentity, 1), Assert.Single(notes.Ignored));
    }

    [Fact]
    public void Files_without_an_image_name_are_images_if_they_begin_like_one()
    {
        Write("anna/photo", "anna/photo.unknown");
        _folder.Write("data/anna/list.txt", "text");
        _folder.Write("data/anna/.DS_Store", "hidden");
        var (_, items, notes) = List();
        Assert.Equal(["anna/photo", "anna/photo.unknown"], items.Select(i => i.Locator));
        Assert.Equal([new ReasonCount(".txt file", 1), new ReasonCount("hidden file or folder", 1)], notes.Ignored);
    }

    [Fact]
    public void A_link_back_to_a_folder_above_ends_there()
    {
        Write("anna/1.jpg");
        Directory.CreateSymbolicLink(_folder.At("data/anna/loop"), _folder.At("data"));
        Directory.CreateSymbolicLink(_folder.At("data/self"), _folder.At("data/self"));
        Assert.Single(List().Items);
    }

    [Fact]
    public void Links_to_other_places_are_followed()
    {
        _folder.Write("elsewhere/1.jpg", Picture);
        Directory.CreateDirectory(_folder.At("data"));
        Directory.CreateSymbolicLink(_folder.At("data/anna"), _folder.At("elsewhere"));
        File.CreateSymbolicLink(_folder.At("elsewhere/2.jpg"), _folder.At("elsewhere/1.jpg"));
        var items = List().Items;
        Assert.Equal(["anna/1.jpg", "anna/2.jpg"], items.Select(i => i.Locator));
        Assert.All(items, i => Assert.Equal(Picture.Length, i.Bytes));
    }

    [Fact]
    public void A_link_to_nothing_is_a_missing_sample()
    {
        Write("anna/1.jpg");
        File.CreateSymbolicLink(_folder.At("data/anna/2.jpg"), _folder.At("nowhere.jpg"));
        Assert.Equal(SampleStatus.Missing, List().Items[1].Status);
    }

    [Fact]
    public void Names_may_hold_newlines_quotes_and_any_unicode()
    {
        Write("an\nna/1\".jpg", "Zoë Łukasz 山田/写真 1.jpg");
        var ingested = new Ingested(_folder);
        Assert.Equal(2, ingested.Run(o => o with { NearDistance = -1 }).Kept);
        Assert.Equal(["Zoë Łukasz 山田", "an\nna"], ingested.Samples().Select(s => s.Sample.Label));
    }

    [Fact]
    public void Names_that_are_not_UTF8_are_recorded_with_a_reason()
    {
        if (!OperatingSystem.IsLinux())
            return;     // other systems do not allow such names
        Write("anna/1.jpg");
        var name = System.Text.Encoding.UTF8.GetBytes(_folder.At("data/anna/")).Concat("b\xe9d.jpg\0".Select(c => (byte)c)).ToArray();
        var handle = creat(name, 0b110_100_100);
        Assert.True(handle >= 0);
        _ = close(handle);

        var items = List().Items;
        Assert.Equal([SampleStatus.Ok, SampleStatus.Missing], items.Select(i => i.Status).Order());
        Assert.Contains("UTF-8", items.Single(i => i.Status == SampleStatus.Missing).Reason);
        Assert.Equal(1, new Ingested(_folder).Run().Kept);
        _ = unlink(name);   // .NET cannot
    }

    [Theory]
    [InlineData("casia-webface", "0000045/001.jpg", "0000099/001.jpg")]
    [InlineData("lfw", "Aaron_Eckhart/Aaron_Eckhart_0001.jpg", "Aaron_Guiel/Aaron_Guiel_0001.jpg")]
    [InlineData("imagefolder", "Aaron_Eckhart/0001.jpg", "0000045/001.jpg")]
    public void Known_folders_are_recognised_by_their_names(string kind, string first, string second)
    {
        Write(first, second);
        var (source, items, _) = List();
        Assert.Equal(kind, source.Kind);
        Assert.Equal([Path.GetDirectoryName(first)!, Path.GetDirectoryName(second)!], items.Select(i => i.Label).OrderByDescending(l => l == Path.GetDirectoryName(first)));
    }

    [Fact]
    public void VGGFace2_comes_with_boxes_landmarks_and_splits()
    {
        Write("train/n000002/0001_01.jpg", "train/n000002/0002_01.jpg", "test/n000001/0001_01.jpg");
        _folder.Write("data/meta/identity_meta.csv",
            "Class_ID, Name, Sample_Num, Flag, Gender\nn000001, \"14th_Dalai_Lama\", 424, 0, m,\nn000002, \"A_Fine_Frenzy, the band\", 315, 1, f\n");
        _folder.Write("data/bb_landmark/loose_bb_train.csv", "NAME_ID,X,Y,W,H\n\"n000002/0001_01\",161,140,224,324\n\"n000002/0002_01\",50,46,98,148\n");
        _folder.Write("data/bb_landmark/loose_bb_test.csv", "NAME_ID,X,Y,W,H\n\"n000001/0001_01\",60,60,79,109\n");
        _folder.Write("data/bb_landmark/loose_landmark_train.csv",
            "NAME_ID,P1X,P1Y,P2X,P2Y,P3X,P3Y,P4X,P4Y,P5X,P5Y\n\"n000002/0001_01\",75.81253,110.2077,103.1778,104.6074,90.06353,133.3624,85.39182,149.4176,114.9009,144.9259\n");
        var (source, items, notes) = List();

        Assert.Equal("vggface2", source.Kind);
        Assert.Equal([("n000001", "test"), ("n000002", "train"), ("n000002", "train")], items.Select(i => (i.Label, i.Split)));
        Assert.Equal([60f, 60, 139, 169], items[0].Box!);
        Assert.Equal([161f, 140, 385, 464], items[1].Box!);
        Assert.Equal(144.9259f, items[1].Landmarks![9]);
        Assert.Null(items[2].Landmarks);
        Assert.Empty(notes.Warnings);
    }

    [Theory]
    [InlineData("n000002, \"A_Fine_Frenzy\", 315, 1, f", "A_Fine_Frenzy", true)]
    [InlineData("n000012, Abbey, the_second, 20, 0, f,,,", "Abbey, the_second", false)]
    public void The_meta_file_of_VGGFace2_has_commas_in_names_and_at_the_end(string line, string name, bool train)
    {
        var row = VggFace2Meta.Parse(line);
        Assert.Equal((name, train), (row!.Value.Name, row.Value.IsTrain));
    }

    [Fact]
    public void CelebA_is_read_from_its_lists()
    {
        Write("Img/img_align_celeba/000001.jpg", "Img/img_align_celeba/000002.jpg");
        _folder.Write("data/Anno/identity_CelebA.txt", "000001.jpg 2880\n000002.jpg 2937\n000003.jpg 2880\n");
        _folder.Write("data/Eval/list_eval_partition.txt", "000001.jpg 0\n000002.jpg 2\n");
        _folder.Write("data/Anno/list_landmarks_align_celeba.txt",
            "202599\nlefteye_x lefteye_y righteye_x righteye_y nose_x nose_y leftmouth_x leftmouth_y rightmouth_x rightmouth_y\n000001.jpg  69  109  106  113   77  142   73  152  108  154\n");
        var (source, items, _) = List();

        Assert.Equal("celeba", source.Kind);
        Assert.Equal([("2880", "train"), ("2937", "test"), ("2880", null)], items.Select(i => (i.Label, i.Split)));
        Assert.Equal([69f, 109, 106, 113, 77, 142, 73, 152, 108, 154], items[0].Landmarks!);
        Assert.Equal((SampleStatus.Missing, "Img/img_align_celeba/000003.jpg"), (items[2].Status, items[2].Locator));
    }

    [Fact]
    public void Market_1501_names_say_the_identity_junk_and_distractors()
    {
        Write("bounding_box_train/0002_c1s1_000451_03.jpg", "bounding_box_test/-1_c1s1_000401_03.jpg", "bounding_box_test/0000_c1s1_000151_01.jpg", "query/0003_c6s1_000001_00.jpg");
        _folder.Write("data/bounding_box_test/Thumbs.db", "x");
        var (source, items, _) = List();

        Assert.Equal("market1501", source.Kind);
        Assert.Equal([("-1", "test"), ("0000", "test"), ("0002", "train"), ("0003", "query")], items.Select(i => (i.Label, i.Split)));
        Assert.Equal([SampleStatus.Skipped, SampleStatus.Skipped, SampleStatus.Ok, SampleStatus.Ok], items.Select(i => i.Status));
        Assert.Contains("distractor", items[1].Reason);
        Assert.Equal(0, new Ingested(_folder).Run().BadInputs);
    }

    [Fact]
    public void Hugging_Face_metadata_in_csv_names_files_and_labels()
    {
        Write("train/1.jpg", "train/sub/2.jpg");
        _folder.Write("data/train/metadata.csv", "file_name,label,note\n1.jpg,\"Doe, Jane\",x\nsub/2.jpg,John,\"a \"\"quoted\"\" word\nover two lines\"\n../../outside.jpg,Eve,\nnone.jpg,John,\n");
        var (source, items, _) = List();

        Assert.Equal("hf-imagefolder", source.Kind);
        Assert.Equal([("Doe, Jane", SampleStatus.Ok), ("John", SampleStatus.Ok), ("Eve", SampleStatus.Skipped), ("John", SampleStatus.Missing)], items.Select(i => (i.Label, i.Status)));
        Assert.All(items, i => Assert.Equal("train", i.Split));
    }

    [Fact]
    public void Hugging_Face_metadata_in_jsonl_takes_the_column_that_is_named()
    {
        Write("1.jpg", "2.jpg");
        _folder.Write("data/metadata.jsonl", "{\"file_name\": \"1.jpg\", \"who\": 17}\nnot json\n{\"file_name\": \"2.jpg\", \"who\": \"x\"}\n");
        var (_, items, notes) = List(o => o with { Columns = new Dictionary<string, string> { ["label"] = "who" } });
        Assert.Equal(["17", "x"], items.Select(i => i.Label));
        Assert.Equal(new ReasonCount("metadata line that is no JSON object", 1), Assert.Single(notes.Ignored));
    }

    [Fact]
    public void An_entry_that_is_listed_twice_is_one_sample()
    {
        Write("1.jpg");
        _folder.Write("data/metadata.csv", "file_name,label\n1.jpg,a\n./1.jpg,a\n1.jpg,b\n");
        var ingested = new Ingested(_folder);
        var summary = ingested.Run();
        Assert.Equal((2, 1), (summary.Added, summary.Conflicts));
        Assert.False(ingested.Run().Changed);
    }

    [Theory]
    [InlineData("nowhere", "no such folder or file")]
    [InlineData("empty", "is empty")]
    [InlineData("texts", "holds no images (2 × .txt file)")]
    [InlineData("flat", "outside an identity folder")]
    public void What_is_no_data_set_is_said_in_one_line(string path, string message)
    {
        Directory.CreateDirectory(_folder.At("empty/sub"));
        _folder.Write("texts/a/1.txt", "x");
        _folder.Write("texts/b/2.txt", "x");
        _folder.Write("flat/1.jpg", Picture);
        var error = Assert.Throws<CleanerException>(() => new Ingested(_folder).Run(o => o with { Path = _folder.At(path) }));
        Assert.Contains(message, error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void A_format_that_does_not_exist_is_wrong_usage()
    {
        Write("a/1.jpg");
        Assert.Equal(2, Assert.Throws<UsageException>(() => List(o => o with { Format = "lmdb" })).ExitCode);
    }

    private void Write(params string[] files)
    {
        foreach (var file in files)
            _folder.Write("data/" + file, Picture);
    }

    private (IDatasetSource Source, List<SourceItem> Items, SourceNotes Notes) List(Func<IngestOptions, IngestOptions>? change = null) =>
        Archives.List(_folder.At("data"), change);

    [DllImport("libc")]
    private static extern int creat(byte[] path, int mode);

    [DllImport("libc")]
    private static extern int unlink(byte[] path);

    [DllImport("libc")]
    private static extern int close(int handle);
}
