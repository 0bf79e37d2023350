using Cleaner.Manifests;

namespace Cleaner.Training.Heads;

/// <summary>Every head that <c>--head</c> takes. Sub-centers (<c>--k</c>) work with each of them.</summary>
public static class HeadCatalog
{
    private const double HalfPi = Math.PI / 2;
    private const string EasyMargin = "easy", NoFallback = "no-fallback";

    /// <summary>All heads, plain ones first.</summary>
    public static readonly IReadOnlyList<HeadInfo> All =
    [
        new("softmax", "W·x + b", "", [], _ => new SoftmaxMargin()),
        new("modified-softmax", "‖x‖·cos θ", "SphereFace, arXiv:1704.08063", [], _ => new ModifiedSoftmaxMargin()),
        new("normface", "s·cos θ", "NormFace, arXiv:1704.06369", [], _ => new NormFaceMargin()),
        new("sphereface", "‖x‖·(λ·cos θ + ψ(θ))/(1 + λ), ψ(θ) = (−1)^k·cos(mθ) − 2k", "SphereFace, arXiv:1704.08063",
            [M(SphereFaceMargin.DefaultMargin, 1, 8, "factor of the angle, whole")], s => new SphereFaceMargin(s.Whole(HeadInfo.MarginName))),
        new("multiplicative", "s·cos(m·θ)", "SphereFace as in ArcFace, arXiv:1801.07698",
            [M(MultiplicativeMargin.DefaultMargin, 1, 4, "factor of the angle")], s => new MultiplicativeMargin(s[HeadInfo.MarginName])),
        new("cosface", "s·(cos θ − m)", "CosFace, arXiv:1801.09414",
            [M(CosFaceMargin.DefaultMargin, 0, 1, "subtracted from the cosine")], s => new CosFaceMargin(s[HeadInfo.MarginName])),
        new("arcface", "s·cos(θ + m); past π − m: s·(cos θ − m·sin(π − m))", "ArcFace, arXiv:1801.07698",
            [
                M(ArcFaceMargin.DefaultMargin, 0, HalfPi, "added angle, radians"),
                new(EasyMargin, 0, 0, 1, "1: margin only below 90 degrees"),
                new(NoFallback, 0, 0, 1, "1: cos(θ + m) everywhere, as insightface"),
            ],
            s => new ArcFaceMargin(s[HeadInfo.MarginName], Tail(s))),
        Combined("combined", 1, 0.3, 0.2, "s·(cos(m1·θ + m2) − m3)"),
        Combined("cm1", 1, 0.3, 0.2, "combined with (1, 0.3, 0.2)"),
        Combined("cm2", 0.9, 0.4, 0.15, "combined with (0.9, 0.4, 0.15)"),
        new("li-arcface", "s·(π − 2(θ + m))/π; others s·(π − 2θ)/π", "AirFace, arXiv:1907.12256",
            [M(LiArcFaceMargin.DefaultMargin, 0, HalfPi, "added angle, radians")], s => new LiArcFaceMargin(s[HeadInfo.MarginName])),
        new("adaface", "s·(cos(θ − m·ẑ) − m·ẑ − m), ẑ = clip(h(‖x‖ − μ)/σ, −1, 1)", "AdaFace, arXiv:2204.00964",
            [M(AdaFaceMargin.DefaultMargin, 0, HalfPi, "margin, radians"), new("h", AdaFaceMargin.DefaultConcentration, 0, 10, "concentration")],
            s => new AdaFaceMargin(s[HeadInfo.MarginName], s["h"])),
        new("magface", "s·cos(θ + m(a)), m(a) = lm + (um − lm)(a − la)/(ua − la), a = clip(‖x‖, la, ua); loss + λ·(a/ua² + 1/a)", "MagFace, arXiv:2103.06627",
            [
                new("lm", 0.45, 0, HalfPi, "margin of the shortest, radians"), new("um", 0.8, 0, HalfPi, "margin of the longest, radians"),
                new("la", 10, 0.001, 1e6, "shortest norm"), new("ua", 110, 0.002, 1e6, "longest norm"), new("lambda", 35, 0, 1e6, "weight of the penalty"),
            ],
            s => new MagFaceMargin(s["lm"], s["um"], s["la"], s["ua"], s["lambda"])),
    ];

    /// <summary>The names in the order of <see cref="All"/>.</summary>
    public static IReadOnlyList<string> Names { get; } = All.Select(h => h.Name).ToArray();

    /// <summary>The head of that name; throws <see cref="UsageException"/> when there is none.</summary>
    public static HeadInfo Find(string name) => All.FirstOrDefault(h => h.Name == name)
        ?? throw new UsageException($"--head '{name}' is unknown: it takes one of {string.Join(", ", Names)}; see 'cleaner heads'");

    private static HeadParameter M(double value, double least, double most, string meaning) => new(HeadInfo.MarginName, value, least, most, meaning);

    private static HeadInfo Combined(string name, double m1, double m2, double m3, string formula) => new(name, formula, "ArcFace, arXiv:1801.07698, eq. 4",
        [
            new("m1", m1, 0.5, 4, "factor of the angle"), new("m2", m2, 0, HalfPi, "added angle, radians"),
            new("m3", m3, 0, 1, "subtracted from the cosine"),
        ],
        s => new CombinedMargin(s["m1"], s["m2"], s["m3"]));

    private static ArcFaceTail Tail(HeadSettings settings) => (settings.On(EasyMargin), settings.On(NoFallback)) switch
    {
        (true, true) => throw new UsageException("easy and no-fallback exclude each other: give one of them"),
        (true, false) => ArcFaceTail.EasyMargin,
        (false, true) => ArcFaceTail.None,
        _ => ArcFaceTail.Linear,
    };
}
