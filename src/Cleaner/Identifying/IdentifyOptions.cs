using System.Globalization;
using Cleaner.Manifests;

namespace Cleaner.Identifying;

/// <summary>What <c>cleaner identify</c> was asked for.</summary>
internal sealed record IdentifyOptions
{
    /// <summary>Accepted share of strangers that are given a name.</summary>
    public const double DefaultFpir = 0.01;

    /// <summary>Nearest identities that are told of each probe.</summary>
    public const int DefaultCandidates = 2;

    /// <summary>Image files, folders and manifests to name.</summary>
    public IReadOnlyList<string> Probes { get; init; } = [];

    /// <summary>Manifest, or folder with a folder an identity, to register.</summary>
    public string Gallery { get; init; } = "";

    /// <summary>The trained model.</summary>
    public string Model { get; init; } = "";

    /// <summary>Embeddings of the gallery that exist already; null looks for them in the run folder, and makes them where there are none.</summary>
    public string? Embeddings { get; init; }

    /// <summary>Images of identities that are not registered, to calibrate on; null takes the gallery's own.</summary>
    public string? Strangers { get; init; }

    /// <summary>The rate to calibrate for, 0…1. The default is 0.01.</summary>
    public double Fpir { get; init; } = DefaultFpir;

    /// <summary>A cosine instead of a calibrated one, −1…1.</summary>
    public double? Threshold { get; init; }

    /// <summary>Candidates of each probe. The default is 2.</summary>
    public int Candidates { get; init; } = DefaultCandidates;

    /// <summary>Checks ranges and what excludes one another.</summary>
    /// <exception cref="UsageException">Out of range, or both a threshold and something to calibrate one on.</exception>
    public void Validate()
    {
        if (Fpir is not (>= 0 and <= 1))
        {
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--fpir {Fpir}: give a share between 0 and 1, such as 0.01"));
        }

        if (Threshold is not (null or (>= -1 and <= 1)))
        {
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--threshold {Threshold}: it is a cosine, between -1 and 1"));
        }

        if (Threshold is not null && Strangers is not null)
        {
            throw new UsageException("--strangers calibrates the threshold, --threshold sets it: give one of the two");
        }

        if (Candidates < 1)
        {
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--candidates {Candidates}: give 1 or more"));
        }
    }
}
