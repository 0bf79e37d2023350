namespace Cleaner.Ingest.Sources;

/// <summary>
/// The lines of a file as bytes, with their offsets. Lines may be megabytes long (images in base64); one over the limit is
/// reported as such and skipped, so that a file without newlines cannot take all memory.
/// </summary>
internal sealed class ByteLines(Stream stream, int maxLine = ByteLines.DefaultMaxLine) : IDisposable
{
    /// <summary>Longest line by default: 128 MiB.</summary>
    public const int DefaultMaxLine = 128 << 20;

    private const int FirstBuffer = 1 << 20;

    private byte[] _buffer = new byte[Math.Min(FirstBuffer, maxLine)];
    private int _from, _to;
    private long _bufferOffset;
    private bool _ended;

    /// <summary>The current line without its newline. Valid until <see cref="Next"/>.</summary>
    public ReadOnlySpan<byte> Line => _buffer.AsSpan(LineStart, LineLength);

    /// <summary>Offset of the current line in the file; after the last line, the file's length.</summary>
    public long Offset { get; private set; }

    /// <summary>The current line was over the limit; <see cref="Line"/> is empty.</summary>
    public bool IsTooLong { get; private set; }

    private int LineStart { get; set; }

    private int LineLength { get; set; }

    /// <summary>Goes to the next line; false at the end.</summary>
    public bool Next()
    {
        IsTooLong = false;
        Offset = _bufferOffset + _from;
        var searched = 0;
        while (true)
        {
            var at = _buffer.AsSpan(_from + searched, _to - _from - searched).IndexOf((byte)'\n');
            if (at >= 0)
                return Take(searched + at, newline: 1);
            searched = _to - _from;
            if (_ended)
                return (searched > 0 || IsTooLong) && Take(searched, newline: 0);
            if (searched == maxLine)
            {
                // Too long: forget what was read, go on to the newline.
                IsTooLong = true;
                _bufferOffset += _to;
                _from = _to = searched = 0;
            }
            Fill();
        }
    }

    public void Dispose() => stream.Dispose();

    private bool Take(int length, int newline)
    {
        (LineStart, LineLength) = IsTooLong ? (0, 0) : (_from, length > 0 && _buffer[_from + length - 1] == '\r' ? length - 1 : length);
        _from += length + newline;
        return true;
    }

    private void Fill()
    {
        if (_from > 0)
        {
            _buffer.AsSpan(_from, _to - _from).CopyTo(_buffer);
            _bufferOffset += _from;
            _to -= _from;
            _from = 0;
        }
        if (_to == _buffer.Length)
            Array.Resize(ref _buffer, (int)Math.Min(2L * _buffer.Length, maxLine));
        var read = stream.Read(_buffer, _to, _buffer.Length - _to);
        _ended = read == 0;
        _to += read;
    }
}
