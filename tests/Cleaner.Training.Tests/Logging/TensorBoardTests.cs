using System.Buffers.Binary;
using System.Text;
using Cleaner.Training.Logging;

namespace Cleaner.Training.Tests.Logging;

public sealed class TensorBoardTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_checksum_is_the_published_one()
    {
        // RFC 3720, B.4.
        Assert.Equal(0xE3069283u, Crc32C.Compute("123456789"u8));
        Assert.Equal(0x8A9136AAu, Crc32C.Compute(new byte[32]));
        Assert.Equal(0x62A8AB43u, Crc32C.Compute(Enumerable.Repeat((byte)0xFF, 32).ToArray()));
    }

    [Fact]
    public void A_file_holds_framed_events_with_their_checksums()
    {
        using (var writer = new TensorBoardWriter(_folder.Path, DateTimeOffset.FromUnixTimeSeconds(1_700_000_000)))
            writer.Scalars(300, DateTimeOffset.FromUnixTimeSeconds(1_700_000_005), ("loss", 1.5));
        var records = Records(File.ReadAllBytes(Assert.Single(Directory.GetFiles(_folder.Path))));
        Assert.Equal(2, records.Count);
        Assert.EndsWith("brain.Event:2", Encoding.UTF8.GetString(records[0]));
        // wall_time 1, step 2 = 300, summary 5 { value 1 { tag 1 = "loss", simple_value 2 = 1.5 } }
        byte[] tail = [0x10, 0xAC, 0x02, 0x2A, 0x0D, 0x0A, 0x0B, 0x0A, 0x04, .. "loss"u8, 0x15, 0x00, 0x00, 0xC0, 0x3F];
        Assert.Equal(tail, records[1][9..]);
        Assert.Equal(1_700_000_005.0, BinaryPrimitives.ReadDoubleLittleEndian(records[1].AsSpan(1)));
    }

    private static List<byte[]> Records(byte[] file)
    {
        var records = new List<byte[]>();
        for (var at = 0; at < file.Length;)
        {
            var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(at));
            Assert.Equal(Crc32C.Masked(file.AsSpan(at, 8)), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 8)));
            var data = file.AsSpan(at + 12, length);
            Assert.Equal(Crc32C.Masked(data), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 12 + length)));
            records.Add(data.ToArray());
            at += 16 + length;
        }
        return records;
    }
}
