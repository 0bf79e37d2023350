namespace Cleaner.Manifests.Diffing;

/// <summary>Counts the changes that pass the filter by kind, rule and identity.</summary>
internal sealed class SummaryBuilder
{
    private static readonly int Kinds = Enum.GetValues<ChangeKind>().Length;

    private readonly long[] kinds = new long[Kinds];
    private readonly Dictionary<(ChangeKind, string), long> rules = [];
    private readonly Dictionary<string, long[]> identities = new(StringComparer.Ordinal);

    public void Add(Change change)
    {
        kinds[(int)change.Kind]++;
        var rule = (change.Kind, change.Telling.Rule);
        rules[rule] = rules.GetValueOrDefault(rule) + 1;
        string identity = (change.Before ?? change.After!).Identity;
        AddTo(identity, change.Kind);
        if (change.After is { } after && after.Identity != identity)
        {
            AddTo(after.Identity, change.Kind);
        }
    }

    public DiffSummary Build(JointIdentities joint, IdentityFlows flows, long samplesBefore, long samplesAfter, DiffFilter filter)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int number = 0; number < joint.Count; number++)
        {
            numbers.Add(joint.Name(number), number);
        }

        return new DiffSummary
        {
            SamplesBefore = samplesBefore,
            SamplesAfter = samplesAfter,
            KeptBefore = flows.KeptBefore.Sum(),
            KeptAfter = flows.KeptAfter.Sum(),
            Kinds = kinds,
            Rules =
            [
                .. rules.Select(rule => new RuleCount(rule.Key.Item1, rule.Key.Item2, rule.Value))
                    .OrderByDescending(rule => rule.Samples).ThenBy(rule => rule.Kind).ThenBy(rule => rule.Rule, StringComparer.Ordinal),
            ],
            Identities =
            [
                .. identities
                    .Select(identity => new IdentityCount(identity.Key, flows.KeptBefore[numbers[identity.Key]], flows.KeptAfter[numbers[identity.Key]], identity.Value))
                    .OrderByDescending(identity => identity.Total).ThenBy(identity => identity.Identity, StringComparer.Ordinal),
            ],
            IdentityChanges = [.. flows.Changes().Where(filter.Passes)],
        };
    }

    private void AddTo(string identity, ChangeKind kind)
    {
        if (!identities.TryGetValue(identity, out long[]? counts))
        {
            identities.Add(identity, counts = new long[Kinds]);
        }

        counts[(int)kind]++;
    }
}
