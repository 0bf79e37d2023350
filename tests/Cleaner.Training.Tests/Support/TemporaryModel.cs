using Cleaner.Manifests.Arrays;
using Cleaner.Training.Backbones;
using Cleaner.Training.Checkpoints;
using Cleaner.Training.Data;
using TorchSharp;

namespace Cleaner.Training.Tests.Support;

/// <summary>A model file whose weights are those of <see cref="FormulaWeights"/>, and a folder for what is made with it.</summary>
internal sealed class TemporaryModel : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TemporaryModel(string name, int side, int dim)
    {
        using var scope = torch.NewDisposeScope();
        using var network = BackboneCatalog.Create(name, new ImageShape(side, side), dim);
        foreach (var (key, tensor) in StateLoading.Of(network).Where(t => !t.Key.EndsWith("num_batches_tracked", StringComparison.Ordinal)))
            Some.Fill(tensor, FormulaWeights.Of(key, tensor.shape));
        ModelFile.Save(Model, network);
    }

    public string Model => _folder.At("model.safetensors");

    public RunFolder Output => new(_folder.At("embedded"));

    public void Dispose() => _folder.Dispose();
}
