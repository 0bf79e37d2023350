using System.Text.Json;
using Cleaner.Bench.Training;

// training-bench step|epoch [options]    one measurement, one JSON line
// training-bench race SUITE [options]    this program and pytorch_training.py in turns (A B A B), a Markdown table
if (args.Length == 0)
{
    Console.Error.WriteLine("training-bench step|epoch [--backbone small --size 64 --batch 128 --precision fp32 --device cpu …]");
    Console.Error.WriteLine("training-bench race cpu|gpu|tiny [--python python3] [--rounds 2] [--threads N] [--folder JPEGS]");
    return 2;
}
switch (args[0])
{
    case "race":
        return Race.Run(args[1..]);
    case "step":
        Console.WriteLine(JsonSerializer.Serialize(StepBench.Run(BenchOptions.Parse(args[1..])), Figures.Json));
        return 0;
    case "epoch":
        Console.WriteLine(JsonSerializer.Serialize(EpochBench.Run(BenchOptions.Parse(args[1..])), Figures.Json));
        return 0;
    default:
        Console.Error.WriteLine($"training-bench: {args[0]} is unknown: step, epoch or race");
        return 2;
}
