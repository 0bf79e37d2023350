using Cleaner.Evaluation.Identification;
using Cleaner.Manifests;

namespace Cleaner.Evaluation.Templates;

/// <summary>One image of a template.</summary>
/// <param name="Row">Row of its embedding.</param>
/// <param name="Template">Template it belongs to.</param>
/// <param name="Media">Photo or video it comes from; frames of one video count as one.</param>
/// <param name="Weight">Quality weight, 1 for none.</param>
public readonly record struct TemplateImage(int Row, int Template, int Media, float Weight);

/// <summary>
/// Set-to-set verification of IJB-B and IJB-C: the images of a template become one vector, and templates are compared by cosine.
/// Pooling as in insightface's eval_ijbc.py: weighted embeddings are averaged within each media, the media are summed and the sum is
/// normalised.
/// </summary>
public static class TemplateProtocol
{
    /// <summary>Makes one vector of each template; the labels are the template numbers, ascending.</summary>
    /// <param name="embeddings">Embeddings of the images; an embedding enters with its length divided out.</param>
    /// <param name="images">Which image belongs where.</param>
    public static TemplateSet Pool(EmbeddingSet embeddings, IReadOnlyList<TemplateImage> images)
    {
        int[] templates = [.. images.Select(i => i.Template).Distinct().Order()];
        var place = templates.Select((template, i) => (template, i)).ToDictionary(p => p.template, p => p.i);
        var vectors = new float[checked(templates.Length * embeddings.Dim)];
        var row = new float[embeddings.Dim];
        var media = new float[embeddings.Dim];
        foreach (var group in images.GroupBy(i => (i.Template, i.Media)))
        {
            Array.Clear(media);
            int count = 0;
            foreach (var image in group)
            {
                embeddings.CopyNormalised(image.Row, row);
                for (int k = 0; k < row.Length; k++)
                {
                    media[k] += row[k] * image.Weight;
                }

                count++;
            }

            var sum = vectors.AsSpan(place[group.Key.Template] * embeddings.Dim, embeddings.Dim);
            for (int k = 0; k < media.Length; k++)
            {
                sum[k] += media[k] / count;
            }
        }

        for (int i = 0; i < templates.Length; i++)
        {
            VectorMath.Normalise(vectors.AsSpan(i * embeddings.Dim, embeddings.Dim));
        }

        return new TemplateSet([.. templates.Select(t => (long)t)], vectors, embeddings.Dim);
    }

    /// <summary>Cosine of each pair of templates.</summary>
    /// <exception cref="CleanerException">A pair names a template that has no image.</exception>
    public static (float[] Scores, bool[] Same) Score(TemplateSet templates, IReadOnlyList<(int Left, int Right, bool Same)> pairs)
    {
        var place = templates.Labels.Select((label, i) => (label, i)).ToDictionary(p => p.label, p => p.i);
        int Place(int template) => place.TryGetValue(template, out int at)
            ? at
            : throw new CleanerException($"template {template} stands in the list of pairs but has no image; the two files do not belong together");
        var left = pairs.Select(p => Place(p.Left)).ToArray();
        var right = pairs.Select(p => Place(p.Right)).ToArray();
        var scores = new float[pairs.Count];
        Parallel.For(0, scores.Length, i => scores[i] = VectorMath.Dot(templates.Row(left[i]), templates.Row(right[i])));
        return (scores, [.. pairs.Select(p => p.Same)]);
    }
}
