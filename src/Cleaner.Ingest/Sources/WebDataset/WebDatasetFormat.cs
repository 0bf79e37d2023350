using System.Text.RegularExpressions;
using Cleaner.Manifests;

namespace Cleaner.Ingest.Sources;

/// <summary>WebDataset shards: a .tar or .tar.gz, a folder of them, or a glob or brace pattern.</summary>
internal sealed partial class WebDatasetFormat : ISourceFormat
{
    /// <summary>More shards than this in one brace are a slip of the keyboard.</summary>
    private const int MaxAlternatives = 1_000_000;

    private static readonly string[] Extensions = [".tar", ".tar.gz", ".tgz"];

    public string Name => "webdataset";

    public string Description => "WebDataset: .tar or .tar.gz shards, a folder of them, or a pattern such as train-{000..146}.tar";

    /// <summary>A folder that holds folders besides is an unpacked set with its archive next to it.</summary>
    public bool Detect(string path) => Shards(path).Count > 0 && !(Directory.Exists(path) && FolderWalker.Folders(path).Count > 0);

    public IDatasetSource Open(string path, IngestOptions options)
    {
        var shards = Shards(path);
        if (shards.Count == 0)
            throw new CleanerException($"{path}: no .tar or .tar.gz there");
        var root = Path.GetDirectoryName(shards[0])!;
        return new WebDatasetSource(root, shards, options.Columns.GetValueOrDefault("label"), options.MaxBytes);
    }

    /// <summary>The archives that a path, folder, glob or brace pattern names, sorted.</summary>
    internal static IReadOnlyList<string> Shards(string path)
    {
        if (Directory.Exists(path))
            return [.. Directory.EnumerateFiles(Path.GetFullPath(path)).Where(IsTar).Order(StringComparer.Ordinal)];
        if (File.Exists(path))
            return IsTar(path) ? [Path.GetFullPath(path)] : [];
        return [.. Expand(path).SelectMany(Glob).Where(IsTar).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>Expands <c>{000..146}</c> (keeping the zeros) and <c>{a,b}</c>, as shells and webdataset do.</summary>
    internal static IEnumerable<string> Expand(string pattern)
    {
        var brace = Braces().Match(pattern);
        if (!brace.Success)
            return [pattern];
        string head = pattern[..brace.Index], tail = pattern[(brace.Index + brace.Length)..];
        return Alternatives(brace.Groups[1].Value).SelectMany(middle => Expand(head + middle + tail));
    }

    private static IEnumerable<string> Alternatives(string inside)
    {
        if (inside.Split("..") is not [var first, var last] || !int.TryParse(first, out var from) || !int.TryParse(last, out var to) || to < from)
            return inside.Split(',');
        if ((long)to - from >= MaxAlternatives)
            throw new UsageException($"{{{inside}}}: names more than {MaxAlternatives} shards");
        return Enumerable.Range(from, to - from + 1).Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(first.Length, '0'));
    }

    private static IEnumerable<string> Glob(string path)
    {
        if (!path.AsSpan().ContainsAny('*', '?'))
            return File.Exists(path) ? [Path.GetFullPath(path)] : [];
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder, Path.GetFileName(path)) : [];
    }

    private static bool IsTar(string path) => Extensions.Any(e => path.EndsWith(e, StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex(@"\{([^{}]*(?:,|\.\.)[^{}]*)\}")]
    private static partial Regex Braces();
}
