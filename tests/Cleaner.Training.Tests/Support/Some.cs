using Cleaner.Training.Heads;
using TorchSharp;
using static TorchSharp.torch;

namespace Cleaner.Training.Tests.Support;

/// <summary>Builders of test data.</summary>
internal static class Some
{
    public static MarginHead Head(string name, int classes, int k, int dim, double scale = 16, CenterPooling pooling = CenterPooling.Max,
        IReadOnlyDictionary<string, double>? parameters = null, double filterAbove = 0)
    {
        var info = HeadCatalog.Find(name);
        var settings = HeadSettings.Resolve(info, parameters ?? new Dictionary<string, double>());
        return new MarginHead(new HeadShape(classes, k, dim, scale, pooling, filterAbove), info.Create(settings));
    }

    public static Tensor Matrix(float[] values, int columns) => tensor(values).view(-1, columns);

    public static void Fill(Tensor target, float[] values)
    {
        using var still = no_grad();
        target.copy_(tensor(values).view(target.shape));
    }

    public static float[] Values(Tensor tensor) => [.. tensor.detach().cpu().contiguous().data<float>()];
}
