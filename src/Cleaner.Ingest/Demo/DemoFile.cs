using Cleaner.Imaging;

namespace Cleaner.Ingest.Demo;

/// <summary>What a file of the set is, as the ground truth names it.</summary>
internal static class DemoKind
{
    public const string Clean = "clean";
    public const string Open = "open";
    public const string Closed = "closed";
    public const string ExactDuplicate = "exact-duplicate";
    public const string NearDuplicate = "near-duplicate";
    public const string Split = "split";
    public const string Merged = "merged";
    public const string Damaged = "damaged";
    public const string Foreign = "foreign";
}

/// <summary>What is done to a picture before it is written.</summary>
internal enum DemoChange
{
    /// <summary>Nothing.</summary>
    None,
    /// <summary>Encoded again, in a smaller size or cropped.</summary>
    Altered,
    /// <summary>Cut off, or zeros from some place on.</summary>
    Truncated,
    /// <summary>Replaced by a web page, a text or zeros.</summary>
    Foreign,
}

/// <summary>A drawn picture: who, and which of the pictures of them. Two with the same numbers are the same picture.</summary>
/// <param name="Person">Number of the person.</param>
/// <param name="Shot">Number among the person's pictures.</param>
internal readonly record struct DemoShot(int Person, int Shot);

/// <summary>One file to write; everything needed to make its bytes alone.</summary>
/// <param name="Path">Relative to the noisy or held-out folder, '/' separated.</param>
/// <param name="Shot">The picture that it is made from.</param>
/// <param name="Format">How the picture was encoded first.</param>
/// <param name="Change">What is done to it then.</param>
/// <param name="TrueIdentity">Who is shown.</param>
/// <param name="Label">The name that it is filed under.</param>
/// <param name="Kind">Of <see cref="DemoKind"/>.</param>
internal sealed record DemoFile(string Path, DemoShot Shot, ImageFormat Format, DemoChange Change, string TrueIdentity, string Label, string Kind);
