using System.Text;

namespace Cleaner.Evaluation.Sets;

/// <summary>Reads what numpy's own calls in a pickle stand for: byte arrays and booleans.</summary>
internal static class NumpyInPickle
{
    /// <summary>The bytes of an encoded image: Python 2 str, bytes, bytearray, or a uint8 array of any shape; null when it is none of them.</summary>
    public static ReadOnlyMemory<byte>? Bytes(object? value) => value switch
    {
        ReadOnlyMemory<byte> bytes => bytes,

        // _reconstruct(ndarray, (0,), b'b'), then the state (version, shape, dtype, is_fortran, data)
        PickleCall { State: object?[] { Length: 5 } state } call when call.Function.EndsWith("_reconstruct", StringComparison.Ordinal) && IsDtype(state[2], "u1") => Raw(state[4]),

        // _frombuffer(data, dtype, shape, order)
        PickleCall { Arguments: [var data, var dtype, ..] } call when call.Function.EndsWith("_frombuffer", StringComparison.Ordinal) && IsDtype(dtype, "u1") => Raw(data),

        PickleCall { Function: "_codecs encode" } => Raw(value),
        _ => null,
    };

    /// <summary>A boolean: Python's, an integer 0 or 1, or a numpy scalar; null when it is none of them.</summary>
    public static bool? Boolean(object? value) => value switch
    {
        bool flag => flag,
        0L => false,
        1L => true,
        PickleCall { Arguments: [var dtype, var data] } call when call.Function.EndsWith("scalar", StringComparison.Ordinal) && IsDtype(dtype, "b1")
            && Raw(data) is { Length: 1 } raw => raw.Span[0] != 0,
        _ => null,
    };

    /// <summary>The booleans of a list, or of a numpy array of them; null when there are none.</summary>
    public static bool[]? Booleans(object? value)
    {
        ReadOnlyMemory<byte>? raw = value switch
        {
            PickleCall { State: object?[] { Length: 5 } state } call when call.Function.EndsWith("_reconstruct", StringComparison.Ordinal) && IsDtype(state[2], "b1") => Raw(state[4]),
            PickleCall { Arguments: [var data, var dtype, ..] } call when call.Function.EndsWith("_frombuffer", StringComparison.Ordinal) && IsDtype(dtype, "b1") => Raw(data),
            _ => null,
        };
        if (raw is { } flags)
        {
            return [.. flags.ToArray().Select(b => b != 0)];
        }

        if (value is not IEnumerable<object?> items)
        {
            return null;
        }

        bool?[] booleans = [.. items.Select(Boolean)];
        return booleans.Contains(null) ? null : [.. booleans.Select(b => b!.Value)];
    }

    private static bool IsDtype(object? value, string code) =>
        value is PickleCall { Function: "numpy dtype", Arguments: [var name, ..] } && (name as string ?? (name is ReadOnlyMemory<byte> bytes ? Encoding.ASCII.GetString(bytes.Span) : "")) == code;

    /// <summary>Bytes, also as protocol 2 of Python 3 writes them: latin-1 text and a call of _codecs.encode.</summary>
    private static ReadOnlyMemory<byte>? Raw(object? value) => value switch
    {
        ReadOnlyMemory<byte> bytes => bytes,
        PickleCall { Function: "_codecs encode", Arguments: [string text, ..] } => Encoding.Latin1.GetBytes(text),
        _ => (ReadOnlyMemory<byte>?)null,   // a bare null would become an empty array
    };
}
