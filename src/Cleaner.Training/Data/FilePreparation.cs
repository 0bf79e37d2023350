using Cleaner.Imaging;
using Cleaner.Imaging.Faces;
using Cleaner.Manifests;

namespace Cleaner.Training.Data;

/// <summary>From the bytes of a file that no manifest describes to the network's input. Thread safe.</summary>
/// <param name="shape">Size wanted.</param>
/// <param name="crop">Where the network wants faces cut otherwise, <see cref="Backbones.Backbone.Crop"/>; null: the whole template.</param>
/// <param name="detector">Finds the face that a picture is aligned to, as <c>cleaner ingest --detect</c> does; null: pictures as they are.</param>
/// <param name="facesOnly">A picture without a face is refused; else it is taken as it is.</param>
internal sealed class FilePreparation(ImageShape shape, IReadOnlyList<float>? crop, FaceDetector? detector, bool facesOnly)
{
    private int _withoutFace;

    /// <summary>Size of every input.</summary>
    public ImageShape Shape => shape;

    /// <summary>Pictures taken as they are for want of a face.</summary>
    public int WithoutFace => _withoutFace;

    /// <summary>Puts a picture into <paramref name="hwc"/> (Height·Width·3 bytes).</summary>
    /// <exception cref="ImageDecodeException">It does not decode.</exception>
    /// <exception cref="CleanerException">It shows no face, and has to.</exception>
    public void Prepare(ReadOnlySpan<byte> data, Span<byte> hwc)
    {
        var (align, size) = detector is null ? (null, default) : Find(data, detector);
        ImagePreparation.Prepare(data, align, FaceAlignment.TemplateSize, size, shape, crop, hwc);
    }

    private (float[]? Align, (int Width, int Height) Size) Find(ReadOnlySpan<byte> data, FaceDetector finder)
    {
        var (faces, width, height) = finder.Detect(data, DecodeOptions.Default);
        if (FaceChoice.Main(faces, width, height) is { } face && FaceAlignment.TrySimilarity(face.Landmarks) is { } align)
            return (align, (width, height));
        if (facesOnly)
            throw new CleanerException("no face was found");
        Interlocked.Increment(ref _withoutFace);
        return (null, (width, height));
    }
}
