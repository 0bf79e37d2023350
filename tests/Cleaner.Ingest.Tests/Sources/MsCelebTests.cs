using System.Text;
using Cleaner.Ingest.Sources;
using Cleaner.Ingest.Tests.Support;
using Cleaner.Manifests;

namespace Cleaner.Ingest.Tests.Sources;

public sealed class MsCelebTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("aligned", "m.0a m.0a m.0b")]
    [InlineData("devset", "m.0a m.0b")]
    [InlineData("full", "m.0a m.0b")]
    [InlineData("lowshot", "m.0a m.0b")]
    public void Each_of_the_four_files_is_recognised_and_read_in_place(string variant, string labels)
    {
        var ingested = new Ingested(_folder);
        ingested.Run(o => o with { Path = Archives.PathOf($"msceleb-{variant}.tsv") });
        var samples = ingested.Samples();
        Assert.Equal(labels, string.Join(' ', samples.Select(s => s.Sample.Label)));
        Assert.Equal(samples.Select((_, i) => Archives.Hash($"jpeg{90 + i}")), samples.Select(s => Convert.ToHexString(s.Sample.Sha256!)));
    }

    [Fact]
    public void The_face_rectangle_is_four_little_endian_floats()
    {
        var rectangle = MsCelebLayout.Rectangle4("KsQsP3Pumj2B6UE/Vj4/Pg=="u8);
        Assert.Equal([0.6749, 0.0757, 0.7575, 0.1868], rectangle!.Select(x => Math.Round(x, 4)));
    }

    [Fact]
    public void Broken_lines_are_bad_inputs_and_the_others_are_read()
    {
        var lines = File.ReadAllLines(Archives.PathOf("msceleb-aligned.tsv"));
        var last = lines[2].Split('\t');
        last[6] = "!!!!" + last[6][4..];
        _folder.Write("data/a.tsv", string.Join('\n', lines[0], "m.0c\tonly\tthree", lines[1], "", string.Join('\t', last), lines[2][..200]));
        var ingested = new Ingested(_folder);
        var summary = ingested.Run();
        Assert.Equal((2, 3), (summary.Kept, summary.BadInputs));
        Assert.Equal(3, summary.Bad[SampleStatus.Damaged]);
    }

    [Fact]
    public void A_text_with_tabs_is_not_taken_for_it()
    {
        _folder.Write("data/other.tsv", "a\tb\tc\td\te\tf\tg\n");
        Assert.False(new MsCelebFormat().Detect(_folder.At("data")));
    }

    [Fact]
    public void Lines_are_found_whatever_the_size_of_the_buffer()
    {
        var text = "first\r\n" + new string('x', 3_000_000) + "\n\nlast";
        using var lines = new ByteLines(new MemoryStream(Encoding.ASCII.GetBytes(text)));
        var seen = new List<(long Offset, int Length)>();
        while (lines.Next())
            seen.Add((lines.Offset, lines.Line.Length));
        Assert.Equal([(0, 5), (7, 3_000_000), (3_000_008, 0), (3_000_009, 4)], seen);
    }

    [Fact]
    public void A_line_over_the_limit_is_skipped_without_holding_it()
    {
        using var lines = new ByteLines(new MemoryStream(Encoding.ASCII.GetBytes("a\n" + new string('x', 5000) + "\nb\n")), maxLine: 64);
        var seen = new List<string>();
        while (lines.Next())
            seen.Add(lines.IsTooLong ? "too long" : Encoding.ASCII.GetString(lines.Line));
        Assert.Equal(["a", "too long", "b"], seen);
    }
}
