namespace Cleaner.Manifests.Tests.Support;

/// <summary>Files made by reference tools, copied beside the tests.</summary>
public static class Fixture
{
    public static string Path(string name) => System.IO.Path.Combine(AppContext.BaseDirectory, "Fixtures", name);
}
