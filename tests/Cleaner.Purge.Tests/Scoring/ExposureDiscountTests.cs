using Cleaner.Purge.Scoring;

namespace Cleaner.Purge.Tests.Scoring;

public sealed class ExposureDiscountTests
{
    // 950 right labels around 0 and 50 wrong ones around 6.
    private static readonly float[] Usual = [.. Enumerable.Range(0, 1000).Select(i => (i % 20 == 0 ? 6 : 0) + (((i * 37) % 101) - 50) / 50f)];
    private static readonly NoiseMixture Mixture = NoiseMixture.Fit(Usual, [.. Enumerable.Range(0, 200).Select(i => 6 + ((i - 100) / 100f))], new Skew(1.8, 3));

    [Fact]
    public void Pictures_that_nearly_all_look_wrong_for_being_dark_are_cleared_and_the_expected_number_stays()
    {
        float[] scores = [.. Usual, .. Enumerable.Range(0, 60).Select(i => i < 20 ? 0 : 5.5f)];
        float[] before = [.. scores];
        bool[] cleared = ExposureDiscount.Apply(scores, Mixture, From(1000, scores.Length), _ => true);
        Assert.Equal(before[..1000], scores[..1000]);
        Assert.Equal(40, cleared.Count(c => c));
        Assert.DoesNotContain(scores[1000..], score => score >= Mixture.Threshold());
        Assert.Equal(0.05 * 60, scores[1000..].Sum(score => Mixture.Posterior(score)), 0.3);
    }

    [Fact]
    public void Dark_pictures_among_which_no_more_is_wrong_than_elsewhere_are_judged_as_ever()
    {
        float[] scores = [.. Usual, .. Usual[..100]];
        float[] before = [.. scores];
        Assert.DoesNotContain(true, ExposureDiscount.Apply(scores, Mixture, From(1000, scores.Length), _ => true));
        Assert.Equal(before, scores);
    }

    [Fact]
    public void Where_most_labels_are_wrong_a_dark_picture_that_fits_nobody_still_goes()
    {
        float[] scores = [.. Enumerable.Range(0, 1000).Select(i => i % 10 < 6 ? 6f : 0), .. Enumerable.Repeat(5.5f, 60)];
        Assert.DoesNotContain(true, ExposureDiscount.Apply(scores, Mixture, From(1000, scores.Length), _ => true));
        Assert.All(scores[1000..], score => Assert.True(score >= Mixture.Threshold()));
    }

    [Fact]
    public void A_set_of_dark_pictures_is_judged_as_any_other()
    {
        float[] scores = [.. Usual, .. Enumerable.Repeat(5.5f, 1000)];
        Assert.DoesNotContain(true, ExposureDiscount.Apply(scores, Mixture, From(1000, scores.Length), _ => true));
    }

    [Fact]
    public void Samples_without_company_do_not_count()
    {
        float[] scores = [.. Usual, .. Enumerable.Repeat(5.5f, 60)];
        Assert.DoesNotContain(true, ExposureDiscount.Apply(scores, Mixture, From(1000, scores.Length), row => row < 1000));
    }

    private static bool[] From(int first, int count) => [.. Enumerable.Range(0, count).Select(row => row >= first)];
}
