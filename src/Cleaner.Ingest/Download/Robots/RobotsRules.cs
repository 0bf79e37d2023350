namespace Cleaner.Ingest.Download;

/// <summary>What a robots.txt says to one crawler (RFC 9309).</summary>
internal sealed class RobotsRules
{
    private readonly List<(bool Allow, string Path)> _rules;

    private RobotsRules(List<(bool, string)> rules) => _rules = rules;

    /// <summary>Everything may be asked for.</summary>
    public static RobotsRules AllowAll { get; } = new([]);

    /// <summary>Reads the groups for a crawler's name, or those for '*' where no group has it.</summary>
    public static RobotsRules Parse(string text, string agentName)
    {
        var (own, any) = (new List<(bool, string)>(), new List<(bool, string)>());
        var (isOwn, isAny, named, inRules) = (false, false, false, true);
        foreach (var line in text.TrimStart('\uFEFF').Split('\n', '\r'))
        {
            var content = line.Split('#', 2)[0];
            var colon = content.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0)
                continue;
            var (key, value) = (content[..colon].Trim().ToLowerInvariant(), content[(colon + 1)..].Trim());
            switch (key)
            {
                case "user-agent":
                    // Names in a row share the rules below them.
                    if (inRules)
                        (isOwn, isAny, inRules) = (false, false, false);
                    isOwn |= value.Split('/', ' ')[0].Equals(agentName, StringComparison.OrdinalIgnoreCase);
                    isAny |= value == "*";
                    named |= isOwn;
                    break;
                case "allow" or "disallow":
                    inRules = true;
                    if (value.Length == 0)
                        break;
                    if (isOwn)
                        own.Add((key == "allow", value));
                    if (isAny)
                        any.Add((key == "allow", value));
                    break;
            }
        }
        return new RobotsRules(named ? own : any);
    }

    /// <summary>Whether a path with its query may be asked for: the longest rule that matches decides; of two alike, the one that allows.</summary>
    public bool Allows(string pathAndQuery)
    {
        var (allowed, longest) = (true, -1);
        foreach (var (allow, path) in _rules)
        {
            if (path.Length >= longest && Matches(path, pathAndQuery) && (path.Length > longest || allow))
                (allowed, longest) = (allow, path.Length);
        }
        return allowed;
    }

    /// <summary>'*' stands for anything, '$' at the end for the end; else a rule is a prefix.</summary>
    private static bool Matches(string rule, string path)
    {
        var toEnd = rule.EndsWith('$');
        var parts = (toEnd ? rule[..^1] : rule).Split('*');
        if (!path.StartsWith(parts[0], StringComparison.Ordinal))
            return false;
        var at = parts[0].Length;
        for (var i = 1; i < parts.Length; i++)
        {
            // The last part of a rule with '$' has to be the end of the path, not just its next appearance.
            if (toEnd && i == parts.Length - 1)
                return path.Length - at >= parts[i].Length && path.EndsWith(parts[i], StringComparison.Ordinal);
            var found = path.IndexOf(parts[i], at, StringComparison.Ordinal);
            if (found < 0)
                return false;
            at = found + parts[i].Length;
        }
        return !toEnd || at == path.Length;
    }
}
