using Cleaner.Manifests;
using Cleaner.Manifests.Arrays;
using Cleaner.Training.Backbones;
using Cleaner.Training.Data;
using Cleaner.Training.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace Cleaner.Training.Checkpoints;

/// <summary>A network without what trains it: <c>model.safetensors</c> of a run folder, with insightface's parameter names.</summary>
public static class ModelFile
{
    private const string ArchitectureKey = "backbone", InputKey = "input_size", DimKey = "embedding_dim";

    /// <summary>Writes the network.</summary>
    public static void Save(string path, Backbone backbone) => SafeTensorsFile.Write(path, [.. StateLoading.Of(backbone)], new Dictionary<string, string>
    {
        [ArchitectureKey] = backbone.Architecture,
        [InputKey] = backbone.Input.ToString(),
        [DimKey] = backbone.Dim.ToString(System.Globalization.CultureInfo.InvariantCulture),
    });

    /// <summary>The network of a run folder or a file that <see cref="Save"/> wrote, ready for evaluation on the CPU.</summary>
    public static Backbone Load(string runFolderOrFile)
    {
        var path = FileOf(runFolderOrFile);
        var (tensors, metadata) = SafeTensorsFile.Read(path);
        try
        {
            if (NetworkOf(metadata) is not { } network)
                throw new CleanerException($"'{path}' does not say which network it holds: it was not written by 'cleaner train'; convert insightface's weights with tools/convert-insightface.py, or load such weights with --init");
            var backbone = BackboneCatalog.Create(network.Backbone, ImageShape.Parse(network.Input), network.Dim);
            StateLoading.Copy(Wanted(backbone, tensors), tensors, path, $"the network {network.Backbone} for {network.Input} pixels");
            backbone.eval();
            return backbone;
        }
        finally
        {
            foreach (var tensor in tensors.Values)
                tensor.Dispose();
        }
    }

    /// <summary>Which network a run folder or a file holds: name of the backbone, input size, length of the embedding; null where a file does not say.</summary>
    public static (string Backbone, string Input, int Dim)? Network(string runFolderOrFile)
    {
        var path = FileOf(runFolderOrFile);
        using var stream = SafeTensorsFile.Open(path);
        return NetworkOf(SafeTensorsHeader.Read(stream, path).Metadata);
    }

    private static (string Backbone, string Input, int Dim)? NetworkOf(IReadOnlyDictionary<string, string> metadata) =>
        metadata.TryGetValue(ArchitectureKey, out var name) && metadata.TryGetValue(InputKey, out var size) && metadata.TryGetValue(DimKey, out var dim)
            ? (name, size, int.Parse(dim, System.Globalization.CultureInfo.InvariantCulture))
            : null;

    /// <summary>Copies the weights of a run folder or of any safetensors file with fitting names into a network.</summary>
    public static void LoadInto(Backbone backbone, string runFolderOrFile)
    {
        var path = FileOf(runFolderOrFile);
        var (tensors, _) = SafeTensorsFile.Read(path);
        try
        {
            StateLoading.Copy(Wanted(backbone, tensors), tensors, path, $"the network {backbone.Architecture} for {backbone.Input} pixels");
        }
        finally
        {
            foreach (var tensor in tensors.Values)
                tensor.Dispose();
        }
    }

    /// <summary>What a file must hold. num_batches_tracked is absent from many published weights and has no use here.</summary>
    private static IEnumerable<KeyValuePair<string, Tensor>> Wanted(Backbone backbone, Dictionary<string, Tensor> found) =>
        StateLoading.Of(backbone).Where(t => found.ContainsKey(t.Key) || !t.Key.EndsWith("num_batches_tracked", StringComparison.Ordinal));

    private static string FileOf(string runFolderOrFile)
    {
        if (!Directory.Exists(runFolderOrFile))
        {
            return Path.GetExtension(runFolderOrFile) switch
            {
                OnnxNetwork.Extension => throw new CleanerException($"'{runFolderOrFile}' is an ONNX network, which embeds (embed, evaluate, identify, run --pretrained) and can be neither trained further nor exported again; give safetensors"),
                ".pt" or ".pth" or ".ckpt" => throw new CleanerException($"'{runFolderOrFile}' is PyTorch's: tools/convert-insightface.py converts insightface's weights; export any other network to ONNX (torch.onnx.export)"),
                _ => runFolderOrFile,
            };
        }
        var model = new RunFolder(runFolderOrFile).Model;
        return File.Exists(model)
            ? model
            : throw new CleanerException($"'{runFolderOrFile}' holds no model.safetensors: the training there has not ended; continue it with --resume");
    }
}
