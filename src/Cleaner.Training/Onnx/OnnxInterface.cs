using Cleaner.Manifests;
using Cleaner.Training.Data;
using Microsoft.ML.OnnxRuntime;

namespace Cleaner.Training.Onnx;

/// <summary>The one input and the one output of an ONNX network that maps images to vectors.</summary>
/// <param name="Input">Name of the input, float [B, 3, H, W] or [B, H, W, 3].</param>
/// <param name="Output">Name of the output, float [B, D], or [B, D, 1, 1].</param>
/// <param name="ChannelsLast">[B, H, W, 3].</param>
/// <param name="Batch">B where the file fixes it; null where any number will do.</param>
/// <param name="Shape">Height and width where the file fixes them.</param>
internal sealed record OnnxInterface(string Input, string Output, bool ChannelsLast, int? Batch, ImageShape? Shape)
{
    private const int Open = -1;

    /// <summary>Finds them.</summary>
    /// <exception cref="CleanerException">Another kind of network; the message lists what it has.</exception>
    public static OnnxInterface Of(InferenceSession session, string path)
    {
        if (session.InputMetadata.ToArray() is not [var (name, input)] || input.ElementType != typeof(float) || Layout(input.Dimensions) is not var (channelsLast, height, width))
            throw Refused(session, path, "it does not take one float array of images, [batch, 3, height, width] or [batch, height, width, 3]");
        var output = Vectors(session) ?? throw Refused(session, path, "none of its outputs is one float vector an image, [batch, length]");
        ImageShape? shape = height == Open || width == Open ? null : ImageShape.Parse($"{height}x{width}");
        return new OnnxInterface(name, output, channelsLast, input.Dimensions[0] is var batch && batch > 0 ? batch : null, shape);
    }

    private static (bool ChannelsLast, int Height, int Width)? Layout(int[] sizes) => sizes switch
    {
        [_, ImageShape.Channels, var height, var width] => (false, height, width),
        [_, var height, var width, ImageShape.Channels] => (true, height, width),
        _ => null,
    };

    /// <summary>The first output of one vector an image; where the file keeps silent about shapes, its only output.</summary>
    private static string? Vectors(InferenceSession session)
    {
        var floats = session.OutputMetadata.Where(output => output.Value.ElementType == typeof(float)).ToArray();
        foreach (var (name, output) in floats)
            if (output.Dimensions is [_, _] or [_, _, 1, 1])
                return name;
        return floats is [var (only, silent)] && silent.Dimensions.Length == 0 ? only : null;
    }

    private static CleanerException Refused(InferenceSession session, string path, string why) =>
        new($"'{path}' is no network that embeds images: {why}; inputs: {List(session.InputMetadata)}; outputs: {List(session.OutputMetadata)}");

    private static string List(IReadOnlyDictionary<string, NodeMetadata> values) => string.Join(", ", values.Select(value =>
        $"{value.Key} {value.Value.ElementType?.Name} [{string.Join(", ", value.Value.Dimensions.Select(size => size == Open ? "?" : $"{size}"))}]"));
}
