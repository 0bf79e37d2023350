// Accelerators through libtorch's generic interfaces, so that no CUDA toolkit is needed to compile. Memory statistics of the caching
// allocator need c10/cuda headers, which need cuda_runtime_api.h: CMake defines CT_CUDA_HEADERS where it is found.
#include "guard.h"

#include <ATen/Context.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <c10/core/DeviceGuard.h>
#include <c10/core/Event.h>
#include <c10/core/Stream.h>
#include <c10/core/impl/VirtualGuardImpl.h>

#ifdef CT_CUDA_HEADERS
#include <c10/cuda/CUDACachingAllocator.h>
#endif

#include <dlfcn.h>

namespace {

constexpr auto cuda = c10::DeviceType::CUDA;

c10::Device device_of(int32_t device_type, int32_t device_index) {
  const auto type = static_cast<c10::DeviceType>(device_type);
  if (device_index < 0 && type != c10::DeviceType::CPU)
    return c10::impl::VirtualGuardImpl(type).getDevice();
  return c10::Device(type, static_cast<c10::DeviceIndex>(device_index));
}

// The allocator knows its devices once CUDA is initialised, which asking for a generator does in every version of libtorch.
c10::Device ready_cuda_device(int32_t device_index) {
  const auto device = device_of(static_cast<int32_t>(cuda), device_index);
  at::globalContext().defaultGenerator(device);
  return device;
}

// A stream in 24 bytes that C# can hold: id, device index, device type.
c10::Stream stream_of(int64_t id, int32_t device_type, int32_t device_index) {
  return c10::Stream(c10::Stream::UNSAFE, device_of(device_type, device_index), id);
}

} // namespace

CT_API int32_t ct_device_count(int32_t device_type) {
  return ct_guarded<int32_t>(0, [&] {
    const auto type = static_cast<c10::DeviceType>(device_type);
    return c10::impl::hasDeviceGuardImpl(type) ? static_cast<int32_t>(c10::impl::VirtualGuardImpl(type).deviceCount()) : 0;
  });
}

CT_API int32_t ct_has_cudnn() {
  return ct_guarded<int32_t>(0, [] { return at::globalContext().hasCuDNN() ? 1 : 0; });
}

CT_API int32_t ct_synchronize(int32_t device_type, int32_t device_index) {
  return ct_guarded<int32_t>(-1, [&] {
    const auto device = device_of(device_type, device_index);
    if (device.type() == cuda)
      at::detail::getCUDAHooks().deviceSynchronize(device.index());
    return 0;
  });
}

// Bytes of one CUDA device: allocated now, most allocated, reserved now, most reserved, free, total; -1 where unknown.
CT_API int32_t ct_memory(int32_t device_index, int64_t* figures) {
  return ct_guarded<int32_t>(-1, [&] {
    for (int i = 0; i < 6; i++)
      figures[i] = -1;
    const auto device = ready_cuda_device(device_index);
    c10::DeviceGuard guard(device);
#ifdef CT_CUDA_HEADERS
    const auto stats = c10::cuda::CUDACachingAllocator::getDeviceStats(device.index());
    figures[0] = stats.allocated_bytes[0].current; // [0]: the sum over small and large blocks
    figures[1] = stats.allocated_bytes[0].peak;
    figures[2] = stats.reserved_bytes[0].current;
    figures[3] = stats.reserved_bytes[0].peak;
#endif
    using mem_get_info = int (*)(size_t*, size_t*);
    if (auto get = reinterpret_cast<mem_get_info>(dlsym(RTLD_DEFAULT, "cudaMemGetInfo"))) {
      size_t free = 0, total = 0;
      if (get(&free, &total) == 0) {
        figures[4] = static_cast<int64_t>(free);
        figures[5] = static_cast<int64_t>(total);
      }
    }
    return 0;
  });
}

CT_API int32_t ct_reset_peak_memory(int32_t device_index) {
  return ct_guarded<int32_t>(-1, [&] {
#ifdef CT_CUDA_HEADERS
    c10::cuda::CUDACachingAllocator::resetPeakStats(ready_cuda_device(device_index).index());
#endif
    return 0;
  });
}

// Gives cached device memory back to the driver; 1 when done, 0 when this build cannot.
CT_API int32_t ct_empty_cache() {
  return ct_guarded<int32_t>(-1, [] {
#ifdef CT_CUDA_HEADERS
    c10::cuda::CUDACachingAllocator::emptyCache();
    return 1;
#else
    return 0;
#endif
  });
}

CT_API int32_t ct_current_stream(int32_t device_type, int32_t device_index, int64_t* id, int32_t* index) {
  return ct_guarded<int32_t>(-1, [&] {
    const auto device = device_of(device_type, device_index);
    const auto stream = c10::impl::VirtualGuardImpl(device.type()).getStream(device);
    *id = stream.id();
    *index = stream.device_index();
    return 0;
  });
}

CT_API int32_t ct_pool_stream(int32_t device_type, int32_t device_index, int32_t high_priority, int64_t* id, int32_t* index) {
  return ct_guarded<int32_t>(-1, [&] {
    const auto device = device_of(device_type, device_index);
    const auto stream = c10::impl::VirtualGuardImpl(device.type()).getStreamFromGlobalPool(device, high_priority != 0);
    *id = stream.id();
    *index = stream.device_index();
    return 0;
  });
}

CT_API int32_t ct_set_stream(int64_t id, int32_t device_type, int32_t device_index) {
  return ct_guarded<int32_t>(-1, [&] {
    const auto stream = stream_of(id, device_type, device_index);
    c10::impl::VirtualGuardImpl(stream.device_type()).exchangeStream(stream);
    return 0;
  });
}

CT_API int32_t ct_synchronize_stream(int64_t id, int32_t device_type, int32_t device_index) {
  return ct_guarded<int32_t>(-1, [&] {
    stream_of(id, device_type, device_index).synchronize();
    return 0;
  });
}

// Work put on `waiting` from now on starts after everything that `awaited` has now.
CT_API int32_t ct_wait_stream(int64_t waiting, int64_t awaited, int32_t device_type, int32_t device_index) {
  return ct_guarded<int32_t>(-1, [&] {
    c10::Event event(static_cast<c10::DeviceType>(device_type));
    event.record(stream_of(awaited, device_type, device_index));
    event.block(stream_of(waiting, device_type, device_index));
    return 0;
  });
}

// The tensor's memory is not reused before the stream's present work is done.
CT_API int32_t ct_record_stream(void* handle, int64_t id, int32_t device_type, int32_t device_index) {
  return ct_guarded<int32_t>(-1, [&] {
    const auto stream = stream_of(id, device_type, device_index);
    c10::impl::VirtualGuardImpl(stream.device_type()).recordDataPtrOnStream(ct_tensor(handle).storage().data_ptr(), stream);
    return 0;
  });
}
