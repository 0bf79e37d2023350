using System.Text.Json;

namespace Cleaner.Training.Tests.Support;

/// <summary>A recorded run of a head in PyTorch; see Fixtures/make_heads.py.</summary>
public sealed record HeadCase
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public required string Head { get; init; }
    public required Dictionary<string, double> Parameters { get; init; }
    public required int K { get; init; }
    public required string Pooling { get; init; }
    public required double Scale { get; init; }
    public required double Strength { get; init; }
    public required long Step { get; init; }
    public required double FilterAbove { get; init; }
    public required int Classes { get; init; }
    public required int Dim { get; init; }
    public required float[] Embeddings { get; init; }
    public required float[] Weight { get; init; }
    public float[]? Bias { get; init; }
    public required long[] Labels { get; init; }
    public required double[] Logits { get; init; }
    public required double Loss { get; init; }
    public required double[] EmbeddingGradient { get; init; }
    public required double[] WeightGradient { get; init; }

    public static IReadOnlyList<HeadCase> All { get; } = Read();

    private static List<HeadCase> Read()
    {
        using var stream = typeof(HeadCase).Assembly.GetManifestResourceStream("Cleaner.Training.Tests.Fixtures.heads.json")!;
        return JsonSerializer.Deserialize<List<HeadCase>>(stream, Json)!;
    }
}
