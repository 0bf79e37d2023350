namespace Cleaner.Ingest.Demo;

/// <summary>Invented names, each given once; some with letters beyond ASCII, as real lists have them.</summary>
internal static class PersonNames
{
    private static readonly string[] First =
    [
        "Ada", "Alma", "Amir", "Anouk", "Arto", "Aylin", "Bao", "Bela", "Bruno", "Carla", "Cem", "Chidi", "Clara", "Dana", "Darya", "Diego", "Edda", "Elif", "Emil", "Enzo",
        "Fatou", "Femi", "Finn", "Gita", "Greta", "Hana", "Hugo", "Ida", "Ines", "Ivo", "Jana", "Jomo", "José", "Juno", "Kaya", "Kenji", "Lars", "Leila", "Lina", "Luca",
        "Mara", "Mateo", "Mei", "Milan", "Nadia", "Nils", "Noor", "Olga", "Omar", "Otto", "Pia", "Priya", "Rafa", "Ravi", "Rosa", "Sana", "Selma", "Tara", "Teo", "Zoë",
    ];

    private static readonly string[] Last =
    [
        "Abara", "Adler", "Andrade", "Baptiste", "Bergman", "Brandt", "Castell", "Chukwu", "Costa", "Dahl", "Delgado", "Demir", "Eklund", "Farrow", "Fuchs", "Garnier", "Haddad",
        "Hoang", "Ibarra", "Iyer", "Jansen", "Kaplan", "Keita", "Kovač", "Laine", "Lindqvist", "Mbeki", "Moreau", "Müller", "Nakamura", "Novak", "Okafor", "Oliveira", "Petrov",
        "Quist", "Rahman", "Reyes", "Rossi", "Sato", "Schäfer", "Singh", "Soto", "Tanaka", "Torres", "Ueda", "Vargas", "Weiss", "Yilmaz", "Zeman", "Zhao",
    ];

    /// <summary>As many different names as asked for; the same list for the same seed.</summary>
    public static string[] Take(int count, DemoRandom random)
    {
        var names = new List<string>(count);
        for (int round = 1; names.Count < count; round++)
        {
            var batch = First.SelectMany(_ => Last, (first, last) => round == 1 ? $"{first} {last}" : $"{first} {last} {Roman(round)}").ToArray();
            random.Shuffle(batch);
            names.AddRange(batch.Take(count - names.Count));
        }

        return [.. names];
    }

    /// <summary>The same name as another list might spell it: lower case, underscores.</summary>
    public static string Respelled(string name) => name.ToLowerInvariant().Replace(' ', '_');

    // Suffixes for sets with more people than there are pairs of names.
    private static string Roman(int number) => number switch
    {
        2 => "II",
        3 => "III",
        _ => $"the {number}th",
    };
}
