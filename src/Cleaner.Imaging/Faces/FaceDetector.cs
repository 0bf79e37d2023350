using System.Security.Cryptography;
using Cleaner.Imaging.Faces.FaceApi;
using Cleaner.Imaging.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace Cleaner.Imaging.Faces;

/// <summary>
/// Finds faces and their five points with an ONNX network of the families YuNet (OpenCV) or SCRFD (insightface), or with face-api's two. Thread safe.
/// </summary>
public sealed class FaceDetector : IDisposable
{
    /// <summary>Faces of lower score are none. OpenCV's and insightface's programs take 0.6 and 0.5.</summary>
    public const float LeastScore = 0.5f;

    private const int Cell = 32, AnySize = -1;

    private static readonly IFaceDecoder[] Families = [new YuNetDecoder(), new ScrfdDecoder(), new TinyFaceDecoder()];

    private readonly InferenceSession _session;
    private readonly IFaceDecoder _decoder;
    private readonly IReadOnlyList<string> _outputs;
    private readonly string _input;
    private readonly (int Height, int Width)? _fixed;
    private readonly LandmarkNetwork? _points;

    private FaceDetector(InferenceSession session, LandmarkNetwork? points, string hash)
    {
        (_session, _points) = (session, points);
        if (session.InputMetadata.ToArray() is not [var (name, input)] || input.ElementType != typeof(float) || input.Dimensions is not [_, 3, var height, var width])
            throw new FormatException("it does not take one float array of images [1, 3, height, width]");
        (_input, _fixed) = (name, height == AnySize || width == AnySize ? null : (height, width));
        (string, int)[] outputs = [.. session.OutputNames.Select(output => (output, session.OutputMetadata[output].Dimensions is [.., var last] ? last : 0))];
        foreach (var family in Families)
            if (family.Outputs(outputs) is { } wanted)
                (_decoder, _outputs) = (family, wanted);
        if (_decoder is null || _outputs is null)
            throw new FormatException($"its outputs ({string.Join(", ", outputs.Select(output => $"{output.Item1} [.., {output.Item2}]"))}) are neither YuNet's nor SCRFD's with five points");
        Hash = hash;
    }

    /// <summary>First 16 digits of the SHA-256 of the file: which detector it is.</summary>
    public string Hash { get; }

    /// <summary>Opens a network.</summary>
    /// <param name="path">The .onnx file, or a folder that holds face-api's networks.</param>
    /// <exception cref="FormatException">No detector of these families; the message says why.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="MissingLibraryException">ONNX Runtime does not load here.</exception>
    public static FaceDetector Open(string path)
    {
        // Many pictures are looked at at the same time: one thread each.
        if (Directory.Exists(path))
        {
            byte[] faces = TinyFaceNetwork.Build(path), points = LandmarkNetwork.Build(path);
            return Tried(OnnxSession.Open(faces, path, threads: 1), () => new LandmarkNetwork(points), [.. faces, .. points]);
        }
        // File first: ONNX Runtime calls a missing file a failure of its own.
        var file = File.ReadAllBytes(path);
        return Tried(OnnxSession.Open(path, threads: 1), () => null, file);
    }

    private static FaceDetector Tried(InferenceSession session, Func<LandmarkNetwork?> openPoints, byte[] hashed)
    {
        LandmarkNetwork? points = null;
        try
        {
            points = openPoints();
            var detector = new FaceDetector(session, points, Convert.ToHexStringLower(SHA256.HashData(hashed))[..16]);
            // What cannot run says so before the first picture.
            detector.Detect(new Image(2 * Cell, 2 * Cell), detector._decoder.Looks[0].Side);
            return detector;
        }
        catch (Exception failure)
        {
            session.Dispose();
            points?.Dispose();
            if (failure is OnnxRuntimeException)
                throw new FormatException(failure.Message.ReplaceLineEndings(" "), failure);
            throw;
        }
    }

    /// <summary>
    /// Every face of a picture, the surest first. These networks know faces of up to some 300 pixels and lose the largest and the smallest, so
    /// the picture is looked at at several sizes (YuNet and SCRFD: 320 pixels long, then, where nothing is found, 160 and 640).
    /// </summary>
    /// <exception cref="FormatException">The network's outputs do not fit its input.</exception>
    public List<Face> Detect(Image image)
    {
        // A network of fixed input may see no more of a larger side than of the one before.
        foreach (var look in _decoder.Looks.DistinctBy(look => (Scale(image, look.Side), look.Margin)))
            if (Detect(image, look) is { Count: > 0 } faces)
                return faces;
        return [];
    }

    /// <summary>Every face of a file's picture, the surest first, in pixels of the picture as <paramref name="options"/> decode it.</summary>
    /// <returns>And the size of that picture.</returns>
    /// <exception cref="ImageDecodeException">It does not decode.</exception>
    public (List<Face> Faces, int Width, int Height) Detect(ReadOnlySpan<byte> data, DecodeOptions options)
    {
        var image = ImageCodec.Default.Decode(data, options);
        var found = (Detect(image), image.Width, image.Height);
        image.Recycle();
        return found;
    }

    private List<Face> Detect(Image image, Look look)
    {
        var (seen, margin) = look.At(image);
        IEnumerable<Face> faces = Detect(seen, look.Side);
        if (margin > 0)
            faces = faces.Select(face => face.Moved(-margin));
        if (_points is not null)
            faces = faces.Select(face => face with { Landmarks = _points.Find(image, face) }).Where(face => face.Landmarks.Length > 0);
        return [.. faces];
    }

    /// <summary>Every face of a picture, the surest first; without points where a second network finds them.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="side">Length of its longer side as the network sees it, in pixels; a network of fixed input sees what fits in.</param>
    public List<Face> Detect(Image image, int side)
    {
        var scale = Scale(image, side);
        var (width, height) = (Math.Max(1, (int)MathF.Round(image.Width * scale)), Math.Max(1, (int)MathF.Round(image.Height * scale)));
        var (fullWidth, fullHeight) = _fixed is { } whole ? (whole.Width, whole.Height) : (Whole(width), Whole(height));
        var seen = Resampler.Resize(image, width, height);
        var input = new float[3 * fullWidth * fullHeight];
        Array.Fill(input, _decoder.Black);
        var plane = fullWidth * fullHeight;
        for (var y = 0; y < height; y++)
        {
            var start = y * fullWidth;
            _decoder.Fill(seen.Pixels.AsSpan(3 * width * y, 3 * width), input.AsSpan(start, width), input.AsSpan(plane + start, width), input.AsSpan(2 * plane + start, width));
        }
        seen.Recycle();

        using var tensor = OrtValue.CreateTensorValueFromMemory(input, [1, 3, fullHeight, fullWidth]);
        using var run = new RunOptions();
        using var results = _session.Run(run, [_input], [tensor], _outputs);
        float[][] outputs = [.. results.Select(result => result.GetTensorDataAsSpan<float>().ToArray())];
        return FaceChoice.Suppress(
            _decoder.Decode(outputs, fullWidth, fullHeight, LeastScore).Select(face => face.Scaled((float)image.Width / width, (float)image.Height / height)), _decoder.MostOverlap);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _session.Dispose();
        _points?.Dispose();
    }

    private float Scale(Image image, int side)
    {
        var scale = (float)side / Math.Max(image.Width, image.Height);
        return _fixed is { } size ? Math.Min(scale, Math.Min((float)size.Width / image.Width, (float)size.Height / image.Height)) : scale;
    }

    private static int Whole(int pixels) => (pixels + Cell - 1) / Cell * Cell;
}
