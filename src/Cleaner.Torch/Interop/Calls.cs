using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Cleaner.Torch.Interop;

/// <summary>Calls any operator of libtorch by name: <c>Call("aten::matmul", left, right)</c>. Arguments left out take its defaults.</summary>
internal static unsafe class Calls
{
    private const int StackWords = 32;

    /// <summary>An operator with one tensor as its result.</summary>
    public static Tensor Call(string name, params ReadOnlySpan<Arg> arguments)
    {
        NativeResult result;
        Invoke(name, arguments, &result, 1);
        return new Tensor(result.Handle, result.Bytes);
    }

    /// <summary>An operator that changes a tensor in place or whose result is not wanted.</summary>
    public static void Run(string name, params ReadOnlySpan<Arg> arguments) => Invoke(name, arguments, null, 0);

    public static (Tensor, Tensor) Call2(string name, params ReadOnlySpan<Arg> arguments)
    {
        var results = stackalloc NativeResult[2];
        Invoke(name, arguments, results, 2);
        return (new Tensor(results[0].Handle, results[0].Bytes), new Tensor(results[1].Handle, results[1].Bytes));
    }

    public static (Tensor, Tensor, Tensor) Call3(string name, params ReadOnlySpan<Arg> arguments)
    {
        var results = stackalloc NativeResult[3];
        Invoke(name, arguments, results, 3);
        return (new Tensor(results[0].Handle, results[0].Bytes), new Tensor(results[1].Handle, results[1].Bytes),
            new Tensor(results[2].Handle, results[2].Bytes));
    }

    public static bool CallBool(string name, params ReadOnlySpan<Arg> arguments)
    {
        NativeResult result;
        Invoke(name, arguments, &result, 1);
        return result.Payload != 0;
    }

    /// <summary>A number: what aten::_local_scalar_dense and the like give.</summary>
    public static NativeResult CallScalar(string name, params ReadOnlySpan<Arg> arguments)
    {
        NativeResult result;
        Invoke(name, arguments, &result, 1);
        return result;
    }

    public static Tensor[] CallList(string name, params ReadOnlySpan<Arg> arguments)
    {
        NativeResult result;
        Invoke(name, arguments, &result, 1);
        var tensors = new Tensor[result.Count];
        var handles = (nint*)result.Handle;
        for (var i = 0; i < tensors.Length; i++)
            tensors[i] = new Tensor(handles[i], result.Bytes / tensors.Length);
        NativeMethods.ct_free(result.Handle);
        return tensors;
    }

    [SkipLocalsInit]
    private static void Invoke(string name, ReadOnlySpan<Arg> arguments, NativeResult* results, int capacity)
    {
        var words = 0;
        for (var i = 0; i < arguments.Length; i++)
            words += arguments[i].ScratchWords;
        if (words <= StackWords)
        {
            var scratch = stackalloc long[StackWords];
            Invoke(name, arguments, scratch, results, capacity);
            return;
        }
        var memory = (long*)NativeMemory.Alloc((nuint)words, sizeof(long));
        try
        {
            Invoke(name, arguments, memory, results, capacity);
        }
        finally
        {
            NativeMemory.Free(memory);
        }
    }

    [SkipLocalsInit]
    private static void Invoke(string name, ReadOnlySpan<Arg> arguments, long* scratch, NativeResult* results, int capacity)
    {
        var op = Operators.Find(name);
        var values = stackalloc NativeValue[arguments.Length];
        for (var i = 0; i < arguments.Length; i++)
            scratch += arguments[i].Write(ref values[i], scratch);
        if (NativeMethods.ct_call(op, values, arguments.Length, results, capacity) < 0)
            Retry(name, op, values, arguments.Length, results, capacity);
        // Until here no tensor among the arguments may be collected: its handle is in use.
        foreach (ref readonly var argument in arguments)
            GC.KeepAlive(argument.Reference);
    }

    /// <summary>Out of memory may mean: out of memory until the garbage is collected. Anything else, or twice, is an error.</summary>
    private static void Retry(string name, nint op, NativeValue* values, int count, NativeResult* results, int capacity)
    {
        var error = Errors.Last();
        var inPlace = name.Split('.')[0].EndsWith('_');
        if (error is not TorchOutOfMemoryException || inPlace)
            throw error;
        NativeMemoryBudget.CollectEverything();
        if (NativeMethods.ct_call(op, values, count, results, capacity) < 0)
            throw Errors.Last();
    }
}
