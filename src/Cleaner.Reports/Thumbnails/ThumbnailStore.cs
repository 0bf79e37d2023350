using System.Collections.Concurrent;
using Cleaner.Manifests;
using Cleaner.Reports.Html;

namespace Cleaner.Reports.Thumbnails;

/// <summary>
/// Small JPEGs of samples, from files and archives alike, up to a number of bytes in all. Pictures that were aligned by landmarks are
/// shown as the model sees them.
/// </summary>
internal sealed class ThumbnailStore(SampleReader reader, int size, long budget)
{
    private const int Batch = 64;

    private readonly Dictionary<long, Thumbnail> _made = [];
    private readonly ThumbnailMaker _maker = new(reader);
    private long _bytes;

    /// <summary>True when a picture was left out because the page would have grown too large.</summary>
    public bool IsFull { get; private set; }

    /// <summary>Makes the pictures of samples, in this order, until the room is used up.</summary>
    public void Load(IEnumerable<Sample> samples)
    {
        foreach (var batch in samples.DistinctBy(s => s.Id).Where(s => !_made.ContainsKey(s.Id)).Chunk(Batch))
        {
            var made = new ConcurrentDictionary<long, Thumbnail>();
            Parallel.ForEach(batch, sample => made[sample.Id] = _maker.Make(sample, size));
            foreach (var sample in batch)
            {
                // Base64 takes four bytes for three.
                long grown = _bytes + (made[sample.Id].Jpeg.Length * 4L / 3);
                if (grown > budget)
                {
                    IsFull = true;
                    return;
                }

                _bytes = grown;
                _made[sample.Id] = made[sample.Id];
            }
        }
    }

    /// <summary>An img element, or a box that says why there is no picture.</summary>
    public Markup Show(Sample sample, string description)
    {
        if (!_made.TryGetValue(sample.Id, out var thumbnail))
        {
            return HtmlWriter.Build(html => html.Write($"<span class=\"nothumb\" role=\"img\" aria-label=\"{description}\">not shown</span>"));
        }

        return thumbnail.Problem is { } problem
            ? HtmlWriter.Build(html => html.Write($"<span class=\"nothumb\" role=\"img\" aria-label=\"{description}\">{problem}</span>"))
            : HtmlWriter.Build(html => html.Write(
                $"<img alt=\"{description}\" title=\"{description}\" width=\"{thumbnail.Width}\" height=\"{thumbnail.Height}\" src=\"data:image/jpeg;base64,{Convert.ToBase64String(thumbnail.Jpeg)}\">"));
    }
}
