namespace Cleaner.Bench.Noise.Planting;

/// <summary>Which kind of wrong label is planted.</summary>
internal enum NoiseKind
{
    /// <summary>A stranger: somebody who is not an identity of the set.</summary>
    Open,

    /// <summary>A picture of another identity of the set.</summary>
    Closed,

    /// <summary>Half strangers, half other identities.</summary>
    Mixed,
}

/// <summary>A picture and the label that it gets.</summary>
/// <param name="Picture">The picture.</param>
/// <param name="Label">The label it is filed under.</param>
/// <param name="Kind">"clean", "open" or "closed".</param>
internal sealed record Planted(Picture Picture, string Label, string Kind);

/// <summary>What goes where: the noisy training set and the identities held out for evaluation.</summary>
/// <param name="Training">Every training picture with the label it gets.</param>
/// <param name="HeldOut">Clean pictures of identities that training never sees.</param>
internal sealed record NoisePlan(IReadOnlyList<Planted> Training, IReadOnlyList<Picture> HeldOut)
{
    /// <summary>
    /// Splits the identities into training, strangers and held out, then plants noise so that a share <paramref name="rate"/>
    /// of the training set is wrong. The size of the training set is that of its clean pictures: a wrong picture takes a right one's place.
    /// Every label keeps its size up to chance; where strangers are too few for the rate, the set is made smaller instead.
    /// </summary>
    /// <param name="set">Pictures by identity.</param>
    /// <param name="kind">What is planted.</param>
    /// <param name="rate">0 ≤ rate &lt; 1: share of the training set with a wrong label.</param>
    /// <param name="strangers">Share of the identities that serve as strangers.</param>
    /// <param name="heldOut">Share of the identities held out for evaluation.</param>
    /// <param name="seed">The same seed gives the same plan; the split depends on the seed alone, so that rates can be compared.</param>
    public static NoisePlan Make(SortedDictionary<string, List<Picture>> set, NoiseKind kind, double rate, double strangers, double heldOut, int seed)
    {
        var order = set.Keys.ToArray();
        new Random(seed).Shuffle(order);
        var heldOutCount = (int)Math.Round(heldOut * order.Length);
        var strangerCount = (int)Math.Round(strangers * order.Length);
        var evaluation = order[..heldOutCount].SelectMany(i => set[i]).ToList();
        var strangerPool = order[heldOutCount..(heldOutCount + strangerCount)].SelectMany(i => set[i]).ToArray();
        var labels = order[(heldOutCount + strangerCount)..];
        var clean = labels.SelectMany(i => set[i]).ToArray();

        var random = new Random(seed * 1_000_003 + (int)kind * 1009 + (int)Math.Round(rate * 1000));
        random.Shuffle(clean);
        random.Shuffle(strangerPool);

        var openShare = kind switch { NoiseKind.Open => 1.0, NoiseKind.Closed => 0.0, _ => 0.5 };
        var total = clean.Length;
        if (openShare > 0 && rate * openShare * total > strangerPool.Length)
            total = (int)(strangerPool.Length / (rate * openShare));
        var wrong = (int)Math.Round(rate * total);
        var open = (int)Math.Round(wrong * openShare);
        var closed = wrong - open;

        var training = new List<Planted>(total);
        for (var i = 0; i < total; i++)
        {
            var place = clean[i];
            if (i < open)
                training.Add(new Planted(strangerPool[i], place.Identity, "open"));
            else if (i < open + closed)
                training.Add(new Planted(place, OtherLabel(labels, place.Identity, random), "closed"));
            else
                training.Add(new Planted(place, place.Identity, "clean"));
        }
        return new NoisePlan(training, evaluation);
    }

    private static string OtherLabel(string[] labels, string own, Random random)
    {
        while (true)
        {
            var label = labels[random.Next(labels.Length)];
            if (label != own)
                return label;
        }
    }
}
