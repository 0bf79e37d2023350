using Cleaner.Manifests.Arrays;

namespace Cleaner.Purge.Tests.Support;

/// <summary>Arrays recorded from public implementations by the scripts in Fixtures/.</summary>
internal static class Fixture
{
    public static T[] Read<T>(string name)
        where T : unmanaged
    {
        using var array = NpyArray<T>.Open(PathOf(name));
        return array.ToArray();
    }

    public static Vectors Matrix(string name)
    {
        using var array = NpyArray<float>.Open(PathOf(name));
        return Vectors.From(array.ToArray(), array.Columns);
    }

    private static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Fixtures", name);
}
