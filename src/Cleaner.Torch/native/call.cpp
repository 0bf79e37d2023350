// The boxed dispatcher: any operator of libtorch by name, arguments as tagged values.
#include "guard.h"

#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/ivalue.h>
#include <ATen/core/jit_type.h>
#include <ATen/core/stack.h>
#include <c10/util/Exception.h>
#include <torch/version.h>

#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

namespace {

#if TORCH_VERSION_MAJOR >= 2
template <class T>
using optional = std::optional<T>;
#else
template <class T>
using optional = c10::optional<T>;
#endif

thread_local std::string last_error;
thread_local int32_t last_error_kind = CT_OK;

// Which conversion an argument's schema type asks for beyond what the tag says.
enum class Wanted : uint8_t { AsGiven, Double, DoubleList, TensorList, OptionalTensorList };

struct Operator {
  c10::OperatorHandle handle;
  std::vector<Wanted> wanted;
  std::vector<optional<c10::IValue>> defaults;
  std::string name;
};

Wanted wanted_of(c10::TypePtr type) {
  if (type->kind() == c10::TypeKind::OptionalType)
    type = type->castRaw<c10::OptionalType>()->getElementType();
  if (type->kind() == c10::TypeKind::FloatType)
    return Wanted::Double;
  if (type->kind() != c10::TypeKind::ListType)
    return Wanted::AsGiven;
  const auto element = type->castRaw<c10::ListType>()->getElementType();
  switch (element->kind()) {
    case c10::TypeKind::FloatType: return Wanted::DoubleList;
    case c10::TypeKind::TensorType: return Wanted::TensorList;
    case c10::TypeKind::OptionalType: return Wanted::OptionalTensorList;
    default: return Wanted::AsGiven;
  }
}

c10::IValue tensor_list(const ct_value& value, bool optionals) {
  auto handles = static_cast<void* const*>(value.pointer);
  if (optionals) {
    c10::List<optional<at::Tensor>> list;
    list.reserve(value.count);
    for (int32_t i = 0; i < value.count; i++) {
      if (handles[i] == nullptr)
        list.push_back(optional<at::Tensor>());
      else
        list.push_back(optional<at::Tensor>(ct_tensor(handles[i])));
    }
    return c10::IValue(std::move(list));
  }
  c10::List<at::Tensor> list;
  list.reserve(value.count);
  for (int32_t i = 0; i < value.count; i++)
    list.push_back(ct_tensor(handles[i]));
  return c10::IValue(std::move(list));
}

c10::IValue list_of_doubles(const ct_value& value) {
  if (value.tag == CT_DOUBLE_LIST)
    return c10::IValue(c10::ArrayRef<double>(static_cast<const double*>(value.pointer), value.count));
  auto integers = static_cast<const int64_t*>(value.pointer);
  std::vector<double> doubles(integers, integers + value.count);
  return c10::IValue(std::move(doubles));
}

c10::IValue to_ivalue(const ct_value& value, const Operator& op, size_t index) {
  const Wanted wanted = op.wanted[index];
  switch (value.tag) {
    case CT_NONE:
      return c10::IValue();
    case CT_TENSOR:
      return c10::IValue(ct_tensor(value.pointer));
    case CT_INT:
      return wanted == Wanted::Double ? c10::IValue(static_cast<double>(value.integer)) : c10::IValue(value.integer);
    case CT_DOUBLE:
      return c10::IValue(value.real);
    case CT_BOOL:
      return c10::IValue(value.integer != 0);
    case CT_INT_LIST:
      return wanted == Wanted::DoubleList
          ? list_of_doubles(value)
          : c10::IValue(c10::IntArrayRef(static_cast<const int64_t*>(value.pointer), value.count));
    case CT_DOUBLE_LIST:
      return list_of_doubles(value);
    case CT_TENSOR_LIST:
      return tensor_list(value, wanted == Wanted::OptionalTensorList);
    case CT_STRING:
      return c10::IValue(std::string(static_cast<const char*>(value.pointer), value.count));
    case CT_DEVICE:
      return c10::IValue(c10::Device(
          static_cast<c10::DeviceType>(value.integer >> 32),
          static_cast<c10::DeviceIndex>(static_cast<int32_t>(value.integer & 0xffffffff))));
    case CT_GENERATOR: {
      auto* impl = static_cast<c10::GeneratorImpl*>(const_cast<void*>(value.pointer));
      return c10::IValue(at::Generator(c10::intrusive_ptr<c10::GeneratorImpl>::reclaim_copy(impl)));
    }
    case CT_DEFAULT:
      if (op.defaults[index].has_value())
        return *op.defaults[index];
      TORCH_CHECK(false, op.name, ": argument ", index, " has no default value");
    default:
      TORCH_CHECK(false, op.name, ": unknown argument tag ", value.tag);
  }
}

bool shares(const void* handle, const c10::StorageImpl* storage) {
  auto* impl = static_cast<c10::TensorImpl*>(const_cast<void*>(handle));
  return impl != nullptr && impl->has_storage() && impl->storage().unsafeGetStorageImpl() == storage;
}

// The bytes of a result's storage, unless an argument has the same storage: then the result is a view of it, or the argument itself.
int64_t new_bytes(const at::Tensor& result, const ct_value* arguments, int32_t count) {
  if (!result.defined() || !result.has_storage())
    return 0;
  auto* storage = result.storage().unsafeGetStorageImpl();
  for (int32_t i = 0; i < count; i++) {
    if (arguments[i].tag == CT_TENSOR && shares(arguments[i].pointer, storage))
      return 0;
    if (arguments[i].tag == CT_TENSOR_LIST) {
      auto handles = static_cast<void* const*>(arguments[i].pointer);
      for (int32_t j = 0; j < arguments[i].count; j++) {
        if (shares(handles[j], storage))
          return 0;
      }
    }
  }
  return static_cast<int64_t>(storage->nbytes());
}

ct_result to_result(c10::IValue&& value, const ct_value* arguments, int32_t count) {
  ct_result result{CT_NONE, 0, {0}, 0};
  if (value.isTensor()) {
    at::Tensor tensor = std::move(value).toTensor();
    result.tag = CT_TENSOR;
    result.bytes = new_bytes(tensor, arguments, count);
    result.pointer = ct_handle(std::move(tensor));
  } else if (value.isTensorList()) {
    auto tensors = std::move(value).toTensorVector();
    auto handles = static_cast<void**>(std::malloc(sizeof(void*) * (tensors.size() + 1)));
    result.tag = CT_TENSOR_LIST;
    result.count = static_cast<int32_t>(tensors.size());
    for (size_t i = 0; i < tensors.size(); i++) {
      result.bytes += new_bytes(tensors[i], arguments, count);
      handles[i] = ct_handle(std::move(tensors[i]));
    }
    result.pointer = handles;
  } else if (value.isInt()) {
    result.tag = CT_INT;
    result.integer = value.toInt();
  } else if (value.isDouble()) {
    result.tag = CT_DOUBLE;
    result.real = value.toDouble();
  } else if (value.isBool()) {
    result.tag = CT_BOOL;
    result.integer = value.toBool() ? 1 : 0;
  } else if (!value.isNone()) {
    TORCH_CHECK(false, "an operator returned a value of an unsupported kind: ", value.tagKind());
  }
  return result;
}

// One stack a thread, reused from call to call; a nested call on the same thread gets its own.
struct BorrowedStack {
  static thread_local torch::jit::Stack shared;
  static thread_local bool lent;

  torch::jit::Stack own;
  torch::jit::Stack* stack;

  BorrowedStack() : stack(lent ? &own : &shared) {
    if (stack == &shared)
      lent = true;
  }
  ~BorrowedStack() {
    stack->clear();
    if (stack == &shared)
      lent = false;
  }
};
thread_local torch::jit::Stack BorrowedStack::shared;
thread_local bool BorrowedStack::lent = false;

} // namespace

void ct_store_error() noexcept {
  try {
    last_error_kind = CT_FAILED;
    try {
      throw;
    } catch (const c10::OutOfMemoryError& e) {
      last_error_kind = CT_OUT_OF_MEMORY;
      last_error = e.what_without_backtrace();
    } catch (const c10::NotImplementedError& e) {
      last_error_kind = CT_NOT_IMPLEMENTED;
      last_error = e.what_without_backtrace();
    } catch (const c10::Error& e) {
      last_error = e.what_without_backtrace();
    } catch (const std::bad_alloc&) {
      last_error_kind = CT_OUT_OF_MEMORY;
      last_error = "out of memory";
    } catch (const std::exception& e) {
      last_error = e.what();
    } catch (...) {
      last_error = "an unknown C++ exception";
    }
  } catch (...) {
    // Only the copy of the message can fail here, for want of memory.
    last_error_kind = CT_OUT_OF_MEMORY;
  }
}

CT_API const char* ct_error(int32_t* kind) {
  *kind = last_error_kind;
  last_error_kind = CT_OK;
  return last_error.c_str();
}

// Finds an operator, for example ("aten::add", "Tensor"). Handles live as long as the process.
CT_API void* ct_find(const char* name, const char* overload) {
  return ct_guarded<void*>(nullptr, [&]() -> void* {
    auto found = c10::Dispatcher::singleton().findSchema({name, overload});
    TORCH_CHECK(found.has_value(), "this libtorch (", TORCH_VERSION, ") has no operator ", name, ".", overload);
    auto op = new Operator{*found, {}, {}, name};
    for (const auto& argument : op->handle.schema().arguments()) {
      op->wanted.push_back(wanted_of(argument.type()));
      op->defaults.push_back(argument.default_value());
    }
    return op;
  });
}

// Calls an operator. Arguments left out at the end take the schema's defaults. Returns the number of results, of which the first
// `capacity` are stored; negative on failure.
CT_API int32_t ct_call(void* op_handle, const ct_value* arguments, int32_t count, ct_result* results, int32_t capacity) {
  return ct_guarded<int32_t>(-1, [&]() -> int32_t {
    const auto& op = *static_cast<const Operator*>(op_handle);
    BorrowedStack borrowed;
    auto& stack = *borrowed.stack;
    TORCH_CHECK(static_cast<size_t>(count) <= op.wanted.size(), op.name, " takes ", op.wanted.size(), " arguments, not ", count);
    for (int32_t i = 0; i < count; i++)
      stack.push_back(to_ivalue(arguments[i], op, i));
    for (size_t i = count; i < op.wanted.size(); i++) {
      TORCH_CHECK(op.defaults[i].has_value(), op.name, ": argument ", i, " is missing");
      stack.push_back(*op.defaults[i]);
    }
    op.handle.callBoxed(stack);
    for (int32_t i = 0; i < static_cast<int32_t>(stack.size()) && i < capacity; i++)
      results[i] = to_result(std::move(stack[i]), arguments, count);
    return static_cast<int32_t>(stack.size());
  });
}

CT_API void ct_free(void* memory) {
  std::free(memory);
}
