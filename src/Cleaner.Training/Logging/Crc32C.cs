namespace Cleaner.Training.Logging;

/// <summary>CRC-32C (Castagnoli, reflected polynomial 0x82F63B78) and TensorFlow's masked form of it.</summary>
public static class Crc32C
{
    private const uint Polynomial = 0x82F63B78, MaskDelta = 0xA282EAD8;
    private static readonly uint[] Table = MakeTable();

    /// <summary>The checksum; of "123456789" it is 0xE3069283.</summary>
    public static uint Compute(ReadOnlySpan<byte> data)
    {
        var crc = ~0u;
        foreach (var b in data)
            crc = Table[(byte)(crc ^ b)] ^ (crc >> 8);
        return ~crc;
    }

    /// <summary>The checksum as TFRecord files store it, so that a record may itself hold checksums.</summary>
    public static uint Masked(ReadOnlySpan<byte> data)
    {
        var crc = Compute(data);
        return ((crc >> 15) | (crc << 17)) + MaskDelta;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (var i = 0u; i < table.Length; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++)
                value = (value & 1) != 0 ? Polynomial ^ (value >> 1) : value >> 1;
            table[i] = value;
        }
        return table;
    }
}
