namespace Cleaner.Manifests.Sqlite;

/// <summary>Table identity, held in memory: labels are looked up once for each sample.</summary>
internal sealed class IdentityTable(Database database)
{
    private readonly Dictionary<string, long> ids = new(StringComparer.Ordinal);
    private readonly SortedList<long, string> names = [];
    private bool loaded;

    public IReadOnlyList<Identity> All()
    {
        Load();
        return [.. names.Select(entry => new Identity(entry.Key, entry.Value))];
    }

    public string Name(long id)
    {
        Load();
        return names.TryGetValue(id, out string? name) ? name : throw Unknown(id);
    }

    public bool Contains(long id)
    {
        Load();
        return names.ContainsKey(id);
    }

    public long? Find(string name)
    {
        Load();
        return ids.TryGetValue(name, out long id) ? id : null;
    }

    public long GetOrAdd(string name)
    {
        if (Find(name) is { } known)
        {
            return known;
        }

        long id = names.Count == 0 ? 1 : names.Keys[^1] + 1;
        using Statement insert = database.Prepare("INSERT INTO identity (id, name) VALUES (?1, ?2)");
        insert.Bind(1, id).Bind(2, name).Run();
        Remember(id, name);
        return id;
    }

    /// <summary>After a rollback: what was added may be gone.</summary>
    public void Forget()
    {
        ids.Clear();
        names.Clear();
        loaded = false;
    }

    private void Load()
    {
        if (loaded)
        {
            return;
        }

        using Statement rows = database.Prepare("SELECT id, name FROM identity ORDER BY id");
        while (rows.Step())
        {
            Remember(rows.Int64(0), rows.Text(1));
        }

        loaded = true;
    }

    private void Remember(long id, string name)
    {
        ids.Add(name, id);
        names.Add(id, name);
    }

    private CleanerException Unknown(long id) =>
        new(FormattableString.Invariant($"{database.Path}: identity {id} is used but not listed; the manifest is damaged, restore it from a copy"));
}
