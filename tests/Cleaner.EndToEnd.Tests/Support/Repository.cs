namespace Cleaner.EndToEnd.Tests.Support;

/// <summary>Where the checkout lies that the tests were built from.</summary>
public static class Repository
{
    /// <summary>The folder with Cleaner.sln.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Cleaner.sln")))
                return folder.FullName;
        throw new InvalidOperationException("Cleaner.sln is not above the tests");
    }
}
