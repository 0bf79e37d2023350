using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using Cleaner.Manifests;

namespace Cleaner.Bench.Manifests;

/// <summary>Samples as an ingest of a face set makes them: all facts set, hashes spread, 100 samples an identity.</summary>
internal static class Synthetic
{
    private const int SamplesPerIdentity = 100;

    public static void Fill(Manifest manifest, int count, int firstNumber = 0)
    {
        long source = manifest.AddSource("folder", "/data/faces", "{}");
        using RevisionWriter writer = manifest.BeginStaged("bench ingest", "{}");
        long identity = 0;
        string label = "";
        for (int i = firstNumber; i < firstNumber + count; i++)
        {
            if (identity == 0 || i % SamplesPerIdentity == 0)
            {
                label = string.Create(CultureInfo.InvariantCulture, $"n{i / SamplesPerIdentity:D6}");
                identity = manifest.IdentityId(label);
            }

            long id = writer.Add(Sample(source, i, label), identity);
            writer.Set(new Belief(id, SampleState.Kept, identity));
        }

        writer.Commit(new { added = count });
    }

    private static Sample Sample(long source, int number, string label)
    {
        Span<byte> seed = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(seed, number);
        byte[] hash = SHA256.HashData(seed);
        return new Sample
        {
            SourceId = source,
            Locator = string.Create(CultureInfo.InvariantCulture, $"train/{label}/{number:D8}.jpg"),
            Bytes = 4000 + (hash[0] * 16),
            ModifiedTicks = 638_000_000_000_000_000,
            Sha256 = hash,
            PixelHash = BinaryPrimitives.ReadUInt64LittleEndian(hash),
            PHash = BinaryPrimitives.ReadUInt64LittleEndian(hash.AsSpan(8)),
            Width = 112,
            Height = 112,
            Format = "jpeg",
            Quality = new Quality(0.5f, hash[1] / 256f, hash[2], 7.25f, 1, false, 0),
            Label = label,
        };
    }
}
