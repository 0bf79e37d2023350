using System.Text;
using Cleaner.Evaluation.Sets;
using Cleaner.Manifests;

namespace Cleaner.Evaluation.Tests.Sets;

public sealed class InsightFacePackTests
{
    public static TheoryData<string> Packs() =>
        ["python2", .. Enumerable.Range(1, 5).SelectMany(p => new[] { $"bytes-{p}", $"arrays-{p}" }), "flags-array"];

    [Theory]
    [MemberData(nameof(Packs))]
    public void Packs_of_every_Python_are_read(string name)
    {
        var pairs = InsightFacePack.Open(PathOf(name + ".bin"));
        Assert.Equal([true, false], pairs.Same);
        Assert.Equal([0, 2], pairs.Left);
        Assert.Equal([1, 3], pairs.Right);
        for (int i = 0; i < 4; i++)
        {
            byte[] expected = [0xFF, 0xD8, 0xFF, (byte)('0' + i), .. Enumerable.Repeat((byte)0x80, i)];
            Assert.Equal(expected, pairs.Images(i));
        }
    }

    [Fact]
    public void A_pickle_that_calls_a_function_is_refused_and_not_run()
    {
        var error = Assert.Throws<CleanerException>(() => InsightFacePack.Open(PathOf("evil.bin")));
        Assert.Contains("system", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void A_list_that_does_not_match_its_pairs_is_refused() =>
        Assert.Contains("3 images for 2 pairs", Assert.Throws<CleanerException>(() => InsightFacePack.Open(PathOf("odd.bin"))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_cut_anywhere_is_refused_with_one_line()
    {
        byte[] whole = File.ReadAllBytes(PathOf("arrays-4.bin"));
        string path = Path.Combine(Path.GetTempPath(), $"cleaner-{Guid.NewGuid():N}.bin");
        try
        {
            for (int length = 0; length < whole.Length; length++)
            {
                File.WriteAllBytes(path, whole[..length]);
                Assert.Throws<CleanerException>(() => InsightFacePack.Open(path));
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("\u0080\u0004B\u00ff\u00ff\u00ff\u007f.")]     // two gigabytes of bytes announced
    [InlineData("\u0080\u0002h\u0007.")]                       // recalls what was never remembered
    [InlineData("\u0080\u0002\u0086.")]                        // a pair of nothing
    [InlineData("\u0080\u0002(i__main__\nX\n.")]               // an opcode outside plain data
    [InlineData("not a pickle")]
    public void Malformed_pickles_are_refused(string text) =>
        Assert.Throws<InvalidDataException>(() => new PickleReader(Encoding.Latin1.GetBytes(text)).Read());

    internal static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Fixtures", "packs", name);
}
