using System.Security.Cryptography;
using System.Text;

namespace Cleaner.Manifests.Tests.Support;

/// <summary>Builders of test data.</summary>
public static class Some
{
    /// <summary>Facts with every field set, different for each number.</summary>
    public static Sample Sample(long sourceId, int number, string label = "anna", string? locator = null) => new()
    {
        SourceId = sourceId,
        Locator = locator ?? $"{label}/{number:D4}.jpg",
        Bytes = 1000 + number,
        ModifiedTicks = 638_000_000_000_000_000 + number,
        Sha256 = SHA256.HashData(Encoding.UTF8.GetBytes($"bytes {number}")),
        PixelHash = ulong.MaxValue - (ulong)number,
        PHash = 0x8000_0000_0000_0000 + (ulong)number,
        Width = 112,
        Height = 96 + (number % 16),
        Format = "jpeg",
        Orientation = 1 + (number % 8),
        Quality = new Quality(0.5f, 0.25f, 120f + number, 7.5f, 0.75f, number % 2 == 0, number),
        Label = label,
        Split = "train",
        Landmarks = [1, 2, 3, 4, 5, 6, 7, 8, 9, number],
        Box = [0, 0, 10, number],
        Align = [1, 0, 0, 0, 1, number],
        AlignSize = 112,
    };

    /// <summary>A manifest whose first revision keeps samples 1..count, ten an identity ("id0", "id1", …).</summary>
    public static Manifest Manifest(string path, int count)
    {
        var manifest = Manifests.Manifest.Create(path);
        using RevisionWriter writer = manifest.Begin("ingest", "{}");
        long source = manifest.AddSource("folder", "/data", "{}");
        for (int i = 1; i <= count; i++)
        {
            string label = $"id{(i - 1) / 10}";
            long identity = manifest.IdentityId(label);
            long id = writer.Add(Sample(source, i, label), identity);
            writer.Set(new Belief(id, SampleState.Kept, identity));
        }

        writer.Commit(new { added = count });
        return manifest;
    }
}
