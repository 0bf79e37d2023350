namespace Cleaner.EndToEnd.Tests.Support;

/// <summary>A small set of drawn faces with planted defects and one short sub-center training on it, made once for all tests that need them.</summary>
public sealed class SmallDemo : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SmallDemo()
    {
        Cli.Run(_folder.Path, "demo-data", "demo", "--identities", "30", "--images", "12", "--size", "32", "--heldout-identities", "6", "--seed", "5").Expect(0);
        // The demonstration holds damaged files on purpose: exit code 3.
        Cli.Run(_folder.Path, "ingest", "demo/images", "--out", "manifest.db").Expect(3);
        Cli.Run(_folder.Path, ["subcenter-train", "manifest.db", "--out", "subcenter", .. ShortTraining]).Expect(0);
    }

    /// <summary>Options of a training of a few seconds.</summary>
    public static string[] ShortTraining { get; } = ["--epochs", "4", "--input-size", "32", "--batch-size", "32", "--seed", "3", "--device", "cpu"];

    /// <summary>The folder with demo/, manifest.db (revision 1) and subcenter/.</summary>
    public string Path => _folder.Path;

    /// <summary>A copy of the manifest that a test may change, in a folder of its own beside links to the rest.</summary>
    public TemporaryFolder Copy()
    {
        var copy = new TemporaryFolder();
        File.Copy(_folder.At("manifest.db"), copy.At("manifest.db"));
        Directory.CreateSymbolicLink(copy.At("demo"), _folder.At("demo"));
        Directory.CreateSymbolicLink(copy.At("subcenter"), _folder.At("subcenter"));
        return copy;
    }

    public void Dispose() => _folder.Dispose();
}

/// <summary>Tests that share the set run one after the other.</summary>
[CollectionDefinition(nameof(SmallDemo))]
public sealed class SmallDemoCollection : ICollectionFixture<SmallDemo>;
