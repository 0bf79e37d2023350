using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using Cleaner.Manifests;

namespace Cleaner.Bench.Manifests;

/// <summary>Samples as an ingest of a face set makes them: all facts set, hashes spread, 100 samples an identity.</summary>
internal static class Synthetic
{
    private const int SamplesPerIdentity = 100;

    /// <summary>Writes samples 0 .. count-1 in order.</summary>
    public static void Fill(Manifest manifest, int count)
    {
        long source = manifest.AddSource("imagefolder", "/data/faces", "{}");
        using RevisionWriter writer = manifest.BeginStaged("bench", "{}");
        for (int i = 0; i < count; i++)
        {
            Add(manifest, writer, source, i, i, Label(i));
        }

        writer.Commit(new { added = count });
    }

    /// <summary>The same samples from the last to the first, with 1 % each missing, new, of other bytes, moved, and relabelled.</summary>
    public static void FillChanged(Manifest manifest, int count)
    {
        long source = manifest.AddSource("imagefolder", "/copy/faces", "{}");
        using RevisionWriter writer = manifest.BeginStaged("bench", "{}");
        for (int i = count - 1; i >= 0; i--)
        {
            switch (i % 100)
            {
                case 1:
                    Add(manifest, writer, source, count + i, count + i, Label(i));
                    break;
                case 2:
                    Add(manifest, writer, source, count + i, i, Label(i));
                    break;
                case 3:
                    Add(manifest, writer, source, i, count + i, Label(i));
                    break;
                case 4:
                    Add(manifest, writer, source, i, i, Label(i + SamplesPerIdentity));
                    break;
                default:
                    Add(manifest, writer, source, i, i, Label(i));
                    break;
            }
        }

        writer.Commit(new { added = count });
    }

    /// <summary>A revision that drops 1 % and relabels 1 %.</summary>
    public static void Purge(Manifest manifest)
    {
        using RevisionWriter writer = manifest.Begin("bench", "{}");
        foreach (Belief belief in manifest.Beliefs())
        {
            if (belief.SampleId % 100 == 0)
            {
                writer.Set(belief with { State = SampleState.Dropped, Rule = "angle", Score = 81.5, Reason = "far from its center" });
            }
            else if (belief.SampleId % 100 == 1)
            {
                writer.Set(belief with { IdentityId = 1, Rule = "relabel", Score = 0.8 });
            }
        }

        writer.Commit("{}");
    }

    private static string Label(int number) => string.Create(CultureInfo.InvariantCulture, $"n{number / SamplesPerIdentity:D6}");

    private static void Add(Manifest manifest, RevisionWriter writer, long source, int content, int place, string label)
    {
        long identity = manifest.IdentityId(label);
        Span<byte> seed = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(seed, content);
        byte[] hash = SHA256.HashData(seed);
        var sample = new Sample
        {
            SourceId = source,
            Locator = string.Create(CultureInfo.InvariantCulture, $"train/{place / SamplesPerIdentity:D6}/{place:D8}.jpg"),
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
        writer.Set(new Belief(writer.Add(sample, identity), SampleState.Kept, identity));
    }
}
