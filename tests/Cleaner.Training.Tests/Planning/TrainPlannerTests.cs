using System.Runtime.Intrinsics.X86;
using Cleaner.Manifests;
using Cleaner.Training.Data;
using Cleaner.Training.Planning;

namespace Cleaner.Training.Tests.Planning;

public sealed class TrainPlannerTests
{
    private static readonly DataFacts Facts = new(
        Images: 2800, Identities: 140, MedianSide: 64, Aligned: false, CudaDevices: 0, Cores: 4, FreeMemory: 3L << 30, FreeDisk: 100L << 30, CanAutocast: true);

    [Theory]
    [InlineData(300, 60)]
    [InlineData(1_000, 39)]
    [InlineData(2_800, 28)]
    [InlineData(20_000, 28)]
    [InlineData(50_000, 18)]
    [InlineData(1_000_000, 12)]
    public void Epochs_fall_with_the_number_of_images(int images, int epochs) => Assert.Equal(epochs, TrainPlanner.Epochs(images));

    [Theory]
    [InlineData(2, 16)]
    [InlineData(140, 18.3)]
    [InlineData(1_000, 32)]
    [InlineData(10_000_000, 64)]
    public void The_scale_grows_with_the_number_of_identities(int identities, double scale) => Assert.Equal(scale, TrainPlanner.Scale(identities), 1);

    [Theory]
    [InlineData(28, false, 32)]
    [InlineData(40, false, 32)]
    [InlineData(41, false, 112)]
    [InlineData(64, false, 112)]
    [InlineData(250, false, 112)]
    [InlineData(28, true, 112)]
    public void The_input_follows_the_images(int side, bool aligned, int input) => Assert.Equal(new ImageShape(input, input), TrainPlanner.Input(side, 1, aligned, 1_000_000, 100_000, gpu: true));

    [Theory]
    [InlineData(28, 20_000, 32)]
    [InlineData(250, 20_000, 112)]
    [InlineData(250, 20_001, 64)]
    public void Without_a_gpu_large_sets_get_a_small_input(int side, int images, int input) =>
        Assert.Equal(new ImageShape(input, input), TrainPlanner.Input(side, 1, aligned: false, images, 1_000, gpu: false));

    [Theory]
    [InlineData(40, 999, 10, false, 32)]
    [InlineData(40, 1_000, 10, false, 54)]
    [InlineData(41, 1_000, 10, false, 112)]
    [InlineData(32, 100_000, 10, false, 54)]
    [InlineData(32, 100_001, 10, false, 32)]
    [InlineData(32, 100_001, 10, true, 54)]
    [InlineData(32, 2_000_000_000, 30_000_000, true, 32)]
    public void Small_images_of_large_identities_get_finer_maps(int side, int images, int identities, bool gpu, int input) =>
        Assert.Equal(new ImageShape(input, input), TrainPlanner.Input(side, 1, aligned: false, images, identities, gpu));

    [Theory]
    [InlineData(2, false, "88x48")] // persons of 128 x 64
    [InlineData(2.67, false, "104x40")]
    [InlineData(0.75, false, "56x72")]
    [InlineData(9, false, "112x40")]
    [InlineData(2, true, "64")]
    public void Images_of_one_shape_keep_it(double heightToWidth, bool aligned, string input) =>
        Assert.Equal(input, TrainPlanner.Input(64, heightToWidth, aligned, 1_000_000, 1_000, gpu: false).ToString());

    [Theory]
    [InlineData(64, 0, "small")]
    [InlineData(64, 1, "iresnet50")]
    [InlineData(200, 0, "small")]
    [InlineData(200, 1, "iresnet50")]
    [InlineData(32, 1, "small")]
    public void The_network_follows_input_and_device(int side, int gpus, string backbone) =>
        Assert.Equal(backbone, TrainPlanner.Resolve(new TrainOptions(), Facts with { MedianSide = side, CudaDevices = gpus }).Backbone);

    [Theory]
    [InlineData("auto", 0, false, "fp32")]
    [InlineData("auto", 0, true, "bf16")]
    [InlineData("auto", 1, true, "tf32")]
    [InlineData("fp32", 1, true, "fp32")]
    [InlineData("fp32", 0, true, "fp32")]
    [InlineData("bf16", 0, false, "bf16")]
    public void The_precision_follows_device_and_processor(string wanted, int gpus, bool cpuBf16, string precision) =>
        Assert.Equal(precision, TrainPlanner.Resolve(new TrainOptions { Precision = wanted }, Facts with { CudaDevices = gpus, CpuBf16 = cpuBf16 }).Precision);

    [Fact]
    public void A_provider_without_autocast_stays_in_fp32() =>
        Assert.Equal("fp32", TrainPlanner.Resolve(new TrainOptions(), Facts with { CanAutocast = false, CpuBf16 = true }).Precision);

    [Fact]
    public void Linux_says_the_same_of_the_processor()
    {
        if (!OperatingSystem.IsLinux())
            return;
        string processor = File.ReadAllText("/proc/cpuinfo");
        bool Has(string word) => processor.Contains(word, StringComparison.Ordinal);
        bool isFaster = Has(" amx_bf16") || (Has(" avx512_bf16") && !Has("GenuineIntel"));
        Assert.Equal(Avx512F.IsSupported && isFaster, Machine.CpuMultipliesBf16());
    }

    [Fact]
    public void What_was_given_holds()
    {
        var plan = TrainPlanner.Resolve(new TrainOptions
        {
            Backbone = "iresnet34", InputSize = "96x48", Epochs = 7, Scale = 30, BatchSize = 64, LearningRate = 0.02, EmbeddingDim = 256, Margin = 0.3, Threads = 3, Cache = "disk",
        }, Facts);
        Assert.Equal(("iresnet34", new ImageShape(96, 48), 7, 30.0, 64, 0.02, 256, 3, PixelCache.Disk),
            (plan.Backbone, plan.Input, plan.Epochs, plan.Scale, plan.BatchSize, plan.LearningRate, plan.EmbeddingDim, plan.Threads, plan.Cache));
        Assert.Equal(0.3, plan.HeadParameters["m"]);
    }

    [Fact]
    public void Decoded_images_go_to_memory_then_disk_then_nowhere()
    {
        PixelCache Cache(int images) => TrainPlanner.Resolve(new TrainOptions(), Facts with { Images = images, MedianSide = 112 }).Cache;
        Assert.Equal(PixelCache.Memory, Cache(20_000));
        Assert.Equal(PixelCache.Disk, Cache(400_000));
        Assert.Equal(PixelCache.None, Cache(4_000_000));
    }

    [Theory]
    [InlineData("cuda")]
    [InlineData("cuda:1")]
    [InlineData("gpu")]
    public void A_device_that_is_not_there_is_refused(string device) =>
        Assert.Throws<UsageException>(() => TrainPlanner.Device(device, 0));

    [Theory]
    [InlineData(4000, 0, null, 4)]
    [InlineData(4001, 0, null, 0)]
    [InlineData(10_000, 1, null, 4)]
    [InlineData(10_001, 1, null, 0)]
    [InlineData(100, 0, 0, 0)]
    [InlineData(90_000, 0, 5, 5)]
    public void Small_sets_are_cross_validated(int images, int gpus, int? asked, int folds) =>
        Assert.Equal(folds, TrainPlanner.Resolve(new TrainOptions { Folds = asked }, Facts with { Images = images, CudaDevices = gpus }).Folds);

    [Fact]
    public void A_batch_is_never_larger_than_the_set() =>
        Assert.Equal(20, TrainPlanner.Resolve(new TrainOptions { BatchSize = 128 }, Facts with { Images = 20 }).BatchSize);

    [Theory]
    [InlineData("64x")]
    [InlineData("8")]
    [InlineData("64x2000")]
    [InlineData("big")]
    public void A_size_that_is_none_is_refused(string text) => Assert.Throws<UsageException>(() => ImageShape.Parse(text));
}
