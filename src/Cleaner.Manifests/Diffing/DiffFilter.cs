using System.IO.Enumeration;

namespace Cleaner.Manifests.Diffing;

/// <summary>Which changes to look at. The default is all.</summary>
public sealed record DiffFilter
{
    /// <summary>Identities by name, with * and ? as wildcards; a change counts when the sample is of one of them before or after. Empty: all.</summary>
    public IReadOnlyList<string> Identities { get; init; } = [];

    /// <summary>Texts that the rule or the reason must contain, one of them, whatever the case. Empty: all.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>Kinds of change. Empty: all.</summary>
    public IReadOnlyList<ChangeKind> Kinds { get; init; } = [];

    /// <summary>Whether a change passes.</summary>
    public bool Passes(Change change) =>
        (Kinds.Count == 0 || Kinds.Contains(change.Kind))
        && (Identities.Count == 0 || Named(change.Before?.Identity) || Named(change.After?.Identity))
        && (Reasons.Count == 0 || Reasons.Any(text => Says(change.Telling, text)));

    /// <summary>Whether a change of identities passes.</summary>
    public bool Passes(IdentityChange change) =>
        Kinds.Count == 0 && Reasons.Count == 0 && (Identities.Count == 0 || Named(change.From) || Named(change.Into));

    private bool Named(string? identity) =>
        identity is not null && Identities.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, identity, ignoreCase: false));

    private static bool Says(Side side, string text) =>
        side.Rule.Contains(text, StringComparison.OrdinalIgnoreCase) || side.Reason.Contains(text, StringComparison.OrdinalIgnoreCase);
}
