using Cleaner.Manifests.Arrays;

namespace Cleaner.Reports.Review;

/// <summary>What a review works on.</summary>
public sealed record ReviewOptions
{
    /// <summary>The manifest; decisions go into it.</summary>
    public required string ManifestPath { get; init; }

    /// <summary>The run that the purge judged by: typical faces, nearest identities and angles come from it. Null: the one that the newest purge recorded, if it is there.</summary>
    public RunFolder? Run { get; init; }

    /// <summary>Who decides, for the manifest's log.</summary>
    public required string Actor { get; init; }

    /// <summary>The command line, for the manifest's log.</summary>
    public required string Command { get; init; }

    /// <summary>Port on the loopback interface; 0 takes a free one. The default is 0.</summary>
    public int Port { get; init; }

    /// <summary>Most images laid before the person in one session, the most doubtful ones. The default is 20,000.</summary>
    public int Cases { get; init; } = 20_000;
}
