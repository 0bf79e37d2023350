using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Cleaner.Training.Heads;

/// <summary>What a head says about a batch.</summary>
/// <param name="Loss">Mean softmax cross-entropy plus the margin's penalty, a scalar with gradient.</param>
/// <param name="Cosines">
/// Pooled cosine to every identity that took part (W·x + b for softmax), [B, C] or [B, S], without margin, scale and gradient.
/// </param>
public readonly record struct HeadOutput(Tensor Loss, Tensor Cosines);

/// <summary>How the K cosines of one identity become one.</summary>
public enum CenterPooling
{
    /// <summary>The largest: Deng et al., Sub-center ArcFace, ECCV 2020.</summary>
    Max,

    /// <summary>Σ softmax(γ·cos)·cos with γ = 10: Qian et al., SoftTriple, ICCV 2019, arXiv:1909.05235, eq. 5.</summary>
    Softmax,
}

/// <summary>The settings of a head that do not belong to its margin.</summary>
/// <param name="Classes">Identities C, at least 2.</param>
/// <param name="K">Centers per identity, at least 1.</param>
/// <param name="Dim">Length of an embedding D.</param>
/// <param name="Scale">s; 1 for the heads that keep the embedding's length.</param>
/// <param name="Pooling">How K cosines become one.</param>
/// <param name="FilterAbove">Non-target cosines above this are set to 0 (arcface_torch's inter-class filtering); 0 filters nothing.</param>
public sealed record HeadShape(int Classes, int K, int Dim, double Scale, CenterPooling Pooling = CenterPooling.Max, double FilterAbove = 0);

/// <summary>
/// Softmax cross-entropy over identities that have K centers each. The parameter "weight" is [C·K, D]; row c·K + k is center k of
/// identity c. With K = 1 it is the plain head of its margin, to the last bit.
/// </summary>
public sealed class MarginHead : nn.Module
{
    private const double InitialDeviation = 0.01;   // arcface_torch, partial_fc_v2.py
    private const double SoftmaxSharpness = 10;     // SoftTriple's 1/γ

    private readonly Margin _margin;
    private readonly Parameter _weight;
    private readonly Parameter? _bias;

    /// <summary>Random centers from torch's generator.</summary>
    public MarginHead(HeadShape shape, Margin margin) : base(nameof(MarginHead))
    {
        (Shape, _margin, Scale) = (shape, margin, shape.Scale);
        _weight = nn.Parameter(nn.init.normal_(empty(new long[] { (long)shape.Classes * shape.K, shape.Dim }), 0, InitialDeviation));
        register_parameter("weight", _weight);
        if (margin.Geometry == LogitGeometry.Linear)
        {
            _bias = nn.Parameter(zeros(new long[] { (long)shape.Classes * shape.K }));
            register_parameter("bias", _bias);
        }
        foreach (var (name, value) in margin.State)
            register_buffer(name, value);
    }

    /// <summary>Sizes and settings.</summary>
    public HeadShape Shape { get; }

    /// <summary>s in force while training; <see cref="HeadShape.Scale"/> at evaluation and unless set.</summary>
    public double Scale { get; set; }

    /// <summary>
    /// Whether, while training, the margin is for hits alone: images that are nearest to their own identity. A network cannot bear margins
    /// on labels that it does not believe: on sets with few identities and many wrong labels they end in a few directions for all images.
    /// False, as in the papers, unless set.
    /// </summary>
    public bool SparesMisses { get; set; }

    /// <summary>The centers, [C·K, D], not normalised.</summary>
    public Parameter Weight => _weight;

    /// <summary>The cosine of each embedding to each center, [B, C·K]; W·x + b for softmax.</summary>
    /// <param name="embeddings">[B, D], not normalised.</param>
    /// <param name="classes">int64 [S]: only these identities, [B, S·K]; null takes all.</param>
    public Tensor CenterCosines(Tensor embeddings, Tensor? classes = null) => _margin.Geometry == LogitGeometry.Linear
        ? F.linear(embeddings, Of(_weight, classes), Of(_bias!, classes))
        : F.linear(F.normalize(embeddings), F.normalize(Of(_weight, classes)));

    /// <summary>One value per identity, [B, C], from one per center, [B, C·K].</summary>
    public Tensor Pool(Tensor centerCosines)
    {
        if (Shape.K == 1)
            return centerCosines;
        var byIdentity = centerCosines.view(centerCosines.size(0), -1, Shape.K);
        return Shape.Pooling == CenterPooling.Max
            ? byIdentity.max(2).values
            : ((byIdentity * SoftmaxSharpness).softmax(2) * byIdentity).sum(2);
    }

    /// <summary>The logits that go into the softmax, [B, C].</summary>
    /// <param name="embeddings">[B, D], not normalised.</param>
    /// <param name="labels">int64 [B], 0 to C − 1.</param>
    /// <param name="strength">Share of the full margin, 0 to 1.</param>
    /// <param name="step">Steps made so far.</param>
    public Tensor Logits(Tensor embeddings, Tensor labels, double strength = 1, long step = 0)
    {
        var norms = embeddings.norm(1, keepdim: true);
        return Logits(Pool(CenterCosines(embeddings)), labels.unsqueeze(1), new MarginContext(norms, strength, step, training));
    }

    /// <summary>The loss of a batch; arguments as in <see cref="Logits(Tensor, Tensor, double, long)"/>.</summary>
    /// <param name="classes">
    /// int64 [S]: the softmax runs over these identities alone, and labels are places in this list (<see cref="ClassSample"/>).
    /// </param>
    public HeadOutput Forward(Tensor embeddings, Tensor labels, double strength = 1, long step = 0, Tensor? classes = null)
    {
        var norms = embeddings.norm(1, keepdim: true);
        var context = new MarginContext(norms, strength, step, training);
        var cosines = Pool(CenterCosines(embeddings, classes));
        var loss = F.cross_entropy(Logits(cosines, labels.unsqueeze(1), context), labels);
        if (_margin.Penalty(context) is { } penalty)
            loss = loss + penalty;
        return new HeadOutput(loss, cosines.detach());
    }

    /// <summary>The logits without margin at evaluation, [B, C], from the pooled cosines and the norms of the embeddings, [B, 1].</summary>
    public Tensor PlainLogits(Tensor cosines, Tensor norms) => Scaled(_margin.Others(cosines), norms);

    /// <summary>The K rows of each of the given identities.</summary>
    private Tensor Of(Parameter rows, Tensor? classes) =>
        classes is null ? rows : rows.view(Shape.Classes, -1).index_select(0, classes).view(RowShape(rows));

    private long[] RowShape(Parameter rows) => rows.dim() == 1 ? [-1] : [-1, Shape.Dim];

    private Tensor Logits(Tensor cosines, Tensor column, in MarginContext context)
    {
        var own = cosines.gather(1, column);
        var target = _margin.Target(own, context);
        if (training && SparesMisses)
            target = where(IsNearest(own.detach(), cosines.detach(), column), target, _margin.Others(own));
        var others = _margin.Others(Shape.FilterAbove > 0 ? Filtered(cosines) : cosines);
        return Scaled(others.scatter(1, column, target), context.Norms);
    }

    /// <summary>Which rows have no larger cosine than their own, bool [B, 1].</summary>
    private static Tensor IsNearest(Tensor own, Tensor cosines, Tensor column) =>
        own >= cosines.scatter(1, column, full_like(own, double.NegativeInfinity)).max(1, keepdim: true).values;

    private Tensor Scaled(Tensor logits, Tensor norms) => _margin.Geometry switch
    {
        LogitGeometry.Cosine => logits * (training ? Scale : Shape.Scale),
        LogitGeometry.NormTimesCosine => logits * norms,
        _ => logits,
    };

    private Tensor Filtered(Tensor cosines) => cosines.masked_fill(cosines.detach() > Shape.FilterAbove, 0);
}
