using Cleaner.Ingest.Pipeline;
using Cleaner.Ingest.Sources;
using Cleaner.Ingest.Tests.Support;
using Cleaner.Manifests;

namespace Cleaner.Ingest.Tests.Sources;

public sealed class FileListTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public FileListTests()
    {
        foreach (var name in new[] { "img/a.jpg", "img/b.jpg", "img/c.jpg" })
            _folder.Write(name, Pictures.Jpeg(1, size: 32));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Insightfaces_list_gives_boxes_and_points_that_stand_as_all_x_then_all_y()
    {
        _folder.Write("train.lst", "0\timg/a.jpg\t5\t1\t2\t30\t31\t11\t12\t13\t14\t15\t21\t22\t23\t24\t25\n1\timg/b.jpg\t5\n0\timg/c.jpg\t6\t1\t2\t30\t31\n");
        var (source, items, _) = Archives.List(_folder.At("train.lst"));

        Assert.Equal("file-list", source.Kind);
        Assert.Equal([("img/a.jpg", "5"), ("img/b.jpg", "5"), ("img/c.jpg", "6")], items.Select(i => (i.Locator, i.Label)));
        Assert.Equal([11f, 21, 12, 22, 13, 23, 14, 24, 15, 25], items[0].Landmarks!);
        Assert.Equal([1f, 2, 30, 31], items[0].Box!);
        Assert.Equal((null, null), (items[1].Landmarks, items[1].Box));
        Assert.Equal([1f, 2, 30, 31], items[2].Box!);
    }

    [Fact]
    public void The_list_of_im2rec_has_the_label_second_and_the_path_last()
    {
        _folder.Write("train.lst", "0\t5.000000\timg/a.jpg\n1\t6.000000\timg/gone.jpg\n");
        var items = Archives.List(_folder.At("train.lst")).Items;

        Assert.Equal([("img/a.jpg", "5", SampleStatus.Ok), ("img/gone.jpg", "6", SampleStatus.Missing)], items.Select(i => (i.Locator, i.Label, i.Status)));
    }

    [Theory]
    [InlineData("file,identity,split,x0,y0,x1,y1\nimg/a.jpg,Ann,train,1,2,11,22\n")]
    [InlineData("path,label,subset,bbox\nimg/a.jpg,Ann,train,\"1, 2, 11, 22\"\n")]
    [InlineData("x,y,w,h,image,person,split\n1,2,10,20,img/a.jpg,Ann,train\n")]
    [InlineData("image\tname\tsplit\tbox\nimg/a.jpg\tAnn\ttrain\t[1 2 11 22]\n")]
    public void Columns_are_known_by_their_usual_names(string list)
    {
        _folder.Write("list.csv", list);
        var item = Assert.Single(Archives.List(_folder.At("list.csv")).Items);

        Assert.Equal(("img/a.jpg", "Ann", "train"), (item.Locator, item.Label, item.Split));
        Assert.Equal([1f, 2, 11, 22], item.Box!);
    }

    [Theory]
    [InlineData("image_id,label\na.jpg,Ann\n", "img/a.jpg", "taken from img/")]
    [InlineData("id,breed\na,Ann\n", "img/a.jpg", "taken from img/ with .jpg behind their names")]
    [InlineData("Image,Id\nimg/a.jpg,Ann\n", "img/a.jpg", null)]
    [InlineData("photo,celebrity\nimg/a,Ann\n", "img/a.jpg", "taken from its folder with .jpg behind their names")]
    [InlineData("file,label\ngone.jpg,Ann\n", "gone.jpg", null)]
    public void A_folder_and_an_extension_that_the_list_leaves_out_are_found(string list, string locator, string? warning)
    {
        _folder.Write("train.csv", list);
        var (_, items, notes) = Archives.List(_folder.At("train.csv"));

        Assert.Equal((locator, "Ann"), (Assert.Single(items).Locator, items[0].Label));
        if (warning is null)
            Assert.Empty(notes.Warnings);
        else
            Assert.EndsWith(warning, Assert.Single(notes.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_most_of_the_files_are_is_where_they_are_taken_from()
    {
        _folder.Write("other/a.jpg", Pictures.Jpeg(2, size: 32));
        _folder.Write("train.csv", "file,label\na.jpg,Ann\nb.jpg,Ann\nc.jpg,Bob\n");

        Assert.Equal(["img/a.jpg", "img/b.jpg", "img/c.jpg"], Archives.List(_folder.At("train.csv")).Items.Select(i => i.Locator));
    }

    [Theory]
    [InlineData("img", "train.csv in it names files and labels: give ")]
    [InlineData("", "put the images of each identity into a folder of its own, or say where the name stands in their paths (--identity-pattern ")]
    public void A_folder_of_images_without_identities_names_the_way_that_it_can_be_read(string listed, string way)
    {
        _folder.Write("flat/a.jpg", Pictures.Jpeg(1, size: 32));
        if (listed.Length > 0)
            _folder.Write("flat/train.csv", "file,label\na.jpg,Ann\n");
        var source = SourceCatalog.Open(new IngestOptions { Path = _folder.At("flat") });

        Assert.Contains(way, Assert.Throws<CleanerException>(() => SourceCheck.RequireImages(source, CancellationToken.None)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { (byte)'P', (byte)'K', 3, 4, 20, 0 }, "is a ZIP archive; unpack it")]
    [InlineData(new byte[] { (byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C }, "is a 7z archive; unpack it")]
    [InlineData(new byte[] { 1 }, "not a data set that is known")]
    public void An_archive_that_is_not_read_in_place_is_to_be_unpacked(byte[] head, string message)
    {
        _folder.Write("set.bin", head);

        Assert.Contains(message, Assert.Throws<CleanerException>(() => SourceCatalog.Open(new IngestOptions { Path = _folder.At("set.bin") })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_columns_are_named_and_joined()
    {
        _folder.Write("list.csv", "who,where,ax,ay,bx,by,cx,cy,dx,dy,ex,ey\nAnn,img/a.jpg,1,2,3,4,5,6,7,8,9,10\n,img/b.jpg,1,2,3,4,5,6,7,8,9,10\n");
        var columns = new Dictionary<string, string> { ["file"] = "where", ["label"] = "who", ["landmarks"] = "ax+ay+bx+by+cx+cy+dx+dy+ex+ey" };
        var (_, items, notes) = Archives.List(_folder.At("list.csv"), o => o with { Columns = columns });

        Assert.Equal([1f, 2, 3, 4, 5, 6, 7, 8, 9, 10], Assert.Single(items).Landmarks!);
        Assert.Equal("line of the list that names no file and label", Assert.Single(notes.Ignored).Reason);
        var error = Assert.Throws<UsageException>(() => Archives.List(_folder.At("list.csv"), o => o with { Columns = new Dictionary<string, string> { ["file"] = "nowhere" } }));
        Assert.Contains("the list has no such column; it has who, where", error.Message);
    }

    [Fact]
    public void Absolute_paths_are_followed_and_relative_ones_may_not_leave_the_folder()
    {
        _folder.Write("sub/absolute.csv", $"file,label\n{_folder.At("img/a.jpg")},Ann\n");
        _folder.Write("sub/relative.csv", "file,label\n../img/a.jpg,Ann\n");

        Assert.Equal(SampleStatus.Ok, Assert.Single(Archives.List(_folder.At("sub/absolute.csv")).Items).Status);
        Assert.Equal(SampleStatus.Skipped, Assert.Single(Archives.List(_folder.At("sub/relative.csv")).Items).Status);
    }

    [Fact]
    public void A_list_of_URLs_and_a_text_are_none()
    {
        _folder.Write("urls.csv", "image,label,url\na,Ann,http://example.org/a.jpg\n");
        _folder.Write("text.txt", "dear reader\n");

        Assert.Equal("url-list", Archives.List(_folder.At("urls.csv"), o => o with { Downloads = _folder.At("d") }).Source.Kind);
        Assert.Throws<CleanerException>(() => Archives.List(_folder.At("text.txt")));
    }
}
