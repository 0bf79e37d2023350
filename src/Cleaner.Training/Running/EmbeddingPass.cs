using Cleaner.Training.Backbones;
using Cleaner.Training.Data;
using Cleaner.Training.Engine;
using TorchSharp;
using static TorchSharp.torch;

namespace Cleaner.Training.Running;

/// <summary>Runs a network in evaluation mode over every row of a source, in order.</summary>
/// <param name="Source">The images.</param>
/// <param name="Device">Where the network lies.</param>
/// <param name="BatchSize">Images at once.</param>
/// <param name="Workers">Threads that read them.</param>
/// <param name="ChannelsLast">NHWC order.</param>
/// <param name="Flip">Add the embedding of the mirrored image, as insightface's evaluation does.</param>
internal sealed record EmbeddingPass(IPixelSource Source, Device Device, int BatchSize, int Workers, bool ChannelsLast = false, bool Flip = false)
{
    /// <summary>
    /// Calls <paramref name="each"/> for every batch with the embeddings, float [B, D] on the device, not normalised, and the batch:
    /// where <c>Shown[i]</c> differs from <c>Rows[i]</c> the image could not be read and row i of the embeddings is worthless.
    /// Tensors made inside are freed after the call.
    /// </summary>
    public void Run(Backbone backbone, Action<Tensor, Batch> each, Action<long>? done, CancellationToken stop)
    {
        var wasTraining = backbone.training;
        backbone.eval();
        try
        {
            using var still = no_grad();
            using var loader = new BatchLoader(Source, new SequentialPlan(Source.Count, BatchSize), 0, Workers);
            using var feed = new BatchFeed(loader, Source.Shape, Device, BatchSize);
            var inputs = new InputTensors(Device, ChannelsLast);
            var seen = 0L;
            while (feed.Next(stop) is var (batch, bytes))
            {
                using var scope = NewDisposeScope();
                var images = inputs.Images(bytes);
                bytes.Dispose();
                var embeddings = backbone.call(images);
                feed.Prefetch(stop);
                if (Flip)
                    embeddings = embeddings + backbone.call(images.flip(3));
                each(embeddings.to_type(ScalarType.Float32), batch);
                done?.Invoke(seen += batch.Rows.Length);
            }
        }
        finally
        {
            backbone.train(wasTraining);
        }
    }
}
