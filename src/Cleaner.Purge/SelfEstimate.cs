using System.Globalization;

namespace Cleaner.Purge;

/// <summary>What a purge expects of itself, without any truth: from the probability of each label being wrong.</summary>
/// <param name="Noise">Expected share of wrong labels in the set.</param>
/// <param name="Precision">Expected share of wrong labels among the drops; NaN where nothing is dropped.</param>
/// <param name="Recall">Expected share of the wrong labels that is dropped; NaN where none is expected.</param>
public sealed record SelfEstimate(double Noise, double Precision, double Recall)
{
    /// <summary>
    /// Share of right labels that look wrong to any model of the scores, and are dropped: what purges of sets without noise dropped. It
    /// lowers the precision that the probabilities alone would promise, by no more than if as many right labels went as were dropped for their score.
    /// </summary>
    public const double UnforeseenDrops = 0.002;

    /// <summary>What to know of the estimate from the second round on, where anything is found.</summary>
    public const string OfLaterRound = "this estimate is too good: the network, or one of them, was trained on what the last round kept, and agrees with it; believe the first round's";

    /// <summary>What to know of the estimate where <see cref="Scoring.LargeIdentities.IsHardlyLearned"/>.</summary>
    public const string OfHardlyLearned = "the network has hardly learned this set: it contradicts many of the labels that it was trained on, as surely as it knows the others, so that much of what is dropped may be labelled rightly, whatever the estimate says; train longer (--epochs) or on larger images (--input-size) and purge again, or say with --noise how many are wrong";

    /// <summary>What to know of the estimate where <see cref="Scoring.LargeIdentities.AreMistaken"/>: its precision was off by .02 to .33 on such sets, the most where they were badly learned.</summary>
    public const string OfMistaken = "people seem to have taken some of these identities for each other, and a mistaken picture is hard to tell from an ambiguous one: fewer of what is dropped may be wrong than is estimated; decide the doubtful ones with 'cleaner review'";

    /// <summary>Below this precision a person should look before anything is trained on the rest.</summary>
    public const double LowPrecision = 0.75;

    /// <summary>What to do where much of what goes may be labelled rightly, in one line; null: it is not so.</summary>
    public string? Caution() => !(Precision < LowPrecision)
        ? null
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{1 - Precision:P0} of what is dropped may be labelled rightly: decide the doubtful ones with 'cleaner review', or train longer or on larger images and purge again; 'cleaner revert' takes it back");

    /// <summary>Where more wrong labels than this share of the set are expected to stay, and more than are found, it is said.</summary>
    public const double ManyLeft = 0.01;

    /// <summary>What to do where most of the wrong labels are not told from hard right ones, in one line; null: it is not so.</summary>
    public string? Overlooked() => !(Recall < 0.5 && Noise * (1 - Recall) > ManyLeft)
        ? null
        : string.Create(
            CultureInfo.InvariantCulture,
            $"about {Noise:P0} of the labels seem wrong, but most of them look like hard right ones, which stay: where you know that so many are wrong, give --noise or a lower --probability (--dry-run shows what each would drop), or look at the doubtful ones with 'cleaner review'");

    /// <summary>All that a person should know before relying on it, a line each.</summary>
    /// <inheritdoc cref="Doubts"/>
    public IReadOnlyList<string> Cautions(PurgeOptions options, bool hardlyLearned, bool mistaken, bool fewImages) =>
    [
        .. new[] { Caution(), options.EstimatesNoise ? Overlooked() : null }.OfType<string>(),
        .. Doubts(options, hardlyLearned, mistaken, fewImages),
    ];

    /// <summary>Why it is too good, a line each: then the truth is at most so good.</summary>
    /// <param name="options">How the purge was asked for.</param>
    /// <param name="hardlyLearned">Whether the network has left the set so unlearned that the estimate is too good.</param>
    /// <param name="mistaken">Whether wrong labels resemble their pictures.</param>
    /// <param name="fewImages">Whether most identities have too few images (<see cref="ModelQuality.IsOfFewImages"/>).</param>
    public IReadOnlyList<string> Doubts(PurgeOptions options, bool hardlyLearned, bool mistaken, bool fewImages) =>
    [
        .. new[]
        {
            options.Noise is not null ? null : hardlyLearned ? OfHardlyLearned : mistaken ? OfMistaken : null,
            fewImages && options.EstimatesNoise ? ModelQuality.OfFewImages : null,
            options.Round > 1 && !double.IsNaN(Precision) ? OfLaterRound : null,
        }.OfType<string>(),
    ];

    /// <param name="probability">Of each label being wrong.</param>
    /// <param name="drop">Which samples go.</param>
    /// <param name="sure">Those that surely show another identity, whatever a model of the scores says; empty: none.</param>
    public static SelfEstimate Of(ReadOnlySpan<float> probability, ReadOnlySpan<bool> drop, ReadOnlySpan<bool> sure = default)
    {
        double wrong = 0, wrongDropped = 0;
        int dropped = 0, byScore = 0;
        for (int i = 0; i < drop.Length; i++)
        {
            wrong += probability[i];
            if (drop[i])
            {
                wrongDropped += probability[i];
                dropped++;
                byScore += !sure.IsEmpty && sure[i] ? 0 : 1;
            }
        }

        return new SelfEstimate(
            drop.Length == 0 ? 0 : wrong / drop.Length,
            dropped == 0 ? double.NaN : wrongDropped / (dropped + Math.Min(byScore, UnforeseenDrops * (drop.Length - wrong))),
            wrong == 0 ? double.NaN : wrongDropped / wrong);
    }
}
