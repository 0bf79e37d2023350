using System.Globalization;
using Cleaner.Manifests;
using TorchSharp;
using static TorchSharp.torch;

namespace Cleaner.Training.Checkpoints;

/// <summary>Copies tensors of a file into a network, and says in one line what does not fit.</summary>
public static class StateLoading
{
    /// <summary>Weights and running statistics of a module, with insightface's names.</summary>
    public static IEnumerable<KeyValuePair<string, Tensor>> Of(nn.Module module, string prefix = "")
    {
        foreach (var (name, parameter) in module.named_parameters())
            yield return KeyValuePair.Create(prefix + name, (Tensor)parameter);
        foreach (var (name, buffer) in module.named_buffers())
            yield return KeyValuePair.Create(prefix + name, buffer);
    }

    /// <summary>
    /// Copies each wanted tensor from the file's; throws <see cref="CleanerException"/> when one is missing or has another shape.
    /// </summary>
    /// <param name="wanted">Names and the tensors to fill.</param>
    /// <param name="found">What the file holds; more than is wanted does no harm.</param>
    /// <param name="path">The file, for the message.</param>
    /// <param name="what">What the tensors belong to, e.g. "the network iresnet18 for 112 pixels".</param>
    public static void Copy(IEnumerable<KeyValuePair<string, Tensor>> wanted, IReadOnlyDictionary<string, Tensor> found, string path, string what)
    {
        using var still = no_grad();
        var pairs = wanted.ToList();
        foreach (var (name, tensor) in pairs)
        {
            if (!found.TryGetValue(name, out var value))
                throw new CleanerException($"'{path}' does not fit {what}: it has no '{name}'; name the architecture that it was trained with (--backbone, --input-size)");
            if (!value.shape.SequenceEqual(tensor.shape))
                throw new CleanerException($"'{path}' does not fit {what}: '{name}' is {Shape(value)} there and {Shape(tensor)} here; name the architecture that it was trained with (--backbone, --input-size, --embedding-dim)");
        }
        foreach (var (name, tensor) in pairs)
            tensor.copy_(found[name]);
    }

    private static string Shape(Tensor tensor) => $"[{string.Join(", ", tensor.shape.Select(d => d.ToString(CultureInfo.InvariantCulture)))}]";
}
