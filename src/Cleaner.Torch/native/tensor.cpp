// Handles, raw memory and autograd state of tensors.
#include "guard.h"

#include <ATen/ops/from_blob.h>
#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/variable.h>

#include <vector>

namespace {

std::vector<at::Tensor> tensors_of(void* const* handles, int32_t count) {
  std::vector<at::Tensor> tensors;
  tensors.reserve(count);
  for (int32_t i = 0; i < count; i++)
    tensors.push_back(ct_tensor(handles[i]));
  return tensors;
}

c10::TensorImpl* impl_of(const void* handle) {
  return static_cast<c10::TensorImpl*>(const_cast<void*>(handle));
}

} // namespace

CT_API void ct_release(void* handle) {
  // Takes the reference back and drops it; freeing a graph runs here, on whichever thread calls.
  c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim(impl_of(handle)).reset();
}

// Another handle of the same tensor.
CT_API void* ct_share(void* handle) {
  return ct_handle(ct_tensor(handle));
}

CT_API int32_t ct_describe(void* handle, ct_description* out) {
  return ct_guarded<int32_t>(-1, [&] {
    auto* impl = impl_of(handle);
    out->sizes = impl->sizes().data();
    out->strides = impl->layout() == c10::kStrided ? impl->strides().data() : nullptr;
    out->numel = impl->numel();
    out->storage_offset = impl->layout() == c10::kStrided ? impl->storage_offset() : 0;
    out->dim = static_cast<int32_t>(impl->dim());
    out->dtype = static_cast<int32_t>(c10::typeMetaToScalarType(impl->dtype()));
    out->device_type = static_cast<int32_t>(impl->device().type());
    out->device_index = impl->device().index();
    out->item_size = static_cast<int32_t>(impl->dtype().itemsize());
    out->contiguous = impl->layout() == c10::kStrided && impl->is_contiguous() ? 1 : 0;
    return 0;
  });
}

// Address of the first element; null for an empty tensor.
CT_API int32_t ct_data(void* handle, void** data) {
  return ct_guarded<int32_t>(-1, [&] {
    *data = ct_tensor(handle).data_ptr();
    return 0;
  });
}

CT_API int64_t ct_owned(void* handle) {
  return ct_guarded<int64_t>(0, [&] {
    // Two references here: the caller's and the borrowed one, of one tensor; its storage has one owner all the same.
    return ct_owned_bytes(ct_tensor(handle));
  });
}

// A tensor over foreign CPU memory; `deleter(context)` runs when the last tensor that shares it is gone, on any thread.
CT_API void* ct_from_blob(
    void* data, const int64_t* sizes, int32_t dim, int32_t dtype, void (*deleter)(void*), void* context) {
  return ct_guarded<void*>(nullptr, [&] {
    auto options = at::TensorOptions().dtype(static_cast<c10::ScalarType>(dtype));
    c10::IntArrayRef shape(sizes, dim);
    at::Tensor tensor = deleter == nullptr
        ? at::from_blob(data, shape, options)
        : at::from_blob(data, shape, [deleter, context](void*) { deleter(context); }, options);
    return ct_handle(std::move(tensor));
  });
}

CT_API int32_t ct_requires_grad(void* handle) {
  return ct_guarded<int32_t>(-1, [&] { return impl_of(handle)->requires_grad() ? 1 : 0; });
}

CT_API int32_t ct_set_requires_grad(void* handle, int32_t value) {
  return ct_guarded<int32_t>(-1, [&] {
    ct_tensor(handle).requires_grad_(value != 0);
    return 0;
  });
}

CT_API int32_t ct_is_leaf(void* handle) {
  return ct_guarded<int32_t>(-1, [&] { return ct_tensor(handle).is_leaf() ? 1 : 0; });
}

CT_API int32_t ct_retain_grad(void* handle) {
  return ct_guarded<int32_t>(-1, [&] {
    ct_tensor(handle).retain_grad();
    return 0;
  });
}

// The gradient as a new handle, null when there is none yet. Reads the accumulated gradient of leaves and of retain_grad tensors.
CT_API int32_t ct_grad(void* handle, void** grad) {
  return ct_guarded<int32_t>(-1, [&] {
    auto* impl = impl_of(handle);
    *grad = nullptr;
    if (torch::autograd::impl::get_autograd_meta(ct_tensor(handle)) != nullptr)
      *grad = ct_handle(impl->mutable_grad());
    return 0;
  });
}

CT_API int32_t ct_set_grad(void* handle, void* grad) {
  return ct_guarded<int32_t>(-1, [&] {
    if (grad != nullptr || torch::autograd::impl::get_autograd_meta(ct_tensor(handle)) != nullptr)
      impl_of(handle)->mutable_grad() = ct_tensor(grad);
    return 0;
  });
}

// Puts the data of `source` in place of the tensor's own; the tensor keeps its identity. Other dtype or device allowed.
CT_API int32_t ct_set_data(void* handle, void* source) {
  return ct_guarded<int32_t>(-1, [&] {
    ct_tensor(handle).set_data(ct_tensor(source));
    return 0;
  });
}

// Gradients of `outputs` accumulate into the leaves (into `inputs` only, when given). `retain` < 0: as `create`.
CT_API int32_t ct_backward(
    void* const* outputs, void* const* output_grads, int32_t output_count,
    void* const* inputs, int32_t input_count, int32_t retain, int32_t create) {
  return ct_guarded<int32_t>(-1, [&] {
    torch::autograd::backward(
        tensors_of(outputs, output_count),
        output_grads == nullptr ? std::vector<at::Tensor>() : tensors_of(output_grads, output_count),
        retain < 0 ? create != 0 : retain != 0,
        create != 0,
        tensors_of(inputs, input_count));
    return 0;
  });
}

// Gradients of `outputs` with respect to `inputs`, returned instead of accumulated; null where unused and allowed.
CT_API int32_t ct_gradients(
    void* const* outputs, void* const* output_grads, int32_t output_count,
    void* const* inputs, int32_t input_count, int32_t retain, int32_t create, int32_t allow_unused, void** results) {
  return ct_guarded<int32_t>(-1, [&] {
    auto gradients = torch::autograd::grad(
        tensors_of(outputs, output_count),
        tensors_of(inputs, input_count),
        output_grads == nullptr ? std::vector<at::Tensor>() : tensors_of(output_grads, output_count),
        retain < 0 ? create != 0 : retain != 0,
        create != 0,
        allow_unused != 0);
    for (size_t i = 0; i < gradients.size(); i++)
      results[i] = ct_handle(std::move(gradients[i]));
    return 0;
  });
}

CT_API int32_t ct_grad_mode() {
  return c10::GradMode::is_enabled() ? 1 : 0;
}

CT_API void ct_set_grad_mode(int32_t enabled) {
  c10::GradMode::set_enabled(enabled != 0);
}

CT_API int32_t ct_inference_mode() {
  return c10::InferenceMode::is_enabled() ? 1 : 0;
}

// Guards nest; they are left in the opposite order, on the thread that entered.
CT_API void* ct_enter_inference_mode(int32_t enabled) {
  return ct_guarded<void*>(nullptr, [&]() -> void* { return new c10::InferenceMode(enabled != 0); });
}

CT_API void ct_leave_inference_mode(void* guard) {
  delete static_cast<c10::InferenceMode*>(guard);
}
