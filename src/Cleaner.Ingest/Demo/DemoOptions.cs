using Cleaner.Manifests;

namespace Cleaner.Ingest.Demo;

/// <summary>How large a demonstration set is, and what is wrong with it.</summary>
public sealed record DemoOptions
{
    /// <summary>Names, that is folders, in the noisy set; at least 8. The default is 120.</summary>
    public int Identities { get; init; } = 120;

    /// <summary>Labelled pictures per name, before duplicates and broken files come on top; at least 4. The default is 25.</summary>
    public int Images { get; init; } = 25;

    /// <summary>Side of the pictures in pixels, 16 to 1024. The default is 64.</summary>
    public int Size { get; init; } = 64;

    /// <summary>Everything random follows from it. The default is 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Share of the labelled pictures that show somebody else than the name says, 0 to 0.6. The default is 0.3.</summary>
    public double Noise { get; init; } = 0.3;

    /// <summary>Share of that noise which is strangers (open-set); the rest is people of the set under a wrong name (closed-set). The default is 0.5.</summary>
    public double OpenShare { get; init; } = 0.5;

    /// <summary>Exact copies, as a share of the labelled pictures, 0 to 0.5. The default is 0.02.</summary>
    public double ExactDuplicates { get; init; } = 0.02;

    /// <summary>Re-encoded, resized or cropped copies, as a share of the labelled pictures, 0 to 0.5. The default is 0.03.</summary>
    public double NearDuplicates { get; init; } = 0.03;

    /// <summary>Truncated files, as a share of the labelled pictures, 0 to 0.5. The default is 0.006.</summary>
    public double Damaged { get; init; } = 0.006;

    /// <summary>Files named like pictures that are none, as a share of the labelled pictures, 0 to 0.5. The default is 0.004.</summary>
    public double Foreign { get; init; } = 0.004;

    /// <summary>People who stand under two names. The default is 3; fewer where there are not four times as many names.</summary>
    public int SplitPeople { get; init; } = 3;

    /// <summary>Names that hold two people. The default is 3; fewer where there are not four times as many names.</summary>
    public int MergedNames { get; init; } = 3;

    /// <summary>People of whom the noisy set knows nothing, for evaluation; 0 for none. The default is 30.</summary>
    public int HeldOutIdentities { get; init; } = 30;

    /// <summary>Clean pictures of each of them. The default is 12.</summary>
    public int HeldOutImages { get; init; } = 12;

    /// <summary>Threads that draw; 0 for one a core. The pictures do not depend on it. The default is 0.</summary>
    public int Threads { get; init; }

    /// <summary>Checks every option.</summary>
    /// <exception cref="UsageException">One is out of range.</exception>
    public void Validate()
    {
        Within("--identities", Identities, 8, 100_000);
        Within("--images", Images, 4, 10_000);
        Within("--size", Size, 16, 1024);
        Within("--heldout-identities", HeldOutIdentities, 0, 100_000);
        Within("--heldout-images", HeldOutImages, 2, 10_000);
        Within("--split-people", SplitPeople, 0, Identities);
        Within("--merged-names", MergedNames, 0, Identities);
        Within("--threads", Threads, 0, 1024);
        Within("--noise", Noise, 0, 0.6);
        Within("--open-share", OpenShare, 0, 1);
        Within("--exact-duplicates", ExactDuplicates, 0, 0.5);
        Within("--near-duplicates", NearDuplicates, 0, 0.5);
        Within("--damaged", Damaged, 0, 0.5);
        Within("--foreign", Foreign, 0, 0.5);
    }

    private static void Within(string option, double value, double low, double high)
    {
        if (!(value >= low && value <= high))
        {
            throw new UsageException(FormattableString.Invariant($"{option} must be {low} to {high}, got {value}"));
        }
    }
}
