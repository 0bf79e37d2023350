// The C interface between Cleaner.Torch (C#) and libtorch. Mirrored by Interop/*.cs; both sides change together.
//
// A tensor handle is a c10::TensorImpl* that owns one reference; ct_release gives it back.
// Every function that can fail returns a negative number or null; ct_error then tells why (per thread).
#pragma once
#include <cstdint>

#define CT_API extern "C" __attribute__((visibility("default")))

// How the payload of a ct_value is read.
enum ct_tag : int32_t {
  CT_NONE = 0,        // None; also an absent optional
  CT_TENSOR = 1,      // pointer: tensor handle, null = undefined tensor
  CT_INT = 2,         // integer; also a dtype, a layout, a memory format
  CT_DOUBLE = 3,
  CT_BOOL = 4,
  CT_INT_LIST = 5,    // pointer: int64_t[count]
  CT_DOUBLE_LIST = 6, // pointer: double[count]
  CT_TENSOR_LIST = 7, // pointer: tensor handle[count], null entries where the operator takes optionals
  CT_STRING = 8,      // pointer: UTF-8, count bytes
  CT_DEVICE = 9,      // integer: device type << 32 | (uint32_t) device index, -1 = current
  CT_GENERATOR = 10,  // pointer: generator handle
  CT_DEFAULT = 11,    // the default value that the operator's schema gives
};

struct ct_value {
  int32_t tag;
  int32_t count;
  union {
    int64_t integer;
    double real;
    const void* pointer;
  };
};

// A result. Tensor lists are arrays of handles to be freed with ct_free.
struct ct_result {
  int32_t tag;
  int32_t count;
  union {
    int64_t integer;
    double real;
    void* pointer;
  };
  int64_t bytes; // storage that the call made; 0 for a view of an argument
};

struct ct_description {
  const int64_t* sizes;
  const int64_t* strides;
  int64_t numel;
  int64_t storage_offset;
  int32_t dim;
  int32_t dtype;
  int32_t device_type;
  int32_t device_index;
  int32_t item_size;
  int32_t contiguous;
};

enum ct_error_kind : int32_t {
  CT_OK = 0,
  CT_FAILED = 1,
  CT_OUT_OF_MEMORY = 2,
  CT_NOT_IMPLEMENTED = 3,
};
