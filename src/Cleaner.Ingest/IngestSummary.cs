using Cleaner.Manifests;

namespace Cleaner.Ingest;

/// <summary>What an ingest found; serialized with <c>--json</c> and into the revision's counts.</summary>
public sealed record IngestSummary
{
    /// <summary>Path of the manifest.</summary>
    public string Manifest { get; init; } = "";

    /// <summary>The revision written, or the head where nothing changed.</summary>
    public long Revision { get; init; }

    /// <summary>Whether a revision was written.</summary>
    public bool Changed { get; init; }

    /// <summary>Format that was read, e.g. "imagefolder".</summary>
    public string Format { get; init; } = "";

    /// <summary>Images listed by the source.</summary>
    public long Listed { get; init; }

    /// <summary>Of them, unchanged since an earlier run, so that their bytes were not read.</summary>
    public long Unchanged { get; init; }

    /// <summary>Samples added.</summary>
    public long Added { get; init; }

    /// <summary>Identities among all samples of the source.</summary>
    public long Identities { get; init; }

    /// <summary>Samples of the manifest after this run that are kept.</summary>
    public long Kept { get; init; }

    /// <summary>Duplicates after this run: same bytes.</summary>
    public long ExactDuplicates { get; init; }

    /// <summary>Duplicates after this run: other bytes, same pixels.</summary>
    public long PixelDuplicates { get; init; }

    /// <summary>Duplicates after this run: nearly the same pixels.</summary>
    public long NearDuplicates { get; init; }

    /// <summary>Pictures that two or more identities claim.</summary>
    public long Conflicts { get; init; }

    /// <summary>Samples whose file has gone or was replaced since an earlier run.</summary>
    public long Gone { get; init; }

    /// <summary>Samples added in whose picture a face detector found none; null where none was asked.</summary>
    public long? WithoutFace { get; init; }

    /// <summary>Samples added in whose picture a face detector found several; null where none was asked.</summary>
    public long? WithSeveralFaces { get; init; }

    /// <summary>Inputs of this run that could not be used, by status.</summary>
    public IReadOnlyDictionary<SampleStatus, long> Bad { get; init; } = new Dictionary<SampleStatus, long>();

    /// <summary>The most frequent reasons for it, with their count.</summary>
    public IReadOnlyList<ReasonCount> Reasons { get; init; } = [];

    /// <summary>Up to <see cref="MaxExamples"/> bad inputs, for the console.</summary>
    public IReadOnlyList<BadInput> Examples { get; init; } = [];

    /// <summary>The labels with the most inputs of this run that could not be used, at most <see cref="MaxOffenders"/>.</summary>
    public IReadOnlyList<ReasonCount> Offenders { get; init; } = [];

    /// <summary>The identities with the most pictures that another identity claims too, at most <see cref="MaxOffenders"/>.</summary>
    public IReadOnlyList<ReasonCount> Contested { get; init; } = [];

    /// <summary>Entries of the source that are no samples (text files beside the images), by kind.</summary>
    public IReadOnlyList<ReasonCount> Ignored { get; init; } = [];

    /// <summary>How the source compares with what its recipe expects; null without <c>--recipe</c>, and for a shard.</summary>
    public Recipes.RecipeCheck? Recipe { get; init; }

    /// <summary>What the source or the recipe want a person to know.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>What was downloaded before; null where the source is no list of URLs.</summary>
    public Download.DownloadSummary? Download { get; init; }

    /// <summary>Inputs of this run that could not be used. Left out on purpose (<see cref="SampleStatus.Skipped"/> junk) does not count.</summary>
    public long BadInputs => Bad.Where(b => b.Key is not (SampleStatus.Ok or SampleStatus.Skipped)).Sum(b => b.Value);

    /// <summary>How many bad inputs are named in <see cref="Examples"/>.</summary>
    public const int MaxExamples = 10;

    /// <summary>How many identities are named in <see cref="Offenders"/> and <see cref="Contested"/>.</summary>
    public const int MaxOffenders = 5;
}

/// <summary>A reason and how often it came.</summary>
public readonly record struct ReasonCount(string Reason, long Count);

/// <summary>One input that could not be used.</summary>
public readonly record struct BadInput(string Locator, SampleStatus Status, string Reason);
