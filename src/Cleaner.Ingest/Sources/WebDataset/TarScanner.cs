using System.Globalization;
using System.Text;

namespace Cleaner.Ingest.Sources;

/// <summary>A regular file met in a tar.</summary>
/// <param name="Name">Its path in the archive.</param>
/// <param name="Offset">Of its content, in the (decompressed) stream.</param>
/// <param name="Length">Of its content.</param>
/// <param name="Content">Its content, where it was asked for; else null.</param>
internal readonly record struct TarMember(string Name, long Offset, long Length, byte[]? Content);

/// <summary>
/// Walks through a tar (USTAR, GNU long names, PAX paths) as a forward-only stream. Nothing is ever extracted, so names and links
/// can do no harm; links, devices and folders are passed over.
/// </summary>
/// <param name="stream">The decompressed archive, at its start.</param>
/// <param name="wanted">Whether the content of a member is to be read.</param>
internal sealed class TarScanner(Stream stream, Func<string, long, bool> wanted)
{
    private const int BlockBytes = 512;

    /// <summary>Headers that extend others (long names, PAX records) are never this large in honest archives.</summary>
    private const long MaxExtension = 1 << 20;

    private readonly byte[] _header = new byte[BlockBytes];
    private readonly byte[] _skip = new byte[1 << 16];
    private long _position;

    /// <summary>Why the walk ended before the end of the archive, or null.</summary>
    public string? Damage { get; private set; }

    /// <summary>The end marker is missing: a writer that was killed leaves none. The members read are whole.</summary>
    public bool IsUnfinished { get; private set; }

    /// <summary>The regular files, in order.</summary>
    public IEnumerable<TarMember> Members()
    {
        string? longName = null;
        long? longSize = null;
        while (ReadHeader())
        {
            var type = (char)_header[156];
            var size = longSize ?? Number(_header.AsSpan(124, 12));
            var name = longName ?? Name();
            if (size < 0)
            {
                Fail("a member has no readable length");
                yield break;
            }
            if (type is 'L' or 'K' or 'x' or 'X' or 'g')
            {
                if (size > MaxExtension || ReadContent(size) is not { } extension)
                {
                    Fail("an extended header is cut off or absurdly long");
                    yield break;
                }
                if (type == 'L')
                    longName = Text(extension);
                else if (type is 'x' or 'X')
                    (longName, longSize) = Pax(extension, longName, longSize);
                continue;
            }
            (longName, longSize) = (null, null);
            if (type is not ('0' or '\0' or '7'))
            {
                // Links and folders have no content, whatever their size field says.
                if (type is not ('1' or '2' or '3' or '4' or '5' or '6') && !Skip(Padded(size)))
                    yield break;
                continue;
            }

            var offset = _position;
            byte[]? content = null;
            if (wanted(name, size) ? (content = ReadContent(size)) is null : !Skip(Padded(size)))
            {
                Fail($"its last member, {name}, is cut off");
                yield break;
            }
            yield return new TarMember(name, offset, size, content);
        }
    }

    /// <summary>Records damage that the caller met in the stream itself.</summary>
    public void Abort(string what) => Fail(what);

    /// <summary>Reads the next header; false at the end or at damage.</summary>
    private bool ReadHeader()
    {
        var read = Fill(_header);
        if (read == 0 && _position > 0)
        {
            IsUnfinished = true;
            return false;
        }
        if (read < BlockBytes)
        {
            Fail("it ends within a header");
            return false;
        }
        if (!_header.AsSpan().ContainsAnyExcept((byte)0))
            return false;
        if (Checksum() != Number(_header.AsSpan(148, 8)))
        {
            Fail("no tar header is there");
            return false;
        }
        return true;
    }

    private void Fail(string what) => Damage ??= string.Create(CultureInfo.InvariantCulture, $"{what} (byte {_position})");

    private long Checksum()
    {
        long sum = 0;
        for (var i = 0; i < BlockBytes; i++)
            sum += i is >= 148 and < 156 ? ' ' : _header[i];
        return sum;
    }

    private string Name()
    {
        var name = Text(_header.AsSpan(0, 100));
        var isUstar = _header.AsSpan(257, 6).SequenceEqual("ustar\0"u8);
        var prefix = isUstar ? Text(_header.AsSpan(345, 155)) : "";
        return prefix.Length > 0 ? $"{prefix}/{name}" : name;
    }

    private static string Text(ReadOnlySpan<byte> field)
    {
        var end = field.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? field : field[..end]);
    }

    /// <summary>Octal digits, or base 256 where the first bit is set; -1 where it is neither.</summary>
    private static long Number(ReadOnlySpan<byte> field)
    {
        if ((field[0] & 0x80) != 0)
        {
            long value = field[0] & 0x3F;
            foreach (var b in field[1..])
            {
                if (value > long.MaxValue >> 8)
                    return -1;
                value = value << 8 | b;
            }
            return (field[0] & 0x40) != 0 ? -1 : value;
        }
        long number = 0;
        var digits = 0;
        foreach (var b in field)
        {
            if (b is >= (byte)'0' and <= (byte)'7')
            {
                number = number << 3 | (long)(b - '0');
                digits++;
            }
            else if (b is not ((byte)' ' or 0))
            {
                return -1;
            }
            else if (digits > 0)
            {
                break;
            }
        }
        return number;
    }

    /// <summary>PAX records, "LENGTH KEY=VALUE\n"; path and size matter here.</summary>
    private static (string? Name, long? Size) Pax(ReadOnlySpan<byte> records, string? name, long? size)
    {
        while (records.IndexOf((byte)' ') is var blank and > 0
            && int.TryParse(Encoding.ASCII.GetString(records[..blank]), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            && length > blank + 1 && length <= records.Length)
        {
            var pair = Encoding.UTF8.GetString(records[(blank + 1)..(length - 1)]);
            if (pair.StartsWith("path=", StringComparison.Ordinal))
                name = pair["path=".Length..];
            else if (pair.StartsWith("size=", StringComparison.Ordinal) && long.TryParse(pair.AsSpan("size=".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var given))
                size = given;
            records = records[length..];
        }
        return (name, size);
    }

    private static long Padded(long size) => size > long.MaxValue - BlockBytes ? size : (size + BlockBytes - 1) / BlockBytes * BlockBytes;

    private byte[]? ReadContent(long size)
    {
        if (size > Array.MaxLength)
            return null;
        // Grows with what is really there: a header alone may claim any size.
        using var content = new MemoryStream();
        while (content.Length < size)
        {
            var read = stream.Read(_skip, 0, (int)Math.Min(_skip.Length, size - content.Length));
            if (read == 0)
                return null;
            _position += read;
            content.Write(_skip, 0, read);
        }
        // Padding may be missing at the very end of a cut archive; the content is whole.
        Skip(Padded(size) - size);
        return content.ToArray();
    }

    private bool Skip(long bytes)
    {
        if (stream.CanSeek)
        {
            if (bytes > stream.Length - stream.Position)
                return false;
            stream.Position += bytes;
            _position += bytes;
            return true;
        }
        while (bytes > 0)
        {
            var read = stream.Read(_skip, 0, (int)Math.Min(_skip.Length, bytes));
            if (read == 0)
                return false;
            _position += read;
            bytes -= read;
        }
        return true;
    }

    private int Fill(byte[] buffer)
    {
        var read = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        _position += read;
        return read;
    }
}
