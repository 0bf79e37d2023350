using System.Globalization;
using Cleaner.Manifests;
using Cleaner.Training.Heads;
using static TorchSharp.torch;

namespace Cleaner.Training.Losses;

/// <summary>The weighted terms of a training.</summary>
public sealed class AddedLosses
{
    private readonly List<(string Name, double Weight, AddedLoss Loss)> _terms;

    private AddedLosses(List<(string, double, AddedLoss)> terms) => _terms = terms;

    /// <summary>The terms that options ask for; throws <see cref="UsageException"/> as <see cref="Check"/>.</summary>
    public static AddedLosses Create(TrainOptions options, AddedLossShape shape) =>
        new([.. Check(options).Select(term => (term.Info.Name, term.Weight, term.Info.Create(term.Settings, shape)))]);

    /// <summary>Names, weights and numbers; throws <see cref="UsageException"/> for what does not fit together.</summary>
    public static IReadOnlyList<(AddedLossInfo Info, double Weight, HeadSettings Settings)> Check(TrainOptions options)
    {
        var infos = options.AddedLosses.Select(AddedLossCatalog.Find).ToList();
        if (infos.Distinct().Count() != infos.Count)
            throw new UsageException("--added-loss names a term twice");
        if (options.AddedWeights.Count > 0 && options.AddedWeights.Count != infos.Count)
            throw new UsageException(string.Create(CultureInfo.InvariantCulture,
                $"--added-weight has {options.AddedWeights.Count} values for {infos.Count} added losses: give one for each, or none for their defaults"));
        foreach (var name in options.AddedParameters.Keys)
            if (!infos.Any(info => info.Parameters.Any(p => p.Name == name)))
                throw new UsageException($"--added-option {name}: none of the added losses takes it (see 'cleaner heads')");
        return [.. infos.Select((info, i) => (info, options.AddedWeights.Count > 0 ? options.AddedWeights[i] : info.Weight, Settings(info, options.AddedParameters)))];
    }

    /// <summary>loss + Σ weight·term.</summary>
    public Tensor AddTo(Tensor loss, in AddedLossInput input)
    {
        foreach (var (_, weight, term) in _terms)
            loss = loss + weight * term.Value(input);
        return loss;
    }

    /// <summary>What a checkpoint needs to go on.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> State =>
        _terms.SelectMany(term => term.Loss.State.Select(s => KeyValuePair.Create($"{term.Name}.{s.Name}", s.Value)));

    private static HeadSettings Settings(AddedLossInfo info, IReadOnlyDictionary<string, double> given) =>
        HeadSettings.Resolve($"the added loss {info.Name}", info.Parameters, given.Where(g => info.Parameters.Any(p => p.Name == g.Key)).ToDictionary());
}
