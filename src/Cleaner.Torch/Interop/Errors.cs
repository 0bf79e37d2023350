namespace Cleaner.Torch.Interop;

/// <summary>Turns the last failure of libcleaner_torch on this thread into an exception.</summary>
internal static unsafe class Errors
{
    private const int OutOfMemory = 2;

    public static TorchException Last()
    {
        var text = NativeMethods.ct_error(out var kind);
        var full = System.Runtime.InteropServices.Marshal.PtrToStringUTF8((nint)text) ?? "";
        // The CPU allocator reports a failed allocation as an ordinary error.
        var outOfMemory = kind == OutOfMemory || full.Contains("not enough memory", StringComparison.Ordinal)
            || full.Contains("can't allocate memory", StringComparison.Ordinal);
        var message = FirstLine(full);
        return outOfMemory ? new TorchOutOfMemoryException(message) : new TorchException(message);
    }

    public static string FirstLine(string message)
    {
        var end = message.IndexOf('\n', StringComparison.Ordinal);
        return (end < 0 ? message : message[..end]).Trim();
    }
}
