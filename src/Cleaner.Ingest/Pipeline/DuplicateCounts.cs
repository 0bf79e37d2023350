using Cleaner.Manifests;

namespace Cleaner.Ingest.Pipeline;

/// <summary>States of all samples after an ingest.</summary>
internal sealed class DuplicateCounts
{
    public long Kept { get; private set; }

    public long SameBytes { get; private set; }

    public long SamePixels { get; private set; }

    public long NearPixels { get; private set; }

    public long Gone { get; private set; }

    public long Conflicts { get; private set; }

    /// <summary>Conflicts of each identity that has any.</summary>
    public Dictionary<long, long> Contested { get; } = [];

    /// <summary>Two identities claim one picture.</summary>
    public void Contest(long a, long b)
    {
        Conflicts++;
        Contested[a] = Contested.GetValueOrDefault(a) + 1;
        Contested[b] = Contested.GetValueOrDefault(b) + 1;
    }

    public void Count(in Belief belief)
    {
        switch (belief)
        {
            case { State: SampleState.Kept }:
                Kept++;
                break;
            case { State: SampleState.Duplicate, Rule: IngestRules.SameBytes }:
                SameBytes++;
                break;
            case { State: SampleState.Duplicate, Rule: IngestRules.SamePixels }:
                SamePixels++;
                break;
            case { State: SampleState.Duplicate, Rule: IngestRules.NearPixels }:
                NearPixels++;
                break;
            case { State: SampleState.Unusable, Rule: IngestRules.Gone }:
                Gone++;
                break;
        }
    }
}
