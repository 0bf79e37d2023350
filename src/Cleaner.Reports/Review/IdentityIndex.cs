using Cleaner.Manifests;

namespace Cleaner.Reports.Review;

/// <summary>Which samples stand under which identity now, kept up to date with each decision. 8 bytes a sample.</summary>
internal sealed class IdentityIndex
{
    private static readonly Members None = new();

    private readonly Dictionary<long, Members> _identities = [];

    /// <summary>Identities that have a sample.</summary>
    public IEnumerable<long> Identities => _identities.Keys;

    /// <summary>The samples of an identity by state.</summary>
    public Members Of(long identity) => _identities.GetValueOrDefault(identity, None);

    public void Add(in Belief belief) => ListOf(belief).Add(belief.SampleId);

    /// <summary>Follows a change of belief.</summary>
    public void Replace(in Belief before, in Belief after)
    {
        ListOf(before).Remove(before.SampleId);
        Add(after);
    }

    private List<long> ListOf(in Belief belief)
    {
        if (!_identities.TryGetValue(belief.IdentityId, out var members))
        {
            _identities[belief.IdentityId] = members = new Members();
        }

        return belief.State switch
        {
            SampleState.Kept => members.Kept,
            SampleState.Dropped => members.Dropped,
            _ => members.Others,
        };
    }

    /// <summary>Sample ids of one identity.</summary>
    internal sealed class Members
    {
        public List<long> Kept { get; } = [];

        public List<long> Dropped { get; } = [];

        /// <summary>Duplicates and unusable files.</summary>
        public List<long> Others { get; } = [];
    }
}
