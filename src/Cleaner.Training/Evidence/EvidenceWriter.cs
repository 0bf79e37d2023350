using Cleaner.Training.Running;
using Cleaner.Manifests.Arrays;
using Cleaner.Training.Heads;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Cleaner.Training.Evidence;

/// <summary>
/// Writes what the purge works with, row by row: embeddings, and for each image the cosines to the centers of its identity, the nearest
/// of them, the nearest other identity, and the loss without margin. Files get their final names in <see cref="Commit"/>, all or none.
/// </summary>
public sealed class EvidenceWriter : IDisposable
{
    private const long CosinesAtOnce = 32L << 20;

    private readonly MarginHead _head;
    private readonly Tensor _centers;
    private readonly long[] _classes;
    private readonly NpyWriter<float> _embeddings, _ownCosines, _otherCosine, _loss;
    private readonly NpyWriter<int> _ownCenter;
    private readonly NpyWriter<long> _otherIdentity;

    /// <param name="folder">The run folder.</param>
    /// <param name="head">The trained head.</param>
    /// <param name="classes">Identity id of each class, [C].</param>
    /// <param name="rows">Rows that will be added.</param>
    public EvidenceWriter(RunFolder folder, MarginHead head, long[] classes, long rows)
    {
        (_head, _classes) = (head, classes);
        using (no_grad())
        using (var scope = NewDisposeScope())
            _centers = F.normalize(head.Weight.detach().to_type(ScalarType.Float32)).DetachFromDisposeScope();
        Directory.CreateDirectory(folder.Scores);
        _embeddings = new NpyWriter<float>(folder.Embeddings, rows, head.Shape.Dim);
        _ownCosines = new NpyWriter<float>(folder.OwnCosines, rows, head.Shape.K);
        _otherCosine = new NpyWriter<float>(folder.OtherCosine, [rows]);
        _loss = new NpyWriter<float>(folder.Loss, [rows]);
        _ownCenter = new NpyWriter<int>(folder.OwnCenter, [rows]);
        _otherIdentity = new NpyWriter<long>(folder.OtherIdentity, [rows]);
    }

    /// <summary>L2-normalised centers, [C·K, D], on the CPU.</summary>
    public float[] Centers() => TensorValues.Of<float>(_centers);

    /// <summary>Adds rows.</summary>
    /// <param name="embeddings">[B, D], not normalised, on the head's device.</param>
    /// <param name="labels">Class of each, int64 [B].</param>
    public void Add(Tensor embeddings, Tensor labels)
    {
        var step = (int)Math.Max(1, CosinesAtOnce / (_head.Shape.Classes * (long)_head.Shape.K));
        for (var start = 0; start < (int)embeddings.size(0); start += step)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(step, (int)embeddings.size(0) - start);
            AddBlock(embeddings.narrow(0, start, count), labels.narrow(0, start, count));
        }
    }

    /// <summary>Gives all files their names.</summary>
    public void Commit()
    {
        _embeddings.Commit();
        _ownCosines.Commit();
        _otherCosine.Commit();
        _loss.Commit();
        _ownCenter.Commit();
        _otherIdentity.Commit();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _embeddings.Dispose();
        _ownCosines.Dispose();
        _otherCosine.Dispose();
        _loss.Dispose();
        _ownCenter.Dispose();
        _otherIdentity.Dispose();
        _centers.Dispose();
    }

    private void AddBlock(Tensor embeddings, Tensor labels)
    {
        var (count, k) = (embeddings.size(0), _head.Shape.K);
        var column = labels.unsqueeze(1);
        var unit = F.normalize(embeddings);
        var cosines = F.linear(unit, _centers).view(count, -1, k);
        var own = cosines.gather(1, labels.view(-1, 1, 1).expand(count, 1, k)).squeeze(1);
        var nearest = cosines.max(2).values;
        var (otherCosine, otherClass) = nearest.scatter(1, column, full(new long[] { count, 1 }, -2f, device: nearest.device)).max(1);
        var norms = embeddings.norm(1, keepdim: true);
        var logits = _head.PlainLogits(_head.Pool(_head.CenterCosines(embeddings)), norms);
        var loss = F.cross_entropy(logits, labels, reduction: nn.Reduction.None);

        _embeddings.Append(TensorValues.Of<float>(unit));
        _ownCosines.Append(TensorValues.Of<float>(own));
        _ownCenter.Append([.. TensorValues.Of<long>(own.argmax(1)).Select(c => (int)c)]);
        _otherIdentity.Append([.. TensorValues.Of<long>(otherClass).Select(c => _classes[c])]);
        _otherCosine.Append(TensorValues.Of<float>(otherCosine));
        _loss.Append(TensorValues.Of<float>(loss));
    }

}
