using Cleaner.Manifests;

namespace Cleaner.Evaluation.Pairs;

/// <summary>
/// A list of image pairs and whether each shows one identity, as read from an insightface <c>.bin</c> pack or from LFW's
/// <c>pairs.txt</c>. Pair i compares images Left[i] and Right[i].
/// </summary>
/// <param name="Name">Name of the set, e.g. "lfw".</param>
/// <param name="Where">What to call image i in errors.</param>
/// <param name="Images">Encoded bytes of image i, or the place to get them from; called once an image.</param>
/// <param name="Count">Number of images.</param>
/// <param name="Left">Index of the first image of each pair.</param>
/// <param name="Right">Index of the second image of each pair.</param>
/// <param name="Same">True where both show one identity.</param>
/// <param name="Folds">Number of folds of the protocol: pairs lie fold by fold, in equal parts.</param>
public sealed record EvaluationPairs(
    string Name, Func<int, string> Where, Func<int, byte[]> Images, int Count, int[] Left, int[] Right, bool[] Same, int Folds = 10)
{
    /// <summary>Cosine of each pair from one embedding an image.</summary>
    /// <param name="embeddings">[Count, dim], any length of vector.</param>
    public float[] Scores(EmbeddingSet embeddings)
    {
        if (embeddings.Count != Count)
        {
            throw new CleanerException($"{Name}: {embeddings.Count} embeddings for {Count} images");
        }

        var scores = new float[Left.Length];
        var a = new float[embeddings.Dim];
        var b = new float[embeddings.Dim];
        for (int i = 0; i < scores.Length; i++)
        {
            embeddings.CopyNormalised(Left[i], a);
            embeddings.CopyNormalised(Right[i], b);
            scores[i] = VectorMath.Dot(a, b);
        }

        return scores;
    }
}
