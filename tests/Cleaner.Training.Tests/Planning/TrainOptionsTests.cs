using Cleaner.Manifests;

namespace Cleaner.Training.Tests.Planning;

public sealed class TrainOptionsTests
{
    [Fact]
    public void The_defaults_are_valid() => new TrainOptions().Validate();

    public static TheoryData<string, TrainOptions> Bad() => new()
    {
        { "--head", new TrainOptions { Head = "arc" } },
        { "--backbone", new TrainOptions { Backbone = "resnet" } },
        { "--k", new TrainOptions { K = 0 } },
        { "--epochs", new TrainOptions { Epochs = 0 } },
        { "--learning-rate", new TrainOptions { LearningRate = double.NaN } },
        { "--margin-on", new TrainOptions { MarginOn = "misses" } },
        { "--margin-ramp", new TrainOptions { MarginRamp = 1.5 } },
        { "--snapshots", new TrainOptions { Snapshots = [0.5, 2] } },
        { "--input-size", new TrainOptions { InputSize = "7" } },
        { "--augment", new TrainOptions { Augment = "spin" } },
        { "--precision", new TrainOptions { Precision = "fp8" } },
        { "--sample-rate", new TrainOptions { SampleRate = 0 } },
        { "--interclass-filter", new TrainOptions { InterclassFilter = 1.5 } },
        { "--cudnn-benchmark", new TrainOptions { CudnnBenchmark = "yes" } },
        { "--added-loss", new TrainOptions { AddedLosses = ["cosine"] } },
        { "--max-identities", new TrainOptions { MaxIdentities = 1 } },
        { "--sampler", new TrainOptions { Sampler = "random" } },
        { "--folds", new TrainOptions { Folds = 1 } },
        { "--folds", new TrainOptions { Folds = 21 } },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_value_out_of_range_is_refused_by_the_name_of_its_option(string option, TrainOptions options) =>
        Assert.StartsWith(option + " ", Assert.Throws<UsageException>(options.Validate).Message);
}
