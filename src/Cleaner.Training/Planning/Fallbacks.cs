using Cleaner.Training.Engine;

namespace Cleaner.Training.Planning;

/// <summary>What was asked for and this provider cannot do: each is done without, and said once.</summary>
public static class Fallbacks
{
    /// <summary>One line for each.</summary>
    public static IReadOnlyList<string> Messages(TrainOptions options, IEngine engine)
    {
        var messages = new List<string>();
        if (!engine.CanAutocast && Precisions.Autocast(options.Precision) is not null)
            messages.Add($"--precision {options.Precision} needs autocast, which the provider {engine.Name} has not: training in fp32 (tools/setup.sh --provider system has it)");
        if (!engine.CanCudnnBenchmark && options.CudnnBenchmark == "on")
            messages.Add($"--cudnn-benchmark on: the provider {engine.Name} has no such switch (tools/setup.sh --provider system has it)");
        return messages;
    }
}
