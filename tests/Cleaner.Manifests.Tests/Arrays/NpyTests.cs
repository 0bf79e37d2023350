using Cleaner.Manifests.Arrays;
using Cleaner.Manifests.Tests.Support;

namespace Cleaner.Manifests.Tests.Arrays;

public sealed class NpyTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("float32_4x3.npy")]
    [InlineData("version2.npy")]
    public void A_matrix_written_by_NumPy_reads_back(string name)
    {
        using var array = NpyArray<float>.Open(Fixture.Path(name));
        Assert.Equal([4L, 3L], array.Shape);
        Assert.Equal(4, array.Rows);
        Assert.Equal(3, array.Columns);
        Assert.Equal(Enumerable.Range(0, 12).Select(i => (i / 8f) - 0.5f), array.ToArray());
        Assert.Equal([0.25f, 0.375f, 0.5f], array.Row(2).ToArray());
        Assert.Equal(0.875f, array[11]);
    }

    [Fact]
    public void Vectors_of_other_types_written_by_NumPy_read_back()
    {
        using var ids = NpyArray<long>.Open(Fixture.Path("int64_5.npy"));
        Assert.Equal([1, -2, 1L << 40, long.MinValue, long.MaxValue], ids.ToArray());
        Assert.Equal(1, ids.Columns);
        using var flags = NpyArray<byte>.Open(Fixture.Path("bool_3.npy"));
        Assert.Equal([1, 0, 1], flags.ToArray());
        using var none = NpyArray<float>.Open(Fixture.Path("float32_0x8.npy"));
        Assert.Equal((0L, 8, 0L), (none.Rows, none.Columns, none.Length));
    }

    [Theory]
    [InlineData("float32_4x3.npy", new long[] { 4, 3 })]
    public void A_written_matrix_is_the_same_file_as_NumPys(string name, long[] shape)
    {
        float[] data = [.. Enumerable.Range(0, 12).Select(i => (i / 8f) - 0.5f)];
        Npy.Write<float>(folder.At("a.npy"), data, shape);
        Assert.Equal(File.ReadAllBytes(Fixture.Path(name)), File.ReadAllBytes(folder.At("a.npy")));
    }

    [Fact]
    public void A_written_vector_is_the_same_file_as_NumPys()
    {
        Npy.Write<long>(folder.At("a.npy"), [1, -2, 1L << 40, long.MinValue, long.MaxValue]);
        Assert.Equal(File.ReadAllBytes(Fixture.Path("int64_5.npy")), File.ReadAllBytes(folder.At("a.npy")));
    }

    [Fact]
    public void Nothing_stands_under_the_name_before_the_commit_and_nothing_is_left_without_one()
    {
        string path = folder.At("a.npy");
        using (var writer = new NpyWriter<int>(path, 2, 2))
        {
            writer.Append([1, 2]);
            Assert.False(File.Exists(path));
            Assert.Throws<InvalidOperationException>(writer.Commit);
            writer.Append(3);
            writer.Append(4);
            Assert.Throws<InvalidOperationException>(() => writer.Append(5));
            writer.Commit();
        }

        using (var writer = new NpyWriter<int>(path, 9, 9))
        {
            writer.Append(7);
        }

        using var array = NpyArray<int>.Open(path);
        Assert.Equal([1, 2, 3, 4], array.ToArray());
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Theory]
    [InlineData("fortran.npy", "Fortran order")]
    [InlineData("big_endian.npy", "'>f4', expected '<f4'")]
    [InlineData("int64_5.npy", "'<i8', expected '<f4'")]
    [InlineData("absent.npy", "no such file")]
    public void What_cannot_be_read_is_refused_in_one_line(string name, string expected) => Refused(Fixture.Path(name), expected);

    [Fact]
    public void A_file_that_is_cut_off_or_too_long_is_refused()
    {
        byte[] good = File.ReadAllBytes(Fixture.Path("float32_4x3.npy"));
        Refused(folder.Write("short.npy", good[..^1]), "is 175 bytes long, its header says 176");
        Refused(folder.Write("long.npy", [.. good, 0]), "is 177 bytes long, its header says 176");
        Refused(folder.Write("header.npy", good[..40]), "broken or cut off");
        Refused(folder.Write("empty.npy", []), "broken or cut off");
        Refused(folder.Write("text.npy", [.. Enumerable.Repeat((byte)'x', 200)]), "not a NumPy array");
    }

    [Theory]
    [InlineData("(4000000000, 99999999)", "its header says 1599999984000000128")]
    [InlineData("(9000000000, 9999999999999)", "absurd shape")]
    [InlineData("(-4, 3)", "broken or cut off")]
    public void An_absurd_shape_is_refused(string shape, string expected)
    {
        byte[] bytes = File.ReadAllBytes(Fixture.Path("float32_4x3.npy"));
        string header = System.Text.Encoding.ASCII.GetString(bytes, 10, 118).Replace("(4, 3)", shape, StringComparison.Ordinal);
        System.Text.Encoding.ASCII.GetBytes(header, 0, 118, bytes, 10);
        Refused(folder.Write("absurd.npy", bytes), expected);
    }

    [Fact]
    public void Rows_above_two_gibibytes_are_reached()
    {
        const long Rows = 600_000_000;
        string path = folder.At("large.npy");
        using (FileStream stream = File.Create(path))
        {
            stream.Write(NpyHeader.Format("<f4", [Rows, 1]));
            stream.SetLength(stream.Position + (Rows * 4));
            stream.Seek(-4, SeekOrigin.End);
            stream.Write(BitConverter.GetBytes(42f));
        }

        using var array = NpyArray<float>.Open(path);
        Assert.Equal(42f, array.Row(Rows - 1)[0]);
        Assert.Equal(0f, array[Rows - 2]);
        Assert.Throws<ArgumentOutOfRangeException>(() => array[Rows]);
        Assert.Throws<ArgumentOutOfRangeException>(() => array.Row(-1)[0]);
    }

    private static void Refused(string path, string expected)
    {
        var error = Assert.Throws<CleanerException>(() => NpyArray<float>.Open(path));
        Assert.Contains(expected, error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Rows_of_any_floating_type_read_as_float32()
    {
        Npy.Write<Half>(folder.At("half.npy"), [(Half)0.5, (Half)(-2), (Half)3, (Half)4], 2, 2);
        Npy.Write<double>(folder.At("double.npy"), [0.5, -2, 3, 4], 2, 2);
        Npy.Write<float>(folder.At("float.npy"), [0.5f, -2, 3, 4], 2, 2);
        foreach (string name in (string[])["half.npy", "double.npy", "float.npy"])
        {
            using FloatRows rows = FloatRows.Open(folder.At(name));
            var row = new float[2];
            rows.CopyRow(0, row);
            Assert.Equal((2L, 2), (rows.Rows, rows.Columns));
            Assert.Equal([0.5f, -2], row);
        }
    }
}
