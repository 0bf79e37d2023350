using Cleaner.Training.Heads;
using static TorchSharp.torch;

namespace Cleaner.Training.Losses;

/// <summary>What <c>cleaner heads</c> prints of an added loss, and how it is made.</summary>
/// <param name="Name">As typed in <c>--added-loss</c>.</param>
/// <param name="Formula">Its value.</param>
/// <param name="Paper">Where it is from.</param>
/// <param name="Weight">Its weight unless <c>--added-weight</c> says otherwise.</param>
/// <param name="ComparesImages">It needs several images of an identity in a batch: <c>--sampler auto</c> then is pk.</param>
/// <param name="Parameters">Its numbers with defaults and ranges.</param>
/// <param name="Create">Makes it from checked values.</param>
public sealed record AddedLossInfo(
    string Name, string Formula, string Paper, double Weight, bool ComparesImages, IReadOnlyList<HeadParameter> Parameters,
    Func<HeadSettings, AddedLossShape, AddedLoss> Create);

/// <summary>Sizes that an added loss may need.</summary>
/// <param name="Classes">Identities C.</param>
/// <param name="Dim">Length of an embedding D.</param>
/// <param name="Device">Where the embeddings lie.</param>
public sealed record AddedLossShape(int Classes, int Dim, Device Device);
