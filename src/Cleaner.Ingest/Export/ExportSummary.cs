using Cleaner.Manifests;

namespace Cleaner.Ingest.Export;

/// <summary>A kept sample that could not be exported.</summary>
/// <param name="SampleId">Its id.</param>
/// <param name="Locator">Its path.</param>
/// <param name="Reason">Why.</param>
public sealed record ExportProblem(long SampleId, string Locator, string Reason);

/// <summary>What an export wrote.</summary>
/// <param name="Format">The format.</param>
/// <param name="Output">The folder.</param>
/// <param name="Revision">The revision.</param>
/// <param name="Samples">Samples written.</param>
/// <param name="Identities">Labels, from 0 to this number less one.</param>
/// <param name="Bytes">Bytes of images written; those of links are not counted.</param>
/// <param name="Linked">Samples that are links.</param>
/// <param name="Missing">Kept samples that could not be read.</param>
/// <param name="Problems">The first of them.</param>
/// <param name="Notes">What the reader of the export should know.</param>
public sealed record ExportSummary(
    string Format,
    string Output,
    long Revision,
    long Samples,
    int Identities,
    long Bytes,
    long Linked,
    long Missing,
    IReadOnlyList<ExportProblem> Problems,
    IReadOnlyList<string> Notes)
{
    /// <summary>How many problems are listed.</summary>
    public const int MaxProblems = 20;
}
