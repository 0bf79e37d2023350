using Cleaner.Imaging.Faces.FaceApi;
using Cleaner.Imaging.Onnx;
using Cleaner.Manifests;
using Cleaner.Training.Backbones;
using Cleaner.Training.Data;
using Cleaner.Training.Planning;
using Cleaner.Training.Running;
using Microsoft.ML.OnnxRuntime;
using static TorchSharp.torch;

namespace Cleaner.Training.Onnx;

/// <summary>
/// A network of another project, from an ONNX file or of face-api, computed by ONNX Runtime on the CPU. It embeds; it cannot be trained.
/// </summary>
internal sealed class OnnxNetwork : Backbone
{
    /// <summary>How such files end.</summary>
    public const string Extension = ".onnx";

    /// <summary>Images at once: on a CPU more are no faster and take more memory.</summary>
    private const int Most = 32;

    private readonly InferenceSession _session;
    private readonly OnnxInterface _face;
    private readonly Tensor _factor, _offset;
    private readonly bool _bgr;
    private readonly int _batch;

    private OnnxNetwork(InferenceSession session, OnnxInterface face, ImageShape shape, int dim, int batch, InputScale scale, bool bgr, IReadOnlyList<float>? crop)
        : base("onnx", shape, dim)
    {
        (_session, _face, _batch, _bgr, Crop) = (session, face, batch, bgr, crop);
        // forward gets v = (x − 127.5) / 127.5, so (x − mean) / deviation = v · 127.5 / deviation + (127.5 − mean) / deviation.
        _factor = from_array(scale.Deviation.Select(d => 127.5f / d).ToArray()).view(1, ImageShape.Channels, 1, 1);
        _offset = from_array(scale.Mean.Zip(scale.Deviation, (m, d) => (127.5f - m) / d).ToArray()).view(1, ImageShape.Channels, 1, 1);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<float>? Crop { get; }

    /// <summary>Whether a model is of another project, by its name, or a folder that holds face-api's network.</summary>
    public static bool Is(string? model) => Embedder.IsOnnx(model) || OfFaceApi(model);

    /// <summary>Opens an ONNX file or face-api's network, and tries it on black images.</summary>
    /// <exception cref="CleanerException">It cannot be read, or does not map images to one vector each.</exception>
    public static OnnxNetwork Open(string path, EmbedOptions options)
    {
        var threads = options.Threads > 0 ? options.Threads : Machine.PhysicalCores();
        if (OfFaceApi(path))
            return Open(path, Explained(path, () => OnnxSession.Open(RecognitionNetwork.Build(path), path, threads)), options, InputScale.Raw, bgr: false, RecognitionNetwork.Crop);
        if (!File.Exists(path))
            throw new CleanerException($"'{path}' does not exist");
        var scale = InputScale.Named(options.OnnxScale) ?? OnnxNodes.ScaleOf(path);
        return Open(path, Explained(path, () => OnnxSession.Open(path, threads)), options, scale, options.OnnxBgr, crop: null);
    }

    private static bool OfFaceApi(string? model) => model is not null && File.Exists(Path.Combine(model, RecognitionNetwork.Manifest));

    private static OnnxNetwork Open(string path, InferenceSession session, EmbedOptions options, InputScale scale, bool bgr, IReadOnlyList<float>? crop)
    {
        try
        {
            var face = OnnxInterface.Of(session, path);
            var shape = face.Shape ?? ImageShape.Parse(options.OnnxSize);
            // Files that promise any number of images may hold a reshape to one, and tell by failing or by too few rows.
            var batch = face.Batch ?? (Tries(session, face, 2, shape) ? Most : 1);
            var probe = Explained(path, () => Run(session, face, new float[batch * shape.Bytes], batch, shape));
            return new OnnxNetwork(session, face, shape, probe.Length / batch, batch, scale, bgr, crop);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var scaled = input.mul(_factor).add_(_offset);
        if (_bgr)
            scaled = scaled.flip(1);
        if (_face.ChannelsLast)
            scaled = scaled.permute(0, 2, 3, 1);
        var images = TensorValues.Of<float>(scaled);
        var count = images.Length / Input.Bytes;
        var embeddings = new float[count * Dim];
        var chunk = new float[_batch * Input.Bytes];
        for (var start = 0; start < count; start += _batch)
        {
            // Only a file that fixes the number of images gets a last chunk that is filled up.
            var here = Math.Min(_batch, count - start);
            var given = _face.Batch is null ? here : _batch;
            images.AsSpan(start * Input.Bytes, here * Input.Bytes).CopyTo(chunk);
            Run(_session, _face, chunk, given, Input).AsSpan(0, here * Dim).CopyTo(embeddings.AsSpan(start * Dim));
        }
        return from_array(embeddings).view(count, Dim).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override string Trace(OnnxGraph graph, string input) => throw new CleanerException("the network is an ONNX file already");

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _session.Dispose();
            _factor.Dispose();
            _offset.Dispose();
        }
        base.Dispose(disposing);
    }

    private static bool Tries(InferenceSession session, OnnxInterface face, int count, ImageShape shape)
    {
        try
        {
            Run(session, face, new float[count * shape.Bytes], count, shape);
            return true;
        }
        catch (Exception failure) when (failure is OnnxRuntimeException or FormatException)
        {
            return false;
        }
    }

    /// <returns>[count, D].</returns>
    /// <exception cref="FormatException">The output has another shape.</exception>
    private static float[] Run(InferenceSession session, OnnxInterface face, float[] images, int count, ImageShape shape)
    {
        long[] sizes = face.ChannelsLast ? [count, shape.Height, shape.Width, ImageShape.Channels] : [count, ImageShape.Channels, shape.Height, shape.Width];
        using var input = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, images.AsMemory(0, count * shape.Bytes), sizes);
        using var run = new RunOptions();
        using var results = session.Run(run, [face.Input], [input], [face.Output]);
        var found = results[0].GetTensorTypeAndShape().Shape;
        return found.Length >= 2 && found[0] == count && found[2..].All(size => size == 1)
            ? results[0].GetTensorDataAsSpan<float>().ToArray()
            : throw new FormatException($"output {face.Output} is [{string.Join(", ", found)}] for {count} images instead of [{count}, length]");
    }

    private static T Explained<T>(string path, Func<T> compute)
    {
        try
        {
            return compute();
        }
        catch (Exception failure) when (failure is OnnxRuntimeException or FormatException or IOException or UnauthorizedAccessException)
        {
            throw new CleanerException($"'{path}' is no {(OfFaceApi(path) ? "face-api" : "ONNX")} network that embeds images: {failure.Message.ReplaceLineEndings(" ")}", inner: failure);
        }
    }
}
