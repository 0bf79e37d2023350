using Cleaner.Manifests;
using Cleaner.Purge.Rules;

namespace Cleaner.Purge;

/// <summary>Every rule that <c>--rule</c> knows.</summary>
public static class PurgeRules
{
    /// <summary>The rules, the default one first.</summary>
    public static IReadOnlyList<IPurgeRule> All { get; } =
    [
        new AutoRule(),
        new AngleRule(),
        new AssignmentRule(),
        new AngleAssignmentRule(),
        new KnnVoteRule(),
        new ConfidentLearningRule(),
        new DynamicsRule(),
    ];

    /// <exception cref="UsageException">No rule has that name.</exception>
    public static IPurgeRule Find(string name) => All.FirstOrDefault(rule => rule.Name == name)
        ?? throw new UsageException($"unknown rule '{name}'; the rules are {string.Join(", ", All.Select(rule => rule.Name))}");
}
