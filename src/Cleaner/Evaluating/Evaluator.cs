using Cleaner.Evaluation;
using Cleaner.Evaluation.Comparison;
using Cleaner.Evaluation.Curves;
using Cleaner.Evaluation.Identification;
using Cleaner.Evaluation.Noise;
using Cleaner.Evaluation.Pairs;
using Cleaner.Evaluation.Sets;
using Cleaner.Evaluation.Templates;
using Cleaner.Manifests;

namespace Cleaner.Evaluating;

/// <summary>Evaluates each model on each set and gathers the figures.</summary>
internal sealed class Evaluator(EvaluationOptions options, ImageEmbedder embedder, CancellationToken stop)
{
    private readonly List<VerificationFigures> _verification = [];
    private readonly List<IdentificationFigures> _identification = [];
    private readonly List<ComparisonFigures> _comparison = [];

    public EvaluationDocument Run()
    {
        if (options.Embeddings.Count > 0)
        {
            Labelled("", options.Embeddings, Names(options.Embeddings));
        }

        if (options.Folder is { } folder)
        {
            Labelled("", [.. options.Models.Select(m => HeldOut(folder, m))], Names(options.Models));
        }

        foreach (string list in options.Pairs)
        {
            Pairs(InsightFacePack.IsNamedLikeOne(list) ? InsightFacePack.Open(list) : LfwPairs.Open(list, ImagesOf(list)));
        }

        if (options.Ijb is not null)
        {
            Templates(IjbMeta.Open(options.Ijb, options.DetectorScores));
        }

        if (options.Gallery is not null)
        {
            GalleryAndProbes();
        }

        return new EvaluationDocument
        {
            Verification = _verification.Count == 0 ? null : _verification,
            Identification = _identification.Count == 0 ? null : _identification,
            Comparison = _comparison.Count == 0 ? null : _comparison,
            Noise = options.Truth is null ? null : JudgeNoise(options.Manifest!, options.Truth),
        };
    }

    /// <summary>All pairs of labelled sets, one a model.</summary>
    private void Labelled(string setName, IReadOnlyList<string> folders, IReadOnlyList<string> names)
    {
        var sets = folders.Select(EmbeddingFolder.Open).ToList();
        try
        {
            for (int i = 0; i < sets.Count; i++)
            {
                _verification.Add(VerificationFigures.Of(names[i], setName, Verification.AllPairs(sets[i], options.Fars, stop)));
                if (options.Identification)
                {
                    var (gallery, probes) = GallerySplit.Of(sets[i]);
                    Identify(names[i], gallery, probes);
                }
            }

            if (sets.Count > 1 && options.Bootstrap > 0)
            {
                var (figures, identities) = ModelComparison.Verification(sets, options.Fars, options.Bootstrap, options.Seed);
                Compare(setName, identities, "identities", names, figures);
            }
        }
        finally
        {
            sets.ForEach(s => s.Dispose());
        }
    }

    private string HeldOut(string images, string model)
    {
        bool flip = options.Flip ?? false;
        if (!InputPath.IsManifest(images))
        {
            return embedder.Folder(images, model, flip);
        }

        var (path, revision) = Manifest.ParseReference(images);
        using var manifest = Manifest.Open(path);
        return embedder.Manifest(manifest, revision, model, flip);
    }

    /// <summary>A list of pairs with folds.</summary>
    private void Pairs(EvaluationPairs pairs)
    {
        var names = Names(options.Models);
        var (scores, right) = (new List<float[]>(), new List<bool[]>());
        for (int i = 0; i < options.Models.Count; i++)
        {
            using var set = EmbeddingFolder.Open(embedder.Images(pairs.Name, pairs.Where, pairs.Images, pairs.Count, options.Models[i], options.Flip ?? true));
            scores.Add(pairs.Scores(set));
            var folds = pairs.Folds < 2 ? null : FoldProtocol.Run(scores[i], pairs.Same, pairs.Folds, options.Grid ? ThresholdSearch.Grid : ThresholdSearch.Exact);
            _verification.Add(VerificationFigures.Of(names[i], pairs.Name, Verification.OfPairs(scores[i], pairs.Same, options.Fars), folds));
            if (folds is not null)
            {
                right.Add(FoldProtocol.Right(scores[i], pairs.Same, folds));
            }
        }

        if (scores.Count > 1 && options.Bootstrap > 0)
        {
            var rates = ModelComparison.Pairs(scores, [.. pairs.Same.Select((same, i) => new UnitPair(i, i, same))], pairs.Same.Length, options.Fars, options.Bootstrap, options.Seed);
            var accuracy = right.Count == 0 ? [] : ModelComparison.Accuracy(right, options.Bootstrap, options.Seed);
            Compare(pairs.Name, pairs.Same.Length, "pairs", names, [.. rates.Select((r, i) => accuracy.Length == 0 ? r : [.. accuracy[i], .. r])]);
        }
    }

    /// <summary>Templates of IJB-B or IJB-C.</summary>
    private void Templates(IjbMeta meta)
    {
        string images = ImagesOf("--ijb");
        var names = Names(options.Models);
        var scores = new List<float[]>();
        for (int i = 0; i < options.Models.Count; i++)
        {
            string folder = embedder.Images(meta.Name, n => meta.Names[n], n => File.ReadAllBytes(Path.Combine(images, meta.Names[n])), meta.Names.Count, options.Models[i], options.Flip ?? true);
            using var set = EmbeddingFolder.Open(folder);
            var (cosines, same) = TemplateProtocol.Score(TemplateProtocol.Pool(set, meta.Images), meta.Pairs);
            scores.Add(cosines);
            _verification.Add(VerificationFigures.Of(names[i], meta.Name, Verification.OfPairs(cosines, same, options.Fars)));
        }

        if (scores.Count > 1 && options.Bootstrap > 0)
        {
            var subjects = TemplateSubjects.Of(meta.Pairs);
            UnitPair[] pairs = [.. meta.Pairs.Select(p => new UnitPair(subjects.Of(p.Left), subjects.Of(p.Right), p.Same))];
            Compare(meta.Name, subjects.Count, "subjects", names, ModelComparison.Pairs(scores, pairs, subjects.Count, options.Fars, options.Bootstrap, options.Seed));
        }
    }

    private void GalleryAndProbes()
    {
        var sets = EmbeddingFolder.OpenTogether([options.Gallery!, options.Probes!]);
        using var gallery = sets[0];
        using var probes = sets[1];
        Identify(probes.Name, TemplateSet.Pooled(gallery), TemplateSet.Singles(probes));
    }

    private void Identify(string name, TemplateSet gallery, TemplateSet probes)
    {
        double? megaFace = null;
        if (options.Distractors is not null)
        {
            using var distractors = EmbeddingFolder.Open(options.Distractors);
            megaFace = IdentificationMetrics.MegaFaceRank1(probes, TemplateSet.Singles(distractors), stop);
        }

        _identification.Add(IdentificationFigures.Of(name, IdentificationMetrics.Measure(gallery, probes, options.Fpirs, stop), megaFace));
    }

    private void Compare(string set, int units, string unit, IReadOnlyList<string> names, ComparedFigure[][] figures) =>
        _comparison.Add(new ComparisonFigures(set, units, unit, [.. names.Select((name, i) => new ModelFigures(name, figures[i]))]));

    private static NoiseFigures JudgeNoise(string reference, string truth)
    {
        var (path, revision) = Manifest.ParseReference(reference);
        using var manifest = Manifest.Open(path);
        var report = NoiseReport.Of(manifest, revision, GroundTruth.Read(truth), truth);
        return NoiseFigures.Of(path, revision ?? manifest.Head, report);
    }

    private string ImagesOf(string what) => options.Images ?? throw new UsageException($"{what} only names its images: give their folder with --images");

    /// <summary>The last part of each path, or all of it where the last parts are not different.</summary>
    private static string[] Names(IReadOnlyList<string> paths)
    {
        string[] last = [.. paths.Select(p => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(p))))];
        return last.Distinct().Count() == last.Length ? last : [.. paths];
    }
}
