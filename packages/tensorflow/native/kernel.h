// Helpers for custom operations on TensorFlow's CPU device, based on its C API. Each file of kernels registers its
// operations when the library is loaded, before any graph.
#pragma once
#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <exception>
#include <initializer_list>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <thread>
#include <type_traits>
#include <vector>

#include "loops/loops.h"
#include "tensorflow/c/kernels.h"
#include "tensorflow/c/ops.h"
#include "tensorflow/c/tf_tensor.h"

namespace polyhead {

// The environment variable POLYHEAD_INSTRUCTIONS selects a smaller instruction set, for comparisons.
inline const Instructions& instructions() {
  static const Instructions& chosen = []() -> const Instructions& {
    const char* asked = std::getenv("POLYHEAD_INSTRUCTIONS");
    const std::string most = asked == nullptr ? "avx512" : asked;
#if defined(__x86_64__)
    if (most == "avx512" && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq"))
      return avx512;
    if (most != "plain" && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return avx2;
#endif
    return plain;
  }();
  return chosen;
}

template <typename T>
const Loops<T>& loops() {
  if constexpr (std::is_same_v<T, float>)
    return instructions().float32;
  else
    return instructions().bfloat16;
}

// The number of threads that TensorFlow uses for one operation.
inline int64_t threadCount() {
  static const int64_t count = [] {
    const char* asked = std::getenv("TF_NUM_INTRAOP_THREADS");
    const int64_t wanted = asked == nullptr ? 0 : std::atoll(asked);
    return wanted > 0 ? wanted : std::max<int64_t>(1, std::thread::hardware_concurrency());
  }();
  return count;
}

// Calls work(0) to work(count - 1). Results must not depend on which thread does which item. Starting a thread takes
// microseconds, the work takes milliseconds. The caller does not wait for a thread that has not started yet:
// TensorFlow's threads may keep the processors busy, and then this thread does all the work. An exception on any thread
// is rethrown here at the end.
template <typename Work>
void inParallel(int64_t count, const Work& work) {
  struct Progress {
    std::atomic<int64_t> next{0}, done{0};
    std::atomic<bool> failed{false};
    std::exception_ptr failure;
  };
  const auto progress = std::make_shared<Progress>();
  const auto take = [progress, count, &work] {
    for (int64_t index = progress->next++; index < count;
         index = progress->next++) {  // `work` is destroyed once all items are done, and not used then
      try {
        work(index);
      } catch (...) {
        if (!progress->failed.exchange(true)) progress->failure = std::current_exception();
      }
      progress->done++;
    }
  };
  for (int64_t extra = std::min(threadCount(), count) - 1; extra > 0; extra--) {
    try {
      std::thread(take).detach();
    } catch (...) {
      break;  // no thread or no memory for one is available: the others do all the work
    }
  }
  take();
  while (progress->done < count) std::this_thread::yield();
  if (progress->failure) std::rethrow_exception(progress->failure);
}

class Status {
 public:
  Status() : status_(TF_NewStatus()) {}
  Status(const Status&) = delete;
  ~Status() { TF_DeleteStatus(status_); }
  operator TF_Status*() const { return status_; }
  bool ok() const { return TF_GetCode(status_) == TF_OK; }
  void expectOk() const {
    if (!ok()) throw std::runtime_error(TF_Message(status_));
  }

 private:
  TF_Status* status_;
};

// A tensor that is deleted at the end of its scope.
class Tensor {
 public:
  explicit Tensor(TF_Tensor* tensor) : tensor_(tensor) {}
  Tensor(const Tensor&) = delete;
  ~Tensor() { TF_DeleteTensor(tensor_); }
  template <typename T>
  T* data() const {
    return static_cast<T*>(TF_TensorData(tensor_));
  }
  int64_t side(int axis) const { return TF_Dim(tensor_, axis); }
  int rank() const { return TF_NumDims(tensor_); }
  bool hasShape(std::initializer_list<int64_t> sides) const {
    int axis = 0;
    for (const int64_t wanted : sides) {
      if (axis >= rank() || side(axis++) != wanted) return false;
    }
    return axis == rank();
  }

 private:
  TF_Tensor* tensor_;
};

inline void expect(bool condition, const char* message) {
  if (!condition) throw std::invalid_argument(message);
}

inline TF_Tensor* inputOf(TF_OpKernelContext* context, int index) {
  Status status;
  TF_Tensor* tensor = nullptr;
  TF_GetInput(context, index, &tensor, status);
  status.expectOk();
  return tensor;
}

template <typename T>
constexpr TF_DataType typeOf = TF_FLOAT;
template <>
constexpr TF_DataType typeOf<uint16_t> = TF_BFLOAT16;

template <typename T>
TF_Tensor* outputOf(TF_OpKernelContext* context, int index, std::initializer_list<int64_t> shape) {
  Status status;
  int64_t bytes = sizeof(T);
  for (const int64_t side : shape) bytes *= side;
  TF_Tensor* tensor =
      TF_AllocateOutput(context, index, typeOf<T>, shape.begin(), static_cast<int>(shape.size()), bytes, status);
  status.expectOk();
  return tensor;
}

typedef void (*Compute)(void* attributes, TF_OpKernelContext*);

// Reports an exception of a computation as the failure of the operation.
template <Compute compute>
void guarded(void* attributes, TF_OpKernelContext* context) {
  Status status;
  try {
    compute(attributes, context);
    return;
  } catch (const std::bad_alloc&) {
    TF_SetStatus(status, TF_RESOURCE_EXHAUSTED, "OOM when allocating memory for a custom operation of polyhead");
  } catch (const std::exception& error) {
    TF_SetStatus(status, TF_INVALID_ARGUMENT, error.what());
  }
  TF_OpKernelContext_Failure(context, status);
}

// Creates the attributes of a node; `read` fills them in.
template <typename Attributes, void (*read)(Attributes&, TF_OpKernelConstruction*)>
void* create(TF_OpKernelConstruction* construction) {
  Attributes* attributes = new Attributes{};
  try {
    read(*attributes, construction);
  } catch (const std::exception& error) {
    Status status;
    TF_SetStatus(status, TF_INVALID_ARGUMENT, error.what());
    TF_OpKernelConstruction_Failure(construction, status);
  }
  return attributes;
}

template <typename Attributes>
void destroy(void* attributes) {
  delete static_cast<Attributes*>(attributes);
}

template <typename Value>
Value attributeOf(TF_OpKernelConstruction* construction, const char* name,
                  void (*get)(TF_OpKernelConstruction*, const char*, Value*, TF_Status*)) {
  Status status;
  Value value{};
  get(construction, name, &value, status);
  status.expectOk();
  return value;
}

inline int32_t integerOf(TF_OpKernelConstruction* construction, const char* name) {
  return attributeOf(construction, name, TF_OpKernelConstruction_GetAttrInt32);
}
inline float numberOf(TF_OpKernelConstruction* construction, const char* name) {
  return attributeOf(construction, name, TF_OpKernelConstruction_GetAttrFloat);
}
inline bool truthOf(TF_OpKernelConstruction* construction, const char* name) {
  return attributeOf(construction, name, TF_OpKernelConstruction_GetAttrBool) != 0;
}

// Shape inference. TensorFlow calls it while it optimizes a graph, and needs no shapes of these operations there.
inline void unknownShapes(TF_ShapeInferenceContext* context, TF_Status* status) {
  TF_ShapeInferenceContextSetUnknownShape(context, status);
}

typedef std::initializer_list<const char*> Texts;

// If TensorFlow rejects a definition or a kernel, the operation is missing, and polyhead works without it.
inline void define(const char* name, Texts inputs, Texts outputs, Texts attributes) {
  Status status;
  TF_OpDefinitionBuilder* builder = TF_NewOpDefinitionBuilder(name);
  for (const char* input : inputs) TF_OpDefinitionBuilderAddInput(builder, input);
  for (const char* output : outputs) TF_OpDefinitionBuilderAddOutput(builder, output);
  for (const char* attribute : attributes) TF_OpDefinitionBuilderAddAttr(builder, attribute);
  TF_OpDefinitionBuilderSetShapeInferenceFunction(builder, unknownShapes);
  TF_RegisterOpDefinition(builder, status);
}

typedef void* (*Create)(TF_OpKernelConstruction*);
typedef void (*Destroy)(void* attributes);

inline void implement(const char* name, Create create, Compute compute, Destroy destroy) {
  Status status;
  TF_RegisterKernelBuilder(name, TF_NewKernelBuilder(name, "CPU", create, compute, destroy), status);
}

inline void implementFor(TF_DataType type, const char* name, Create create, Compute compute, Destroy destroy) {
  Status status;
  TF_KernelBuilder* builder = TF_NewKernelBuilder(name, "CPU", create, compute, destroy);
  TF_KernelBuilder_TypeConstraint(builder, "T", type, status);
  TF_RegisterKernelBuilder(name, builder, status);
}

}  // namespace polyhead
