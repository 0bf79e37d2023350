namespace Cleaner.Evaluation.Identification;

/// <summary>One point of open-set identification.</summary>
/// <param name="Fpir">The false positive identification rate asked for: share of unknown probes that are given a name.</param>
/// <param name="Tpir">Share of known probes that are given their right name at that threshold (detection and identification rate at rank 1).</param>
/// <param name="Threshold">The lowest cosine whose rate is at most <paramref name="Fpir"/>; just above every unknown probe when none may pass.</param>
/// <param name="Resolved">False when there are fewer than 1/fpir unknown probes.</param>
public sealed record OpenSetPoint(double Fpir, double Tpir, double Threshold, bool Resolved);

/// <summary>What identification found.</summary>
/// <param name="Gallery">Subjects in the gallery.</param>
/// <param name="Known">Probes of these subjects.</param>
/// <param name="Unknown">Probes of others.</param>
/// <param name="Cmc">Share of known probes that are found within rank 1, 2, 3 …</param>
/// <param name="OpenSet">TPIR at the rates asked for; empty without unknown probes.</param>
public sealed record IdentificationResult(int Gallery, int Known, int Unknown, double[] Cmc, IReadOnlyList<OpenSetPoint> OpenSet)
{
    /// <summary>Share of known probes found within a rank; a rank beyond the gallery counts as the last.</summary>
    public double RankRate(int rank) => Cmc.Length == 0 ? double.NaN : Cmc[Math.Clamp(rank, 1, Cmc.Length) - 1];
}

/// <summary>
/// 1:N identification. Closed set: cumulative match characteristic (Phillips et al. 2000). Open set: TPIR at FPIR, which ISO/IEC 19795-1
/// also writes as 1 − FNIR at FPIR and the IJB protocols call DIR at rank 1.
/// </summary>
public static class IdentificationMetrics
{
    /// <summary>Longest CMC that is kept.</summary>
    public const int LongestCmc = 100;

    /// <summary>Compares probes with a gallery.</summary>
    /// <param name="gallery">One template a subject.</param>
    /// <param name="probes">The probes.</param>
    /// <param name="fpirs">False positive identification rates to report, each 0…1.</param>
    /// <param name="stop">Ends the work.</param>
    public static IdentificationResult Measure(TemplateSet gallery, TemplateSet probes, double[] fpirs, CancellationToken stop)
    {
        var results = GalleryScan.Run(gallery, probes, stop);
        var known = results.Where(r => r.HasMate).ToArray();
        var unknown = results.Where(r => !r.HasMate).ToArray();
        var points = known.Length == 0 || unknown.Length == 0 ? [] : fpirs.Select(rate => OpenSet(known, unknown, rate)).ToArray();
        return new IdentificationResult(gallery.Count, known.Length, unknown.Length, Cmc(known, Math.Min(LongestCmc, gallery.Count)), points);
    }

    /// <summary>Share of probes with a rank of at most 1, 2 … <paramref name="ranks"/>; empty without probes.</summary>
    public static double[] Cmc(IReadOnlyCollection<ProbeResult> known, int ranks)
    {
        if (known.Count == 0)
        {
            return [];
        }

        var found = new int[ranks];
        foreach (var probe in known.Where(p => p.Rank <= ranks))
        {
            found[probe.Rank - 1]++;
        }

        for (int rank = 1; rank < ranks; rank++)
        {
            found[rank] += found[rank - 1];
        }

        return [.. found.Select(f => (double)f / known.Count)];
    }

    /// <summary>TPIR at a false positive identification rate; the rate is never exceeded.</summary>
    public static OpenSetPoint OpenSet(IReadOnlyCollection<ProbeResult> known, IReadOnlyCollection<ProbeResult> unknown, double fpir)
    {
        double threshold = Calibrate([.. unknown.Select(u => u.Best)], fpir);
        double right = known.Count(k => k.Rank == 1 && k.Mate >= threshold);
        return new OpenSetPoint(fpir, right / known.Count, threshold, fpir == 0 || unknown.Count * fpir >= 1 - 1e-9);
    }

    /// <summary>The lowest threshold that at most a share of unknown scores reaches.</summary>
    /// <param name="unknown">Best score of each unknown probe.</param>
    /// <param name="fpir">The share, 0…1.</param>
    public static double Calibrate(float[] unknown, double fpir)
    {
        float[] descending = [.. unknown.OrderDescending()];
        int allowed = (int)Math.Floor((fpir * descending.Length) + 1e-9);
        if (allowed >= descending.Length)
        {
            return -1;
        }

        // Of equal scores either all pass or none: the threshold lies just above the first one that must not.
        return Math.BitIncrement(descending[allowed]);
    }

    /// <summary>
    /// MegaFace's rank-1 (Kemelmacher-Shlizerman et al. 2016): for each ordered pair of images of one identity, whether the one finds the
    /// other before every distractor.
    /// </summary>
    /// <param name="probes">Images of known identities, two or more of each.</param>
    /// <param name="distractors">Images of others.</param>
    /// <param name="stop">Ends the work.</param>
    /// <returns>The share of pairs; NaN without a pair.</returns>
    public static double MegaFaceRank1(TemplateSet probes, TemplateSet distractors, CancellationToken stop)
    {
        // Only the strongest distractor of each probe matters; giving each a label of its own keeps them apart from the probes.
        var nameless = new TemplateSet([.. distractors.Labels.Select((_, i) => -1L - i)], distractors.Vectors, distractors.Dim);
        var strongest = GalleryScan.Run(nameless, new TemplateSet([.. probes.Labels.Select(_ => long.MinValue)], probes.Vectors, probes.Dim), stop);
        long pairs = 0, hits = 0;
        foreach (int[] group in probes.Labels.Select((label, i) => (label, i)).GroupBy(p => p.label, p => p.i).Select(g => g.ToArray()))
        {
            foreach (int probe in group)
            {
                foreach (int mate in group.Where(m => m != probe))
                {
                    pairs++;
                    hits += VectorMath.Dot(probes.Row(probe), probes.Row(mate)) > strongest[probe].Best ? 1 : 0;
                }
            }
        }

        return pairs == 0 ? double.NaN : (double)hits / pairs;
    }
}
