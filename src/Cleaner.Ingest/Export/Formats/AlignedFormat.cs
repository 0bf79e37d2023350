using Cleaner.Imaging;
using Cleaner.Ingest.Pipeline;

namespace Cleaner.Ingest.Export.Formats;

/// <summary>The aligned crops of the faces, one folder an identity: what training would see, as files. Images without landmarks and box are left out.</summary>
internal sealed class AlignedFormat : IExportFormat
{
    public string Name => "aligned";

    public string Description => "aligned crops, one folder an identity (see 'cleaner align')";

    public void Write(ExportRun run)
    {
        AlignedCrops crops = run.Options.Aligned;
        var names = new SafeNames(SafeNames.CanNest(run.Identities.Select(identity => identity.Name)), crops.Image == ImageFormat.Png ? "png" : "jpg");
        long left = run.Convert(item => names.PathOf(item, run.HasSplits), (item, data) => Crop(item, data, crops));
        if (left > 0)
        {
            run.Note(FormattableString.Invariant($"{left:N0} images have neither landmarks nor a box: they were left out"));
        }
    }

    private static byte[]? Crop(ExportItem item, byte[] data, AlignedCrops crops)
    {
        // The transform that ingest stored, or, for another size, the one that it would have stored.
        var sample = crops.Size == 0 && item.Sample.Align is not null
            ? item.Sample
            : new AlignmentRule(crops.Size == 0 ? FaceAlignment.TemplateSize : crops.Size, crops.Margin).Apply(item.Sample with { Align = null, AlignSize = 0 });
        if (sample.Align is not { } transform)
        {
            return null;
        }

        Image whole = ImageCodec.Default.Decode(data, DecodeOptions.Default);
        Image crop = Resampler.Warp(whole, transform, sample.AlignSize, sample.AlignSize);
        return ImageCodec.Default.Encode(crop, crops.Image, crops.Quality);
    }
}
