using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Cleaner.Evaluation.Sets;

/// <summary>A call that a pickle asks for; never made, only remembered.</summary>
/// <param name="Function">Module and name, e.g. "numpy.core.multiarray _reconstruct".</param>
/// <param name="Arguments">Its arguments.</param>
internal sealed record PickleCall(string Function, object?[] Arguments)
{
    /// <summary>What BUILD would set on the result, or null.</summary>
    public object? State { get; set; }
}

/// <summary>
/// Reads plain data out of a Python pickle (protocols 0 to 5) without running it. Only opcodes that make numbers, strings, bytes,
/// tuples, lists and numpy arrays are known; everything else is refused. Strings of Python 2 and bytes are
/// <see cref="ReadOnlyMemory{T}"/> into the file.
/// </summary>
internal sealed class PickleReader(ReadOnlyMemory<byte> file)
{
    private static readonly object Mark = new();

    private static readonly HashSet<string> Allowed =
    [
        "numpy.core.multiarray _reconstruct", "numpy._core.multiarray _reconstruct", "numpy.core.multiarray scalar", "numpy._core.multiarray scalar",
        "numpy.core.numeric _frombuffer", "numpy._core.numeric _frombuffer", "numpy ndarray", "numpy dtype", "_codecs encode",
    ];

    private readonly List<object?> stack = [];
    private readonly Dictionary<int, object?> memo = [];
    private int at;

    /// <summary>Reads the pickle: a tuple is an object array, a list a List of objects, an integer a long.</summary>
    /// <exception cref="InvalidDataException">Cut off, malformed, or asking for more than data.</exception>
    public object? Read()
    {
        while (true)
        {
            byte opcode = Take(1)[0];
            if (opcode == '.')
            {
                return Pop();
            }

            Step(opcode);
        }
    }

    private void Step(byte opcode)
    {
        switch (opcode)
        {
            case 0x80: // PROTO
                Take(1);
                break;
            case 0x95: // FRAME
                Take(8);
                break;
            case (byte)'(':
                stack.Add(Mark);
                break;
            case (byte)'0':
                Pop();
                break;
            case (byte)'N':
                stack.Add(null);
                break;
            case 0x88:
                stack.Add(true);
                break;
            case 0x89:
                stack.Add(false);
                break;
            case (byte)'I':
                stack.Add(Line() switch { "01" => true, "00" => false, var digits => Integer(digits) });
                break;
            case (byte)'L':
                stack.Add(Integer(Line().TrimEnd('L')));
                break;
            case (byte)'J':
                stack.Add((long)BinaryPrimitives.ReadInt32LittleEndian(Take(4)));
                break;
            case (byte)'K':
                stack.Add((long)Take(1)[0]);
                break;
            case (byte)'M':
                stack.Add((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2)));
                break;
            case 0x8A: // LONG1
                stack.Add(LittleEndian(Take(Take(1)[0])));
                break;
            case (byte)'U' or (byte)'C': // SHORT_BINSTRING, SHORT_BINBYTES
                stack.Add(Bytes(Take(1)[0]));
                break;
            case (byte)'T' or (byte)'B': // BINSTRING, BINBYTES
                stack.Add(Bytes(BinaryPrimitives.ReadUInt32LittleEndian(Take(4))));
                break;
            case 0x8E or 0x96: // BINBYTES8, BYTEARRAY8
                stack.Add(Bytes(BinaryPrimitives.ReadUInt64LittleEndian(Take(8))));
                break;
            case (byte)'X': // BINUNICODE
                stack.Add(Encoding.UTF8.GetString(Bytes(BinaryPrimitives.ReadUInt32LittleEndian(Take(4))).Span));
                break;
            case 0x8C: // SHORT_BINUNICODE
                stack.Add(Encoding.UTF8.GetString(Bytes(Take(1)[0]).Span));
                break;
            case (byte)']':
                stack.Add(new List<object?>());
                break;
            case (byte)'l':
                stack.Add(PopToMark().ToList());
                break;
            case (byte)'a':
                Append([Pop()]);
                break;
            case (byte)'e':
                Append(PopToMark());
                break;
            case (byte)')':
                stack.Add(Array.Empty<object?>());
                break;
            case (byte)'t':
                stack.Add(PopToMark());
                break;
            case 0x85 or 0x86 or 0x87: // TUPLE1, TUPLE2, TUPLE3
                stack.Add(PopMany(opcode - 0x84));
                break;
            default:
                StepReferences(opcode);
                break;
        }
    }

    private void StepReferences(byte opcode)
    {
        switch (opcode)
        {
            case (byte)'p':
                memo[(int)Integer(Line())] = Peek();
                break;
            case (byte)'q':
                memo[Take(1)[0]] = Peek();
                break;
            case (byte)'r':
                memo[BinaryPrimitives.ReadInt32LittleEndian(Take(4))] = Peek();
                break;
            case 0x94: // MEMOIZE
                memo[memo.Count] = Peek();
                break;
            case (byte)'g':
                stack.Add(Recall((int)Integer(Line())));
                break;
            case (byte)'h':
                stack.Add(Recall(Take(1)[0]));
                break;
            case (byte)'j':
                stack.Add(Recall(BinaryPrimitives.ReadInt32LittleEndian(Take(4))));
                break;
            case (byte)'c':
                Name(Line(), Line());
                break;
            case 0x93: // STACK_GLOBAL
                string name = Pop() as string ?? throw Malformed();
                Name(Pop() as string ?? throw Malformed(), name);
                break;
            case (byte)'R':
                object?[] arguments = Pop() as object?[] ?? throw Malformed();
                stack.Add(new PickleCall((Pop() as PickleCall ?? throw Malformed()).Function, arguments));
                break;
            case (byte)'b':
                object? state = Pop();
                (Peek() as PickleCall ?? throw Malformed()).State = state;
                break;
            default:
                throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"opcode 0x{opcode:x2} at byte {at - 1} is none of plain data"));
        }
    }

    private void Name(string module, string name)
    {
        string function = $"{module} {name}";
        stack.Add(Allowed.Contains(function)
            ? new PickleCall(function, [])
            : throw new InvalidDataException($"it asks for '{module}.{name}', which is not data; it is not run"));
    }

    private ReadOnlySpan<byte> Take(int count) => Bytes((ulong)count).Span;

    private ReadOnlyMemory<byte> Bytes(ulong count)
    {
        if (count > (ulong)(file.Length - at))
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"it ends at byte {file.Length} within a value"));
        }

        ReadOnlyMemory<byte> taken = file.Slice(at, (int)count);
        at += (int)count;
        return taken;
    }

    private string Line()
    {
        int length = file.Span[at..].IndexOf((byte)'\n');
        if (length < 0)
        {
            throw Malformed();
        }

        string line = Encoding.ASCII.GetString(file.Span.Slice(at, length));
        at += length + 1;
        return line;
    }

    private static long Integer(string digits) =>
        long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value : throw Malformed();

    private static long LittleEndian(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > 8)
        {
            throw Malformed();
        }

        long value = bytes.Length > 0 && bytes[^1] >= 0x80 ? -1 : 0;
        for (int i = bytes.Length - 1; i >= 0; i--)
        {
            value = (value << 8) | bytes[i];
        }

        return value;
    }

    private void Append(object?[] items) => (Peek() as List<object?> ?? throw Malformed()).AddRange(items);

    private object? Recall(int key) => memo.TryGetValue(key, out object? value) ? value : throw Malformed();

    private object? Peek() => stack.Count > 0 && stack[^1] != Mark ? stack[^1] : throw Malformed();

    private object? Pop()
    {
        object? top = Peek();
        stack.RemoveAt(stack.Count - 1);
        return top;
    }

    private object?[] PopMany(int count)
    {
        var items = new object?[count];
        for (int i = count - 1; i >= 0; i--)
        {
            items[i] = Pop();
        }

        return items;
    }

    private object?[] PopToMark()
    {
        int mark = stack.LastIndexOf(Mark);
        if (mark < 0)
        {
            throw Malformed();
        }

        object?[] items = [.. stack.Skip(mark + 1)];
        stack.RemoveRange(mark, stack.Count - mark);
        return items;
    }

    private static InvalidDataException Malformed() => new("it is no well-formed pickle");
}
