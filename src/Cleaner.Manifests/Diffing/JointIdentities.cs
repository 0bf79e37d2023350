namespace Cleaner.Manifests.Diffing;

/// <summary>The identities of both sides by name, numbered from 0.</summary>
internal sealed class JointIdentities
{
    private readonly List<string> names = [];
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);

    public int Count => names.Count;

    public string Name(int number) => names[number];

    /// <summary>Adds the identities of a side.</summary>
    /// <returns>The number of each of its identity ids.</returns>
    public int[] Add(IReadOnlyList<Identity> identities)
    {
        int[] map = new int[identities.Count == 0 ? 1 : identities.Max(identity => identity.Id) + 1];
        foreach (Identity identity in identities)
        {
            if (!numbers.TryGetValue(identity.Name, out int number))
            {
                number = names.Count;
                names.Add(identity.Name);
                numbers.Add(identity.Name, number);
            }

            map[identity.Id] = number;
        }

        return map;
    }
}
