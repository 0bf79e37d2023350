using Cleaner.Manifests;
using Cleaner.Manifests.Arrays;
using Cleaner.Training.Backbones;
using Cleaner.Training.Checkpoints;
using Cleaner.Training.Data;
using Cleaner.Training.Engine;
using Cleaner.Training.Onnx;
using Cleaner.Training.Planning;
using Cleaner.Training.Running;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Cleaner.Training;

/// <summary>
/// Computes embeddings with a trained model: <c>ids.npy</c>, <c>labels.npy</c>, <c>embeddings.npy</c> and <c>config.json</c>. As
/// insightface's inference does it: RGB, (x − 127.5) / 127.5, with flipping the sum of image and mirror image before scaling to length 1.
/// </summary>
public static class Embedder
{
    private const string FilesName = "files.txt", IdentitiesName = "identities.txt";

    /// <summary>Embeds the kept samples of a manifest; ids are sample ids, labels the identity ids believed at that revision.</summary>
    /// <param name="manifest">The images.</param>
    /// <param name="revision">Which revision; null is the newest.</param>
    /// <param name="model">A run folder, a model file that a training wrote, or an ONNX network of another project.</param>
    /// <param name="outFolder">Where the arrays go; made when missing.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told now and then; may be null.</param>
    /// <param name="stop">Ends the work; nothing is left behind.</param>
    public static EmbedResult Embed(
        Manifest manifest, long? revision, string model, string outFolder, EmbedOptions options, IProgress<TrainProgress>? progress, CancellationToken stop)
    {
        using var backbone = Network(model, options);
        var set = TrainingSet.Load(manifest, revision);
        using var pixels = new ManifestPixels(manifest, set.SampleIds, backbone.Input, backbone.Crop);
        return Write(backbone, pixels, row => set.SampleIds[row], row => set.IdentityIds[row], model, outFolder, options, progress, stop, config => config.Of(manifest, revision ?? manifest.Head));
    }

    /// <summary>
    /// Embeds a folder-per-identity tree without a manifest; ids are line numbers (from 0) of <c>files.txt</c>, labels those of
    /// <c>identities.txt</c>. Other arguments as in <see cref="Embed"/>.
    /// </summary>
    public static EmbedResult EmbedFolder(
        string folder, string model, string outFolder, EmbedOptions options, IProgress<TrainProgress>? progress, CancellationToken stop)
    {
        using var backbone = Network(model, options);
        var preparation = Preparation(backbone, options);
        using var pixels = FolderPixels.List(folder, preparation);
        var result = WriteFiles(backbone, pixels, preparation, row => pixels.Labels[row], model, outFolder, options, progress, stop);
        File.WriteAllLines(Path.Combine(outFolder, FilesName), pixels.Files);
        File.WriteAllLines(Path.Combine(outFolder, IdentitiesName), pixels.Identities);
        return result;
    }

    /// <summary>
    /// Embeds images that are handed over one by one; ids are their numbers, labels 0. Other arguments as in <see cref="Embed"/>.
    /// </summary>
    /// <param name="where">What to call image i in errors.</param>
    /// <param name="image">Encoded bytes of image i; called from several threads.</param>
    /// <param name="count">Number of images.</param>
    public static EmbedResult EmbedImages(
        Func<int, string> where, Func<int, byte[]> image, int count, string model, string outFolder, EmbedOptions options, IProgress<TrainProgress>? progress, CancellationToken stop)
    {
        using var backbone = Network(model, options);
        var preparation = Preparation(backbone, options);
        using var pixels = new EncodedPixels(where, image, count, preparation);
        return WriteFiles(backbone, pixels, preparation, _ => 0, model, outFolder, options, progress, stop);
    }

    private static FilePreparation Preparation(Backbone backbone, EmbedOptions options) => new(backbone.Input, backbone.Crop, options.Detector, options.FacesOnly);

    private static Backbone Network(string model, EmbedOptions options)
    {
        options.Validate();
        return OnnxNetwork.Is(model) ? OnnxNetwork.Open(model, options) : ModelFile.Load(model);
    }

    /// <summary>Whether a model is an ONNX network of another project, by its name.</summary>
    public static bool IsOnnx(string? model) => Path.GetExtension(model) == OnnxNetwork.Extension;

    /// <summary>Files that no manifest describes; ids are row numbers.</summary>
    private static EmbedResult WriteFiles(
        Backbone backbone, IPixelSource pixels, FilePreparation preparation, Func<int, long> label, string model, string outFolder,
        EmbedOptions options, IProgress<TrainProgress>? progress, CancellationToken stop) =>
        Write(backbone, pixels, row => row, label, model, outFolder, options, progress, stop,
            config => config with { ManifestPath = "", ManifestUid = "", ManifestRevision = 0 }) with { WithoutFace = preparation.WithoutFace };

    private static EmbedResult Write(
        Backbone backbone, IPixelSource pixels, Func<int, long> id, Func<int, long> label, string model, string outFolder,
        EmbedOptions options, IProgress<TrainProgress>? progress, CancellationToken stop, Func<RunConfig, RunConfig> describe)
    {
        var cores = Machine.PhysicalCores();
        set_num_threads(options.Threads > 0 ? options.Threads : cores);
        KeptMemory.Keep();
        var device = backbone is OnnxNetwork ? CPU : torch.device(TrainPlanner.Device(options.Device, cuda_is_available() ? cuda.device_count() : 0));
        var channelsLast = device.type == DeviceType.CPU && backbone is not OnnxNetwork;
        if (device.type != DeviceType.CPU)
            backbone.to(device);
        if (channelsLast)
            Engines.Current.ChannelsLast(backbone);
        var folder = new RunFolder(outFolder);
        Directory.CreateDirectory(outFolder);

        // Rows that cannot be read are known only afterwards: embeddings wait in a file of their own until the number of rows is known.
        var waiting = folder.Embeddings + ".raw";
        var (ids, labels) = (new List<long>(), new List<long>());
        var unreadable = new List<UnreadableSample>();
        try
        {
            using (var raw = new FileStream(waiting, FileMode.Create, FileAccess.Write))
            {
                var pass = new EmbeddingPass(pixels, device, options.BatchSize, options.Workers > 0 ? options.Workers : cores, channelsLast, options.Flip);
                pass.Run(backbone, (embeddings, batch) =>
                {
                    unreadable.AddRange(batch.Bad);
                    var rows = TensorValues.Of<float>(options.Raw ? embeddings : F.normalize(embeddings));
                    for (var i = 0; i < batch.Rows.Length; i++)
                    {
                        if (batch.Shown[i] != batch.Rows[i])
                            continue;
                        raw.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(rows.AsSpan(i * backbone.Dim, backbone.Dim)));
                        ids.Add(id(batch.Rows[i]));
                        labels.Add(label(batch.Rows[i]));
                    }
                }, done => progress?.Report(new TrainProgress("embed", done, pixels.Count, 0, 0, double.NaN, 0, Environment.WorkingSet)), stop);
            }
            if (ids.Count == 0)
                throw new CleanerException($"none of the {pixels.Count} images can be read, the first is {unreadable[0].Where} ({unreadable[0].Reason})");
            CopyRows(waiting, folder.Embeddings, ids.Count, backbone.Dim);
        }
        finally
        {
            File.Delete(waiting);
        }
        Npy.Write<long>(folder.Ids, [.. ids], ids.Count);
        Npy.Write<long>(folder.Labels, [.. labels], labels.Count);
        Config(model, backbone, describe).With(options).Write(folder.Config);
        return new EmbedResult(ids.Count, labels.Distinct().Count(), unreadable);
    }

    private static void CopyRows(string rawFile, string path, int rows, int columns)
    {
        using var raw = File.OpenRead(rawFile);
        using var writer = new NpyWriter<float>(path, rows, columns);
        var row = new float[columns];
        for (var i = 0; i < rows; i++)
        {
            raw.ReadExactly(System.Runtime.InteropServices.MemoryMarshal.AsBytes(row.AsSpan()));
            writer.Append(row);
        }
        writer.Commit();
    }

    private static RunConfig Config(string model, Backbone backbone, Func<RunConfig, RunConfig> describe)
    {
        var trained = Directory.Exists(model) && File.Exists(new RunFolder(model).Config) ? new RunFolder(model).ReadConfig() : new RunConfig();
        return describe(trained with
        {
            Command = "embed",
            Backbone = backbone.Architecture,
            InputSize = Math.Max(backbone.Input.Height, backbone.Input.Width),
            EmbeddingDim = backbone.Dim,
            Rest = new() { ["model"] = System.Text.Json.JsonSerializer.SerializeToElement(Path.GetFullPath(model)) },
        });
    }
}
