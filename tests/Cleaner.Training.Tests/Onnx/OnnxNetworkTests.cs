using Cleaner.Manifests;
using Cleaner.Manifests.Arrays;
using Cleaner.Training.Backbones;
using Cleaner.Training.Checkpoints;
using Cleaner.Training.Data;
using Cleaner.Training.Onnx;
using Cleaner.Training.Tests.Support;

namespace Cleaner.Training.Tests.Onnx;

/// <summary>Networks of other projects embed images: the right pixels reach them, and their rows come back in order.</summary>
public sealed class OnnxNetworkTests : IDisposable
{
    private const int Side = 16;

    private static readonly string[] Nchw = ["batch", "3", "16", "16"], Vector = ["batch", "3"];

    private readonly TemporaryFolder _folder = new();

    private string Model => _folder.At("network.onnx");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("raw", false, 10, 100, 200)]
    [InlineData("raw", true, 200, 100, 10)]
    [InlineData("unit", false, 10 / 255.0, 100 / 255.0, 200 / 255.0)]
    [InlineData("arcface", false, -117.5 / 127.5, -27.5 / 127.5, 72.5 / 127.5)]
    [InlineData("auto", false, -117.5 / 127.5, -27.5 / 127.5, 72.5 / 127.5)]
    [InlineData("imagenet", false, (10 / 255.0 - 0.485) / 0.229, (100 / 255.0 - 0.456) / 0.224, (200 / 255.0 - 0.406) / 0.225)]
    [InlineData("imagenet", true, (200 / 255.0 - 0.406) / 0.225, (100 / 255.0 - 0.456) / 0.224, (10 / 255.0 - 0.485) / 0.229)]
    [InlineData("clip", false, (10 / 255.0 - 0.48145466) / 0.26862954, (100 / 255.0 - 0.4578275) / 0.26130258, (200 / 255.0 - 0.40821073) / 0.27577711)]
    public void Pixels_are_scaled_as_asked(string scale, bool bgr, double first, double second, double third)
    {
        new OnnxSketch(Nchw).Mean(2, 3).Write(Model, Vector);

        Assert.Equal([first, second, third], Embed(new EmbedOptions { OnnxScale = scale, OnnxBgr = bgr }, (10, 100, 200))[0], Near);
    }

    [Fact]
    public void A_network_that_scales_by_itself_gets_grey_levels()
    {
        new OnnxSketch(Nchw).With("Sub", 127.5f).With("Mul", 1 / 128f).Mean(2, 3).Write(Model, Vector);

        Assert.Equal(["Sub", "Mul", "ReduceMean"], OnnxNodes.First(Model, 8));
        Assert.Equal([-117.5 / 128, -27.5 / 128, 72.5 / 128], Embed(new EmbedOptions(), (10, 100, 200))[0], Near);
    }

    [Fact]
    public void Channels_may_come_last()
    {
        new OnnxSketch("batch", "16", "16", "3").Mean(1, 2).Write(Model, Vector);

        Assert.Equal([10, 100, 200], Embed(new EmbedOptions { OnnxScale = "raw" }, (10, 100, 200))[0], Near);
    }

    [Fact]
    public void A_file_may_leave_the_size_open()
    {
        // 3 · 20 · 24 values a picture, so that another size would not fit.
        new OnnxSketch("batch", "3", "h", "w").Reshape(-1, 3, 20, 24).Mean(2, 3).Write(Model, Vector);

        Assert.Equal([10, 100, 200], Embed(new EmbedOptions { OnnxScale = "raw", OnnxSize = "20x24" }, (10, 100, 200))[0], Near);
    }

    [Theory]
    [InlineData("batch")]   // promises any number, but holds a reshape to one
    [InlineData("1")]
    [InlineData("4")]
    [InlineData("any")]
    public void Rows_come_back_in_order_whatever_the_batch(string batch)
    {
        var sketch = new OnnxSketch(batch, "3", "16", "16");
        if (batch == "batch")
            sketch.Reshape(1, 3, 16, 16);
        sketch.Mean(2, 3).Write(Model, batch, "3");
        (byte, byte, byte)[] colors = [.. Enumerable.Range(0, 71).Select(i => ((byte)i, (byte)(2 * i), (byte)(255 - i)))];

        var rows = Embed(new EmbedOptions { OnnxScale = "raw", BatchSize = 50 }, colors);

        Assert.Equal(71, rows.Count);
        for (var i = 0; i < rows.Count; i++)
            Assert.Equal([i, 2 * i, 255 - i], rows[i], Near);
    }

    [Fact]
    public void What_export_wrote_embeds_as_the_network_does()
    {
        using var backbone = BackboneCatalog.Create("small", new ImageShape(32, 32), 64);
        backbone.eval();
        var own = _folder.At("own.safetensors");
        ModelFile.Save(own, backbone);
        OnnxFile.Write(Model, backbone);
        (byte, byte, byte)[] colors = [(10, 100, 200), (250, 3, 90), (0, 0, 0)];

        var (expected, actual) = (Embed(new EmbedOptions { Flip = true }, own, colors), Embed(new EmbedOptions { Flip = true }, colors));

        for (var i = 0; i < colors.Length; i++)
            Assert.Equal(expected[i], actual[i], Near);
    }

    [Fact]
    public void What_is_no_such_network_is_refused()
    {
        Assert.Contains("network.onnx' does not exist", Refused(new EmbedOptions()));
        File.WriteAllText(Model, "<html>404 Not Found</html>");
        Assert.Contains("is no ONNX", Refused(new EmbedOptions()));
        Assert.Contains("is no ONNX", Refused(new EmbedOptions { OnnxScale = "raw" }));
        new OnnxSketch(Nchw).Input("mask", "batch", "1").Mean(2, 3).Write(Model, Vector);
        Assert.Contains("does not take one float array of images, [batch, 3, height, width] or [batch, height, width, 3]; inputs: data Single [?, 3, 16, 16], mask Single [?, 1]; outputs: v0 Single [?, 3]", Refused(new EmbedOptions()));
        new OnnxSketch(Nchw).With("Add", 1).Write(Model, Nchw);
        Assert.Contains("none of its outputs is one float vector an image, [batch, length]", Refused(new EmbedOptions()));
        Assert.Contains("--onnx-scale 'bright' is not known: it takes auto", Assert.Throws<UsageException>(() => Embed(new EmbedOptions { OnnxScale = "bright" }, (1, 2, 3))).Message);
    }

    private string Refused(EmbedOptions options) => Assert.Throws<CleanerException>(() => Embed(options, (1, 2, 3))).Message;

    private static bool Near(double expected, double actual) => Math.Abs(expected - actual) <= 1e-4 * Math.Max(1, Math.Abs(expected));

    private List<double[]> Embed(EmbedOptions options, params (byte R, byte G, byte B)[] colors) => Embed(options, Model, colors);

    /// <summary>Rows as the network gives them, of pictures of one colour each.</summary>
    private List<double[]> Embed(EmbedOptions options, string model, (byte R, byte G, byte B)[] colors)
    {
        var output = _folder.At(Path.GetRandomFileName());
        Embedder.EmbedImages(i => $"picture {i}", i => Picture(colors[i]), colors.Length, model, output, options with { Raw = true, Device = "cpu" }, null, default);
        using var rows = NpyArray<float>.Open(new RunFolder(output).Embeddings);
        return [.. Enumerable.Range(0, colors.Length).Select(i => rows.Row(i).ToArray().Select(value => (double)value).ToArray())];
    }

    private static byte[] Picture((byte R, byte G, byte B) color) =>
        [.. "P6\n16 16\n255\n"u8, .. Enumerable.Range(0, Side * Side).SelectMany(_ => new[] { color.R, color.G, color.B })];
}
