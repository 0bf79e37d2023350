using Cleaner.Manifests;
using Cleaner.Training.Heads;

namespace Cleaner.Training.Losses;

/// <summary>Every term that <c>--added-loss</c> takes; each works beside every head.</summary>
public static class AddedLossCatalog
{
    private const string Margin = HeadInfo.MarginName, Rate = "alpha", Soft = "soft";

    /// <summary>All terms.</summary>
    public static readonly IReadOnlyList<AddedLossInfo> All =
    [
        new("center", "½·mean‖x − c_y‖², centers c that follow the images", "Center loss, ECCV 2016, eq. 2", CenterLoss.DefaultWeight, ComparesImages: false,
            [new(Rate, CenterLoss.DefaultRate, 0, 1, "rate of the centers")], (s, shape) => new CenterLoss(shape.Classes, shape.Dim, shape.Device, s[Rate])),
        new("contrastive", "½·mean d² of one identity + ½·mean max(0, m − d)² of two", "Hadsell et al., CVPR 2006, eq. 4", 1, ComparesImages: true,
            [new(Margin, ContrastiveLoss.DefaultMargin, 0, 2, "distance to which strangers are pushed apart")], (s, _) => new ContrastiveLoss(s[Margin])),
        new("triplet-semi-hard", "mean max(0, d²(a,p) − d²(a,n) + m), n the nearest beyond p", "FaceNet, arXiv:1503.03832, sec. 3.2", 1, ComparesImages: true,
            [new(Margin, SemiHardTripletLoss.DefaultMargin, 0, 4, "squared distance")], (s, _) => new SemiHardTripletLoss(s[Margin])),
        new("triplet-batch-hard", "mean max(0, m + max d(a,p) − min d(a,n))", "Hermans et al., arXiv:1703.07737, eq. 5", 1, ComparesImages: true,
            [new(Margin, BatchHardTripletLoss.DefaultMargin, 0, 2, "distance"), new(Soft, 0, 0, 1, "1: ln(1 + exp(max d(a,p) − min d(a,n))) instead")],
            (s, _) => new BatchHardTripletLoss(s[Margin], s.On(Soft))),
        new("intra", "mean θ_y / π", "ArcFace, arXiv:1801.07698, eq. 5", 1, ComparesImages: false, [], (_, _) => new IntraLoss()),
        new("inter", "−mean over others j of arccos(W_y·W_j) / π", "ArcFace, arXiv:1801.07698, eq. 6", 1, ComparesImages: false, [], (_, _) => new InterLoss()),
    ];

    /// <summary>The names in the order of <see cref="All"/>.</summary>
    public static IReadOnlyList<string> Names { get; } = All.Select(l => l.Name).ToArray();

    /// <summary>The term of that name; throws <see cref="UsageException"/> when there is none.</summary>
    public static AddedLossInfo Find(string name) => All.FirstOrDefault(l => l.Name == name)
        ?? throw new UsageException($"--added-loss '{name}' is unknown: it takes some of {string.Join(", ", Names)}; see 'cleaner heads'");
}
