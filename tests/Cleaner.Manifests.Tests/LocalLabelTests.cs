using Cleaner.Manifests.Merging;
using Cleaner.Manifests.Tests.Support;

namespace Cleaner.Manifests.Tests;

public sealed class LocalLabelTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("5", true)]
    [InlineData("0000045", true)]
    [InlineData("12.5", true)]
    [InlineData("id_7", true)]
    [InlineData("class3", true)]
    [InlineData("Person 12", true)]
    [InlineData("s1", true)]
    [InlineData("n000002", true)]
    [InlineData("n01443537", false)]
    [InlineData("nm0000045", false)]
    [InlineData("m.02mjmr", false)]
    [InlineData("Q76", false)]
    [InlineData("yaleB01", false)]
    [InlineData("Aaron_Eckhart", false)]
    [InlineData("50 Cent", false)]
    public void Numbers_are_local_names_and_public_ids_are_not(string label, bool isLocal) => Assert.Equal(isLocal, LocalLabels.IsLocal(label));

    [Fact]
    public void Numbers_of_different_sources_stay_apart_when_manifests_are_merged_and_names_join()
    {
        using Manifest target = Manifest.Create(folder.At("out.db"));
        using Manifest a = Of("a.db", "recordio", "/sets/a", "5", "anna");
        using Manifest b = Of("b.db", "recordio", "/sets/b", "5", "anna");
        using Manifest c = Of("c.db", "recordio", "/more/b", "5");
        ManifestMerge.Run(target, [new(a), new(b), new(c)], "cleaner merge");

        string[] names = [.. target.Samples().Select(view => target.Identities().Single(i => i.Id == view.GivenIdentityId).Name)];
        Assert.Equal(["5", "anna", "5@b", "anna", "5@b#2"], names);
        Assert.Equal(["5", "anna", "5", "anna", "5"], target.Samples().Select(view => view.Sample.Label));

        (_, Revision? again) = ManifestMerge.Run(target, [new(b), new(c)], "cleaner merge");
        Assert.Null(again);
    }

    [Fact]
    public void Shards_of_one_source_and_folders_of_one_published_set_share_their_numbers()
    {
        using Manifest target = Manifest.Create(folder.At("out.db"));
        using Manifest a = Of("a.db", "recordio", "/sets/a", "5");
        using Manifest b = Of("b.db", "recordio", "/sets/a", "6");
        using Manifest train = Of("c.db", "vggface2", "/vgg/train", "n000002");
        using Manifest test = Of("d.db", "vggface2", "/vgg/test", "n000002");
        ManifestMerge.Run(target, [new(a), new(b), new(train), new(test)], "cleaner merge");

        Assert.Equal(["5", "6", "n000002"], target.Identities().Select(i => i.Name));
    }

    private Manifest Of(string file, string kind, string root, params string[] labels)
    {
        Manifest manifest = Manifest.Create(folder.At(file));
        using RevisionWriter writer = manifest.Begin("ingest", "{}");
        long source = manifest.AddSource(kind, root, "{}");
        for (int i = 0; i < labels.Length; i++)
        {
            long identity = manifest.IdentityId(labels[i]);
            writer.Set(new Belief(writer.Add(Some.Sample(source, i, labels[i], $"{labels[i]}/{i}.jpg"), identity), SampleState.Kept, identity));
        }

        writer.Commit("{}");
        return manifest;
    }
}
