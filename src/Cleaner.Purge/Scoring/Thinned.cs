namespace Cleaner.Purge.Scoring;

/// <summary>Fewer of many, where so many tell no more.</summary>
internal static class Thinned
{
    /// <summary>An even choice of at most so many, in their order.</summary>
    public static T[] Evenly<T>(T[] all, int most) => all.Length <= most ? all : [.. Enumerable.Range(0, most).Select(k => all[(long)k * all.Length / most])];
}
