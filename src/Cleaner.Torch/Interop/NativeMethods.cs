using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Cleaner.Torch.Interop;

/// <summary>The switches of libtorch's context, as ct_get_flag numbers them.</summary>
internal enum Flag
{
    AllowTf32Matmul = 0,
    AllowFp16Reduction = 1,
    AllowTf32Cudnn = 2,
    CudnnBenchmark = 3,
    CudnnDeterministic = 4,
    DeterministicAlgorithms = 5,
}

/// <summary>
/// The functions of libcleaner_torch (native/*.cpp). Those that only read a field, and never block, run without a GC transition.
/// </summary>
internal static unsafe partial class NativeMethods
{
    public const string Library = "cleaner_torch";

    // Calls (call.cpp)
    [LibraryImport(Library)] public static partial byte* ct_error(out int kind);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] public static partial nint ct_find(string name, string overload);
    [LibraryImport(Library)] public static partial int ct_call(nint op, NativeValue* arguments, int count, NativeResult* results, int capacity);
    [LibraryImport(Library)] public static partial void ct_free(nint memory);

    // Tensors (tensor.cpp)
    [LibraryImport(Library)] public static partial void ct_release(nint handle);
    [LibraryImport(Library), SuppressGCTransition] public static partial nint ct_share(nint handle);
    [LibraryImport(Library), SuppressGCTransition] public static partial int ct_describe(nint handle, NativeDescription* description);
    [LibraryImport(Library)] public static partial int ct_data(nint handle, void** data);
    [LibraryImport(Library), SuppressGCTransition] public static partial long ct_owned(nint handle);
    [LibraryImport(Library)]
    public static partial nint ct_from_blob(void* data, long* sizes, int dim, int dtype, delegate* unmanaged<void*, void> deleter, nint context);
    [LibraryImport(Library), SuppressGCTransition] public static partial int ct_requires_grad(nint handle);
    [LibraryImport(Library)] public static partial int ct_set_requires_grad(nint handle, int value);
    [LibraryImport(Library), SuppressGCTransition] public static partial int ct_is_leaf(nint handle);
    [LibraryImport(Library)] public static partial int ct_retain_grad(nint handle);
    [LibraryImport(Library)] public static partial int ct_grad(nint handle, nint* grad);
    [LibraryImport(Library)] public static partial int ct_set_grad(nint handle, nint grad);
    [LibraryImport(Library)] public static partial int ct_set_data(nint handle, nint source);

    // Autograd (tensor.cpp)
    [LibraryImport(Library)]
    public static partial int ct_backward(nint* outputs, nint* outputGrads, int outputCount, nint* inputs, int inputCount, int retain, int create);
    [LibraryImport(Library)]
    public static partial int ct_gradients(
        nint* outputs, nint* outputGrads, int outputCount, nint* inputs, int inputCount, int retain, int create, int allowUnused, nint* results);
    [LibraryImport(Library), SuppressGCTransition] public static partial int ct_grad_mode();
    [LibraryImport(Library), SuppressGCTransition] public static partial void ct_set_grad_mode(int enabled);
    [LibraryImport(Library), SuppressGCTransition] public static partial int ct_inference_mode();
    [LibraryImport(Library)] public static partial nint ct_enter_inference_mode(int enabled);
    [LibraryImport(Library)] public static partial void ct_leave_inference_mode(nint guard);

    // Settings (context.cpp)
    [LibraryImport(Library)] public static partial byte* ct_torch_version();
    [LibraryImport(Library)] public static partial byte* ct_show_config();
    [LibraryImport(Library)] public static partial byte* ct_parallel_info();
    [LibraryImport(Library)] public static partial byte* ct_blas_library();
    [LibraryImport(Library)] public static partial int ct_get_num_threads();
    [LibraryImport(Library)] public static partial int ct_set_num_threads(int count);
    [LibraryImport(Library)] public static partial int ct_get_num_interop_threads();
    [LibraryImport(Library)] public static partial int ct_set_num_interop_threads(int count);
    [LibraryImport(Library)] public static partial int ct_manual_seed(long seed);
    [LibraryImport(Library)] public static partial nint ct_default_generator(int deviceType, int deviceIndex);
    [LibraryImport(Library)] public static partial nint ct_new_generator(int deviceType, int deviceIndex, long seed);
    [LibraryImport(Library)] public static partial void ct_release_generator(nint handle);
    [LibraryImport(Library)] public static partial int ct_generator_set_seed(nint handle, long seed);
    [LibraryImport(Library)] public static partial int ct_generator_initial_seed(nint handle, out long seed);
    [LibraryImport(Library)] public static partial int ct_generator_random_seed(nint handle, out long seed);
    [LibraryImport(Library)] public static partial nint ct_generator_get_state(nint handle);
    [LibraryImport(Library)] public static partial int ct_generator_set_state(nint handle, nint state);
    [LibraryImport(Library)]
    public static partial int ct_enter_autocast(int deviceType, int enabled, int dtype, out int enabledBefore, out int dtypeBefore);
    [LibraryImport(Library)] public static partial int ct_leave_autocast(int deviceType, int enabledBefore, int dtypeBefore);
    [LibraryImport(Library)] public static partial int ct_get_flag(Flag flag);
    [LibraryImport(Library)] public static partial int ct_set_flag(Flag flag, int value);

    // Devices (device.cpp)
    [LibraryImport(Library)] public static partial int ct_device_count(int deviceType);
    [LibraryImport(Library)] public static partial int ct_has_cudnn();
    [LibraryImport(Library)] public static partial int ct_synchronize(int deviceType, int deviceIndex);
    [LibraryImport(Library)] public static partial int ct_memory(int deviceIndex, long* figures);
    [LibraryImport(Library)] public static partial int ct_reset_peak_memory(int deviceIndex);
    [LibraryImport(Library)] public static partial int ct_empty_cache();
    [LibraryImport(Library)] public static partial int ct_current_stream(int deviceType, int deviceIndex, out long id, out int index);
    [LibraryImport(Library)]
    public static partial int ct_pool_stream(int deviceType, int deviceIndex, int highPriority, out long id, out int index);
    [LibraryImport(Library)] public static partial int ct_set_stream(long id, int deviceType, int deviceIndex);
    [LibraryImport(Library)] public static partial int ct_synchronize_stream(long id, int deviceType, int deviceIndex);
    [LibraryImport(Library)] public static partial int ct_wait_stream(long waiting, long awaited, int deviceType, int deviceIndex);
    [LibraryImport(Library)] public static partial int ct_record_stream(nint handle, long id, int deviceType, int deviceIndex);

    /// <summary>A negative result becomes an exception.</summary>
    public static int Check(int result) => result < 0 ? throw Errors.Last() : result;

    /// <summary>A null handle becomes an exception.</summary>
    public static nint Check(nint handle) => handle == 0 ? throw Errors.Last() : handle;

    public static string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? throw Errors.Last();
}
