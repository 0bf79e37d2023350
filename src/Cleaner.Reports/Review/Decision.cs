namespace Cleaner.Reports.Review;

/// <summary>What a person decides in one go: one revision.</summary>
/// <param name="Actions">What is done, in this order.</param>
/// <param name="Settle">Key of the finding that is answered by it; null none.</param>
internal sealed record Decision(IReadOnlyList<DecisionAction>? Actions, string? Settle);

/// <summary>One part of a decision.</summary>
/// <param name="Do">
/// "keep", "drop" or "move" (the samples, to an identity), "split" (the samples, off to a new identity; rules may still judge them),
/// "merge" (everything under <paramref name="From"/>, into an identity).
/// </param>
/// <param name="Samples">Sample ids.</param>
/// <param name="Identity">Identity that samples go to; null: the one named.</param>
/// <param name="Name">Name of the identity that samples go to; a new one is made.</param>
/// <param name="From">Identity that is merged into another.</param>
internal sealed record DecisionAction(string? Do, IReadOnlyList<long>? Samples, long? Identity, string? Name, long? From);

/// <summary>The request cannot be meant; the message says why, in one line.</summary>
internal sealed class DecisionException(string message) : Exception(message);
