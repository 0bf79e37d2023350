// Turns C++ exceptions into an error code and a message; used by every exported function that can fail.
#pragma once
#include "cleaner_torch.h"

#include <ATen/core/TensorBody.h>

void ct_store_error() noexcept; // call inside a catch block

template <class T, class F>
T ct_guarded(T failed, F&& body) noexcept {
  try {
    return body();
  } catch (...) {
    ct_store_error();
    return failed;
  }
}

// A borrowed view of a handle as at::Tensor, with a reference of its own.
inline at::Tensor ct_tensor(const void* handle) {
  if (handle == nullptr)
    return at::Tensor();
  auto* impl = static_cast<c10::TensorImpl*>(const_cast<void*>(handle));
  return at::Tensor(c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim_copy(impl));
}

// Gives a tensor's reference to the caller as a handle; null for an undefined tensor.
inline void* ct_handle(at::Tensor tensor) {
  if (!tensor.defined())
    return nullptr;
  return tensor.unsafeReleaseTensorImpl();
}

// The bytes that are freed with this tensor: none while another tensor shares its storage.
inline int64_t ct_owned_bytes(const at::Tensor& tensor) {
  if (!tensor.defined() || !tensor.has_storage())
    return 0;
  const auto& storage = tensor.storage();
  return storage.use_count() == 1 ? static_cast<int64_t>(storage.nbytes()) : 0;
}
