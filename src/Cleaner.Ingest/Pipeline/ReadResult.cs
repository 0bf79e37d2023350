using Cleaner.Ingest.Deduplication;

namespace Cleaner.Ingest.Pipeline;

/// <summary>What the read stage leaves for the duplicate search, so that the manifest is not read once more.</summary>
/// <param name="Usable">All samples with pixels to compare: those of the manifest, the ones that are gone among them, then the new ones.</param>
/// <param name="LastKnown">Samples with a larger id are new: nothing but the first belief stands of them yet.</param>
/// <param name="Gone">Samples of this source that it does not hold any more, or holds other bytes for. None is new.</param>
/// <param name="Before">States of the samples that the manifest held before.</param>
internal sealed record ReadResult(DuplicateTable Usable, long LastKnown, IReadOnlySet<long> Gone, DuplicateCounts Before);
