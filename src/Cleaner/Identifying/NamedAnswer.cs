namespace Cleaner.Identifying;

/// <summary>A registered identity that a probe may show.</summary>
/// <param name="Identity">Its name.</param>
/// <param name="Score">Cosine to its template.</param>
internal sealed record NamedCandidate(string Identity, float Score);

/// <summary>The answer for one image.</summary>
/// <param name="Probe">The image.</param>
/// <param name="Identity">Who it shows; null: unknown.</param>
/// <param name="Candidates">The nearest identities, named or not, by falling score.</param>
/// <param name="FiledUnder">The identity under which the probes' manifest files it; null for plain images.</param>
internal sealed record NamedAnswer(string Probe, string? Identity, IReadOnlyList<NamedCandidate> Candidates, string? FiledUnder);

/// <summary>An image that could not be read.</summary>
internal sealed record UnreadProbe(string Probe, string Reason);

/// <summary>How the threshold came to be.</summary>
/// <param name="By">"gallery": its own images, each compared with all identities but its own; "strangers": images of others; "given".</param>
/// <param name="Fpir">The rate asked for; null where the threshold was given, as the next two.</param>
/// <param name="MeasuredFpir">Share of the strangers that would be named.</param>
/// <param name="Strangers">Images that played strangers.</param>
/// <param name="TrainedOn">True when these images are the gallery's and the model learnt from them: real strangers will be named more often.</param>
internal sealed record ThresholdOrigin(string By, double? Fpir, double? MeasuredFpir, int? Strangers, bool TrainedOn);

/// <summary>Everything that <c>cleaner identify</c> found; what <c>--json</c> prints.</summary>
/// <param name="Gallery">The gallery as it was named.</param>
/// <param name="Identities">Identities registered.</param>
/// <param name="Images">Images they were registered with.</param>
/// <param name="Threshold">Cosine from which on a probe is named.</param>
/// <param name="Calibration">How it came to be.</param>
/// <param name="Answers">One for each probe that could be read.</param>
/// <param name="Unreadable">The others.</param>
internal sealed record IdentificationDocument(
    string Gallery, int Identities, int Images, double Threshold, ThresholdOrigin Calibration, IReadOnlyList<NamedAnswer> Answers, IReadOnlyList<UnreadProbe> Unreadable);
