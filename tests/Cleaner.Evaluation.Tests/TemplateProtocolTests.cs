using Cleaner.Evaluation.Identification;
using Cleaner.Evaluation.Templates;
using Cleaner.Manifests;

namespace Cleaner.Evaluation.Tests;

public sealed class TemplateProtocolTests
{
    [Fact]
    public void Frames_of_one_video_count_as_one_and_scores_weigh()
    {
        // Template 1: a photo at (1, 0) and a video of two frames at (0, 1), the second of half quality. Template 2: one photo.
        using var set = EmbeddingSet.FromMemory("set", new float[] { 1, 0, 0, 1, 0, 1, 3, 4 }, 2, new long[4]);
        var pooled = TemplateProtocol.Pool(set, [new(0, 1, 10, 1), new(1, 1, 11, 1), new(2, 1, 11, 0.5f), new(3, 2, 12, 0.3f)]);
        Assert.Equal([1, 2], pooled.Labels);
        double length = Math.Sqrt(1 + (0.75 * 0.75));
        Assert.Equal(1 / length, pooled.Row(0)[0], 1e-6);
        Assert.Equal(0.75 / length, pooled.Row(0)[1], 1e-6);
        Assert.Equal(0.8, pooled.Row(1)[1], 1e-6);

        var (scores, same) = TemplateProtocol.Score(pooled, [(1, 2, true), (2, 2, false)]);
        Assert.Equal((0.6 + (0.8 * 0.75)) / length, scores[0], 1e-6);
        Assert.Equal([true, false], same);
    }

    [Fact]
    public void The_lists_are_read_as_insightface_reads_them()
    {
        using var folder = new TemporaryFolder();
        folder.Write("ijbc_face_tid_mid.txt", "1.jpg 1 69544\n2.jpg 1 69544\n3.jpg 2 7\n");
        folder.Write("ijbc_template_pair_label.txt", "1 2 0\n1 1 1\n");
        folder.Write("ijbc_name_5pts_score.txt", "1.jpg 1 2 3 4 5 6 7 8 9 10 0.5\n2.jpg 1 2 3 4 5 6 7 8 9 10 1\n3.jpg 1 2 3 4 5 6 7 8 9 10 0.25\n");
        var plain = IjbMeta.Open(folder.Path, useScores: false);
        Assert.Equal([new(0, 1, 69544, 1), new(1, 1, 69544, 1), new(2, 2, 7, 1)], plain.Images);
        Assert.Equal([(1, 2, false), (1, 1, true)], plain.Pairs);
        Assert.Equal(["1.jpg", "2.jpg", "3.jpg"], plain.Names);
        Assert.Equal("ijbc", plain.Name);
        Assert.Equal([0.5f, 1, 0.25f], IjbMeta.Open(folder.Path, useScores: true).Images.Select(i => i.Weight));
    }

    [Fact]
    public void Templates_joined_by_genuine_pairs_are_one_subject()
    {
        var subjects = TemplateSubjects.Of([(7, 3, true), (3, 9, true), (9, 5, false), (5, 1, true), (8, 7, false)]);
        Assert.Equal(3, subjects.Count);
        Assert.Equal(subjects.Of(7), subjects.Of(9));
        Assert.Equal(subjects.Of(5), subjects.Of(1));
        Assert.Equal(3, new[] { subjects.Of(7), subjects.Of(5), subjects.Of(8) }.Distinct().Count());
    }

    [Fact]
    public void A_broken_line_is_named()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a_face_tid_mid.txt", "1.jpg 1 2\n2.jpg 1\n");
        folder.Write("a_template_pair_label.txt", "1 2 0\n");
        var error = Assert.Throws<CleanerException>(() => IjbMeta.Open(folder.Path, false));
        Assert.Contains("a_face_tid_mid.txt:2: 2 fields where 3 are needed", error.Message, StringComparison.Ordinal);
        Assert.Throws<CleanerException>(() => IjbMeta.Open(folder.At("none"), false));
    }

    [Fact]
    public void A_pair_of_a_template_without_image_is_refused()
    {
        var templates = new TemplateSet([1], [1, 0], 2);
        Assert.Contains("template 5", Assert.Throws<CleanerException>(() => TemplateProtocol.Score(templates, [(1, 5, true)])).Message, StringComparison.Ordinal);
    }
}
