using Cleaner.Imaging;
using Cleaner.Imaging.Faces;
using Cleaner.Manifests;

namespace Cleaner.Ingest.Pipeline;

/// <summary>Gives samples without landmarks those of the face that a detector finds.</summary>
/// <param name="detector">Null: none is asked.</param>
internal sealed class FaceFinder(FaceDetector? detector)
{
    /// <summary>A face that covers less of the box that the source gives is another one's.</summary>
    private const float LeastOverlap = 0.2f;

    /// <summary>The sample with landmarks and box, and what to say of its picture, which is decoded if it is to be looked at.</summary>
    /// <exception cref="ImageDecodeException">It is, and does not decode.</exception>
    public (Sample Sample, QualityFlags Seen) Find(Sample sample, ReadOnlySpan<byte> data, DecodeOptions options)
    {
        if (detector is null || sample.Landmarks is not null)
            return (sample, QualityFlags.None);
        var (faces, width, height) = detector.Detect(data, options);
        var face = sample.Box is { Length: 4 } box ? OfBox(faces, box) : FaceChoice.Main(faces, width, height);
        var seen = faces.Count > 1 ? QualityFlags.SeveralFaces : QualityFlags.None;
        return face is null
            ? (sample, seen | QualityFlags.NoFace)
            : (sample with { Landmarks = face.Landmarks, Box = sample.Box ?? face.Box }, seen);
    }

    private static Face? OfBox(List<Face> faces, float[] box)
    {
        var listed = new Face(1, box, []);
        var best = faces.MaxBy(face => face.Overlap(listed));
        return best?.Overlap(listed) >= LeastOverlap ? best : null;
    }
}
