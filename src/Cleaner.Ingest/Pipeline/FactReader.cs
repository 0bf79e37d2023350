using System.Security.Cryptography;
using Cleaner.Imaging;
using Cleaner.Ingest.Sources;
using Cleaner.Manifests;

namespace Cleaner.Ingest.Pipeline;

/// <summary>What is known of an image once it was read.</summary>
/// <param name="Facts">For the manifest.</param>
/// <param name="Thumbnail">For the duplicate search; null where it did not decode.</param>
internal readonly record struct Reading(Sample Facts, byte[]? Thumbnail = null);

/// <summary>Turns a listed image into the facts about its bytes. Thread safe. Nothing about one image ever throws: it becomes a status and a reason.</summary>
internal sealed class FactReader(SampleReader reader, IngestOptions options)
{
    /// <summary>A buffer that has grown beyond this is not kept for the next file.</summary>
    private const int MostKept = 16 << 20;

    [ThreadStatic]
    private static byte[]? buffer;

    private readonly DecodeOptions _decode = new() { MaxPixels = options.MaxPixels, MaxBytes = options.MaxBytes };
    private readonly FaceFinder _faces = new(options.Detector);
    private readonly AlignmentRule _alignment = new(options.Align, options.AlignMargin);

    /// <summary>Reads, hashes, decodes and measures one image.</summary>
    public Reading Read(SourceItem item, long sourceId)
    {
        var facts = Listed(item, sourceId);
        if (item.Status != SampleStatus.Ok)
            return new Reading(facts);
        if (item.Bytes > options.MaxBytes)
            return Refuse(facts, SampleStatus.Skipped, FormattableString.Invariant($"{item.Bytes} bytes, over the limit of {options.MaxBytes}"));

        if (IsEmpty(item))
            return Refuse(facts, SampleStatus.Damaged, "the file is empty, or no regular file");

        ReadOnlySpan<byte> data;
        try
        {
            data = Bytes(item, facts);
        }
        catch (CleanerException error)
        {
            return error.InnerException is FileNotFoundException or DirectoryNotFoundException
                ? Refuse(facts, SampleStatus.Missing, "the file is gone")
                : Refuse(facts, SampleStatus.Damaged, $"cannot be read: {error.InnerException?.Message ?? error.Message}");
        }
        return Measure(facts with { Bytes = data.Length, Sha256 = SHA256.HashData(data) }, data);
    }

    /// <summary>A format as the manifest calls it.</summary>
    public static string NameOf(ImageFormat format) => format.ToString().ToLowerInvariant();

    /// <summary>Only the SHA-256, for a file whose time stamp changed; null when it cannot be read.</summary>
    public byte[]? Sha256(SourceItem item, long sourceId)
    {
        if (IsEmpty(item))
            return null;
        try
        {
            return SHA256.HashData(Bytes(item, Listed(item, sourceId)));
        }
        catch (CleanerException)
        {
            return null;    // the caller reads it again in full and records why
        }
    }

    /// <summary>The bytes of an item; valid until this thread reads another.</summary>
    private ReadOnlySpan<byte> Bytes(SourceItem item, Sample facts)
    {
        if (item.Data is { } data)
            return data;
        var own = buffer ?? [];
        var bytes = reader.Read(facts, ref own);
        buffer = own.Length <= MostKept ? own : null;
        return bytes;
    }

    /// <summary>Pipes and devices are listed with no length; reading one may never end.</summary>
    private static bool IsEmpty(SourceItem item) => item is { Container: Container.File, Bytes: 0, Data: null };

    private static Sample Listed(SourceItem item, long sourceId) => new()
    {
        SourceId = sourceId,
        Locator = item.Locator,
        Container = item.Container,
        Offset = item.Offset,
        Length = item.Length,
        Bytes = item.Bytes,
        ModifiedTicks = item.ModifiedTicks,
        Label = item.Label,
        Split = item.Split,
        Landmarks = item.Landmarks,
        Box = item.Box,
        Status = item.Status,
        Reason = item.Reason,
    };

    private Reading Measure(Sample facts, ReadOnlySpan<byte> data)
    {
        try
        {
            var info = ImageCodec.Default.Identify(data);
            facts = facts with { Format = NameOf(info.Format), Orientation = info.Orientation };
            facts = info.Orientation > 4
                ? facts with { Width = info.Height, Height = info.Width }
                : facts with { Width = info.Width, Height = info.Height };

            var pixels = ImageFacts.Read(data, _decode);
            var q = pixels.Quality;
            (facts, var seen) = _faces.Find(facts, data, _decode);
            return new Reading(_alignment.Apply(facts with
            {
                Width = pixels.Width,
                Height = pixels.Height,
                PixelHash = pixels.PixelHash,
                PHash = pixels.PHash,
                Quality = new Quality(q.Brightness, q.Contrast, q.Blur, q.Entropy, q.Aspect, q.NearGrey, (int)(q.Flags | seen)),
            }), pixels.Thumbnail);
        }
        catch (ImageDecodeException error)
        {
            return Refuse(facts, StatusOf(error.Kind), error.Message);
        }
    }

    private static SampleStatus StatusOf(DecodeFailure kind) => kind switch
    {
        DecodeFailure.NotAnImage or DecodeFailure.Unsupported => SampleStatus.Foreign,
        DecodeFailure.TooLarge => SampleStatus.Skipped,
        _ => SampleStatus.Damaged,
    };

    private static Reading Refuse(Sample facts, SampleStatus status, string reason) => new(facts with { Status = status, Reason = reason });
}
