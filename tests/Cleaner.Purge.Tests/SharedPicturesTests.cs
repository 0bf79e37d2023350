using Cleaner.Manifests;
using Cleaner.Purge.Tests.Support;

namespace Cleaner.Purge.Tests;

public sealed class SharedPicturesTests
{
    private readonly Evidence _evidence = Some.WithEmbeddings([0, 0, 1, 1, 2], new float[5], 1);

    [Fact]
    public void Of_two_labels_that_claim_one_picture_the_worse_one_goes()
    {
        var (decisions, judged) = Judge([Conflict(2, 3)], [0, 0.4f, -0.3f, 0, 0]);
        Assert.Equal([Decision.Keep, Decision.Drop, Decision.Keep, Decision.Keep, Decision.Keep], decisions);
        Assert.Equal("the same picture stands under identity 101 (sample 3) and fits better there (-0.30 against 0.40)", judged.Reason(1));
        Assert.Null(judged.Reason(2));
    }

    [Fact]
    public void Of_three_labels_that_claim_one_picture_one_keeps_it()
    {
        var evidence = Some.WithEmbeddings([0, 0, 1, 1, 2, 2], new float[6], 1);
        var decisions = new Decision[6];
        SharedPictures.Judge(evidence, [Conflict(1, 3), Conflict(1, 5), Conflict(3, 5)], [0.2f, 0, 0.1f, 0, 0.3f, 0], (_, _) => false, decisions);
        Assert.Equal([Decision.Drop, Decision.Keep, Decision.Keep, Decision.Keep, Decision.Drop, Decision.Keep], decisions);
    }

    [Fact]
    public void A_picture_that_the_rule_has_dropped_under_one_label_stays_under_the_other()
    {
        var decisions = new Decision[5];
        decisions[2] = Decision.Drop;
        SharedPictures.Judge(_evidence, [Conflict(2, 3)], [0, 0.4f, 0.9f, 0, 0], (_, _) => false, decisions);
        Assert.Equal(Decision.Keep, decisions[1]);
    }

    [Fact]
    public void Labels_that_may_be_one_person_both_keep_the_picture() =>
        Assert.DoesNotContain(Decision.Drop, Judge([Conflict(2, 3)], [0, 0.4f, -0.3f, 0, 0], onePerson: true).Decisions);

    [Fact]
    public void Equal_scores_samples_alone_under_their_label_and_samples_that_the_run_has_not_seen_say_nothing() =>
        Assert.DoesNotContain(Decision.Drop, Judge([Conflict(1, 3), Conflict(2, 5), Conflict(2, 77)], [0, 0.4f, 0, 0, 0.9f]).Decisions);

    private (Decision[] Decisions, SharedPictures Judged) Judge(Finding[] conflicts, float[] score, bool onePerson = false)
    {
        var decisions = new Decision[score.Length];
        return (decisions, SharedPictures.Judge(_evidence, conflicts, score, (_, _) => onePerson, decisions));
    }

    private static Finding Conflict(long a, long b) => new(SharedPictures.Kind, 0, 0, a, b, 0, "");
}
