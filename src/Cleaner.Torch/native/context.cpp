// Process-wide and per-thread settings of libtorch: threads, seeds, generators, autocast, backend flags, versions.
#include "guard.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <ATen/core/Generator.h>
#include <torch/version.h>

#include <dlfcn.h>
#include <stdlib.h>

#include <mutex>
#include <string>
#include <type_traits>

#define CT_TORCH_AT_LEAST(major, minor) \
  (TORCH_VERSION_MAJOR > (major) || (TORCH_VERSION_MAJOR == (major) && TORCH_VERSION_MINOR >= (minor)))

// Declared here because <ATen/autocast_mode.h> includes the whole of ATen, which alone takes half a minute to compile.
namespace at::autocast {
TORCH_API void clear_cache();
TORCH_API int increment_nesting();
TORCH_API int decrement_nesting();
#if CT_TORCH_AT_LEAST(2, 4)
TORCH_API bool is_autocast_enabled(at::DeviceType device_type);
TORCH_API void set_autocast_enabled(at::DeviceType device_type, bool enabled);
TORCH_API at::ScalarType get_autocast_dtype(at::DeviceType device_type);
TORCH_API void set_autocast_dtype(at::DeviceType device_type, at::ScalarType dtype);
#else
TORCH_API bool is_enabled();
TORCH_API void set_enabled(bool enabled);
TORCH_API bool is_cpu_enabled();
TORCH_API void set_cpu_enabled(bool enabled);
TORCH_API at::ScalarType get_autocast_gpu_dtype();
TORCH_API at::ScalarType get_autocast_cpu_dtype();
TORCH_API void set_autocast_gpu_dtype(at::ScalarType dtype);
TORCH_API void set_autocast_cpu_dtype(at::ScalarType dtype);
#endif
} // namespace at::autocast

namespace {

thread_local std::string returned_text;

const char* keep(std::string text) {
  returned_text = std::move(text);
  return returned_text.c_str();
}

at::Generator generator_of(void* handle) {
  return at::Generator(
      c10::intrusive_ptr<c10::GeneratorImpl>::reclaim_copy(static_cast<c10::GeneratorImpl*>(handle)));
}

// The flag was a bool, later an enum whose zero means "not allowed".
template <class T>
bool as_bool(T value) {
  return static_cast<int>(value) != 0;
}

} // namespace

CT_API const char* ct_torch_version() {
  return TORCH_VERSION;
}

CT_API const char* ct_show_config() {
  return ct_guarded<const char*>(nullptr, [] { return keep(at::show_config()); });
}

CT_API const char* ct_parallel_info() {
  return ct_guarded<const char*>(nullptr, [] { return keep(at::get_parallel_info()); });
}

// The file of the shared library that provides matrix multiplication; empty when it is linked statically.
CT_API const char* ct_blas_library() {
  return ct_guarded<const char*>(nullptr, [] {
    Dl_info info;
    void* symbol = dlsym(RTLD_DEFAULT, "sgemm_");
    if (symbol == nullptr || dladdr(symbol, &info) == 0 || info.dli_fname == nullptr)
      return keep("");
    char* resolved = realpath(info.dli_fname, nullptr);
    std::string path = resolved != nullptr ? resolved : info.dli_fname;
    free(resolved);
    return keep(path);
  });
}

CT_API int32_t ct_get_num_threads() {
  return at::get_num_threads();
}

CT_API int32_t ct_set_num_threads(int32_t count) {
  return ct_guarded<int32_t>(-1, [&] {
    at::set_num_threads(count);
    // OpenBLAS with threads of its own (Debian's openblas-pthread) does not hear of it from libtorch.
    using set_threads = void (*)(int);
    if (auto set = reinterpret_cast<set_threads>(dlsym(RTLD_DEFAULT, "openblas_set_num_threads")))
      set(count);
    return 0;
  });
}

CT_API int32_t ct_get_num_interop_threads() {
  return at::get_num_interop_threads();
}

CT_API int32_t ct_set_num_interop_threads(int32_t count) {
  return ct_guarded<int32_t>(-1, [&] {
    at::set_num_interop_threads(count);
    return 0;
  });
}

// Seeds the default generators of the CPU and of every device.
CT_API int32_t ct_manual_seed(int64_t seed) {
  return ct_guarded<int32_t>(-1, [&] {
    at::manual_seed(static_cast<uint64_t>(seed));
    return 0;
  });
}

// A handle of the device's default generator.
CT_API void* ct_default_generator(int32_t device_type, int32_t device_index) {
  return ct_guarded<void*>(nullptr, [&]() -> void* {
    c10::Device device(static_cast<c10::DeviceType>(device_type), static_cast<c10::DeviceIndex>(device_index));
    at::Generator generator = at::globalContext().defaultGenerator(device);
    return generator.unsafeReleaseGeneratorImpl();
  });
}

CT_API void* ct_new_generator(int32_t device_type, int32_t device_index, int64_t seed) {
  return ct_guarded<void*>(nullptr, [&]() -> void* {
    c10::Device device(static_cast<c10::DeviceType>(device_type), static_cast<c10::DeviceIndex>(device_index));
    at::Generator generator = device.is_cpu()
        ? at::detail::createCPUGenerator(static_cast<uint64_t>(seed))
        : at::globalContext().defaultGenerator(device).clone();
    generator.set_current_seed(static_cast<uint64_t>(seed));
    return generator.unsafeReleaseGeneratorImpl();
  });
}

CT_API void ct_release_generator(void* handle) {
  c10::intrusive_ptr<c10::GeneratorImpl>::reclaim(static_cast<c10::GeneratorImpl*>(handle)).reset();
}

CT_API int32_t ct_generator_set_seed(void* handle, int64_t seed) {
  return ct_guarded<int32_t>(-1, [&] {
    auto generator = generator_of(handle);
    std::lock_guard<std::mutex> lock(generator.mutex());
    generator.set_current_seed(static_cast<uint64_t>(seed));
    return 0;
  });
}

CT_API int32_t ct_generator_initial_seed(void* handle, int64_t* seed) {
  return ct_guarded<int32_t>(-1, [&] {
    auto generator = generator_of(handle);
    std::lock_guard<std::mutex> lock(generator.mutex());
    *seed = static_cast<int64_t>(generator.current_seed());
    return 0;
  });
}

// Seeds from the machine's source of randomness and tells the seed.
CT_API int32_t ct_generator_random_seed(void* handle, int64_t* seed) {
  return ct_guarded<int32_t>(-1, [&] {
    auto generator = generator_of(handle);
    std::lock_guard<std::mutex> lock(generator.mutex());
    *seed = static_cast<int64_t>(generator.seed());
    return 0;
  });
}

CT_API void* ct_generator_get_state(void* handle) {
  return ct_guarded<void*>(nullptr, [&] {
    auto generator = generator_of(handle);
    std::lock_guard<std::mutex> lock(generator.mutex());
    return ct_handle(generator.get_state());
  });
}

CT_API int32_t ct_generator_set_state(void* handle, void* state) {
  return ct_guarded<int32_t>(-1, [&] {
    auto generator = generator_of(handle);
    std::lock_guard<std::mutex> lock(generator.mutex());
    generator.set_state(ct_tensor(state));
    return 0;
  });
}

// Enters (or, by enabled = 0, switches off) autocast of one device type on this thread; tells the state before, for ct_leave_autocast.
CT_API int32_t ct_enter_autocast(
    int32_t device_type, int32_t enabled, int32_t dtype, int32_t* enabled_before, int32_t* dtype_before) {
  return ct_guarded<int32_t>(-1, [&] {
    const auto type = static_cast<c10::DeviceType>(device_type);
    const auto scalar = static_cast<c10::ScalarType>(dtype);
#if CT_TORCH_AT_LEAST(2, 4)
    *enabled_before = at::autocast::is_autocast_enabled(type) ? 1 : 0;
    *dtype_before = static_cast<int32_t>(at::autocast::get_autocast_dtype(type));
    at::autocast::set_autocast_dtype(type, scalar);
    at::autocast::set_autocast_enabled(type, enabled != 0);
#else
    if (type == c10::DeviceType::CPU) {
      *enabled_before = at::autocast::is_cpu_enabled() ? 1 : 0;
      *dtype_before = static_cast<int32_t>(at::autocast::get_autocast_cpu_dtype());
      at::autocast::set_autocast_cpu_dtype(scalar);
      at::autocast::set_cpu_enabled(enabled != 0);
    } else {
      TORCH_CHECK(type == c10::DeviceType::CUDA, "autocast is available on CPU and CUDA, not on ", type);
      *enabled_before = at::autocast::is_enabled() ? 1 : 0;
      *dtype_before = static_cast<int32_t>(at::autocast::get_autocast_gpu_dtype());
      at::autocast::set_autocast_gpu_dtype(scalar);
      at::autocast::set_enabled(enabled != 0);
    }
#endif
    at::autocast::increment_nesting();
    return 0;
  });
}

CT_API int32_t ct_leave_autocast(int32_t device_type, int32_t enabled_before, int32_t dtype_before) {
  return ct_guarded<int32_t>(-1, [&] {
    // The cache holds casts of parameters; they are stale once the outermost region ends.
    if (at::autocast::decrement_nesting() == 0)
      at::autocast::clear_cache();
    const auto type = static_cast<c10::DeviceType>(device_type);
    const auto scalar = static_cast<c10::ScalarType>(dtype_before);
#if CT_TORCH_AT_LEAST(2, 4)
    at::autocast::set_autocast_enabled(type, enabled_before != 0);
    at::autocast::set_autocast_dtype(type, scalar);
#else
    if (type == c10::DeviceType::CPU) {
      at::autocast::set_cpu_enabled(enabled_before != 0);
      at::autocast::set_autocast_cpu_dtype(scalar);
    } else {
      at::autocast::set_enabled(enabled_before != 0);
      at::autocast::set_autocast_gpu_dtype(scalar);
    }
#endif
    return 0;
  });
}

// The switches of at::Context by number; see Flag in Interop/NativeMethods.cs.
CT_API int32_t ct_get_flag(int32_t flag) {
  auto& context = at::globalContext();
  switch (flag) {
    case 0: return context.allowTF32CuBLAS() ? 1 : 0;
    case 1: return as_bool(context.allowFP16ReductionCuBLAS()) ? 1 : 0;
    case 2: return context.allowTF32CuDNN() ? 1 : 0;
    case 3: return context.benchmarkCuDNN() ? 1 : 0;
    case 4: return context.deterministicCuDNN() ? 1 : 0;
    case 5: return context.deterministicAlgorithms() ? 1 : 0;
    default: return -1;
  }
}

CT_API int32_t ct_set_flag(int32_t flag, int32_t value) {
  return ct_guarded<int32_t>(-1, [&] {
    auto& context = at::globalContext();
    const bool on = value != 0;
    switch (flag) {
      case 0: context.setAllowTF32CuBLAS(on); break;
      case 1: context.setAllowFP16ReductionCuBLAS(on); break;
      case 2: context.setAllowTF32CuDNN(on); break;
      case 3: context.setBenchmarkCuDNN(on); break;
      case 4: context.setDeterministicCuDNN(on); break;
      // 1: raise where no deterministic form exists; 2: warn there.
      case 5: context.setDeterministicAlgorithms(on, value == 2); break;
      default: TORCH_CHECK(false, "no flag ", flag);
    }
    return 0;
  });
}
