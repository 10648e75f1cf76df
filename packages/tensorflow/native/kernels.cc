// Operations of polyhead for TensorFlow's CPU device, by its C interface: registered when the library is loaded, before any graph.
#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdlib>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "loops.h"
#include "tensorflow/c/kernels.h"
#include "tensorflow/c/ops.h"
#include "tensorflow/c/tf_tensor.h"

namespace polyhead {
namespace {

const Instructions& instructions() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq")) return avx512;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return avx2;
#endif
  return plain;
}

template <typename T>
const Loops<T>& loops();
template <>
const Loops<float>& loops<float>() { return instructions().float32; }
template <>
const Loops<uint16_t>& loops<uint16_t>() { return instructions().bfloat16; }

// As many as TensorFlow takes for an operation.
int64_t threadCount() {
  static const int64_t count = [] {
    const char* asked = std::getenv("TF_NUM_INTRAOP_THREADS");
    const int64_t wanted = asked == nullptr ? 0 : std::atoll(asked);
    return wanted > 0 ? wanted : std::max<int64_t>(1, std::thread::hardware_concurrency());
  }();
  return count;
}

// Calls work(0) to work(count - 1). Threads cost microseconds here where the work takes milliseconds; results must not depend on who does what.
template <typename Work>
void inParallel(int64_t count, const Work& work) {
  std::atomic<int64_t> next{0};
  const auto take = [&] {
    for (int64_t index = next++; index < count; index = next++) work(index);
  };
  std::vector<std::thread> others;
  for (int64_t extra = std::min(threadCount(), count) - 1; extra > 0; extra--) {
    try {
      others.emplace_back(take);
    } catch (const std::system_error&) {
      break;  // no more threads to be had: the others do it all
    }
  }
  take();
  for (std::thread& other : others) other.join();
}

// A tensor that is let go at the end.
class Tensor {
 public:
  explicit Tensor(TF_Tensor* tensor) : tensor_(tensor) {}
  Tensor(const Tensor&) = delete;
  ~Tensor() {
    if (tensor_ != nullptr) TF_DeleteTensor(tensor_);
  }
  template <typename T>
  T* data() const { return static_cast<T*>(TF_TensorData(tensor_)); }
  int64_t side(int axis) const { return TF_Dim(tensor_, axis); }
  int rank() const { return TF_NumDims(tensor_); }

 private:
  TF_Tensor* tensor_;
};

class Status {
 public:
  Status() : status_(TF_NewStatus()) {}
  Status(const Status&) = delete;
  ~Status() { TF_DeleteStatus(status_); }
  operator TF_Status*() const { return status_; }
  bool ok() const { return TF_GetCode(status_) == TF_OK; }

 private:
  TF_Status* status_;
};

TF_Tensor* inputOf(TF_OpKernelContext* context, int index) {
  Status status;
  TF_Tensor* tensor = nullptr;
  TF_GetInput(context, index, &tensor, status);
  return tensor;
}

template <typename T>
TF_DataType typeOf();
template <>
TF_DataType typeOf<float>() { return TF_FLOAT; }
template <>
TF_DataType typeOf<uint16_t>() { return TF_BFLOAT16; }

template <typename T>
TF_Tensor* outputOf(TF_OpKernelContext* context, int index, std::vector<int64_t> shape) {
  Status status;
  int64_t bytes = sizeof(T);
  for (const int64_t side : shape) bytes *= side;
  TF_Tensor* tensor = TF_AllocateOutput(context, index, typeOf<T>(), shape.data(), static_cast<int>(shape.size()), bytes, status);
  if (!status.ok()) TF_OpKernelContext_Failure(context, status);
  return tensor;
}

struct BlockAttributes {
  int32_t window;
  float epsilon;
};

void* createBlock(TF_OpKernelConstruction* construction) {
  Status status;
  BlockAttributes* attributes = new BlockAttributes{};
  TF_OpKernelConstruction_GetAttrInt32(construction, "pool_size", &attributes->window, status);
  if (status.ok()) TF_OpKernelConstruction_GetAttrFloat(construction, "epsilon", &attributes->epsilon, status);
  if (status.ok() && attributes->window < 1) TF_SetStatus(status, TF_INVALID_ARGUMENT, "pool_size must be at least 1");
  if (!status.ok()) TF_OpKernelConstruction_Failure(construction, status);
  return attributes;
}

void destroyBlock(void* attributes) { delete static_cast<BlockAttributes*>(attributes); }

bool refuse(TF_OpKernelContext* context, const char* message) {
  Status status;
  TF_SetStatus(status, TF_INVALID_ARGUMENT, message);
  TF_OpKernelContext_Failure(context, status);
  return true;
}

// Sums of pictures, each by itself, added up in their order whoever made them.
class PictureSums {
 public:
  PictureSums(int64_t pictures, int64_t channels) : channels_(channels), sums_(pictures * channels) {}
  double* of(int64_t picture) { return sums_.data() + picture * channels_; }
  double total(int64_t channel) const {
    double sum = 0;
    for (size_t at = channel; at < sums_.size(); at += channels_) sum += sums_[at];
    return sum;
  }

 private:
  int64_t channels_;
  std::vector<double> sums_;
};

// A value near the mean of each channel: sums of squares around it lose no digits.
template <typename T>
std::vector<float> pivots(const Loops<T>& loop, const Block& block, int64_t pictures, const T* x) {
  std::vector<float> pivot(block.channels);
  if (pictures * block.height * block.width == 0) return pivot;
  const Block firstLine{1, block.width, block.channels, block.width + 1};
  std::vector<double> sum(block.channels), squares(block.channels);
  loop.forward(firstLine, x, pivot.data(), pivot.data(), nullptr, sum.data(), squares.data());
  for (int64_t c = 0; c < block.channels; c++) pivot[c] = static_cast<float>(sum[c] / block.width);
  return pivot;
}

// x [batch, height, width, channels], gamma, beta -> y, mean, variance, extremum: max_pool(batch_norm(relu(x))), the statistics of relu(x), and the value of relu(x) that each y comes from.
template <typename T>
void computeForward(void* kernel, TF_OpKernelContext* context) {
  const BlockAttributes& attributes = *static_cast<BlockAttributes*>(kernel);
  const Tensor x(inputOf(context, 0)), gamma(inputOf(context, 1)), beta(inputOf(context, 2));
  if (x.rank() != 4 && refuse(context, "x must be [batch, height, width, channels]")) return;
  const Block block{x.side(1), x.side(2), x.side(3), attributes.window};
  const int64_t batch = x.side(0), channels = block.channels, large = block.height * block.width, small = block.rows() * block.columns();
  if ((gamma.rank() != 1 || gamma.side(0) != channels || beta.rank() != 1 || beta.side(0) != channels) && refuse(context, "gamma and beta must be [channels]")) return;
  const Tensor y(outputOf<T>(context, 0, {batch, block.rows(), block.columns(), channels})), mean(outputOf<float>(context, 1, {channels})), variance(outputOf<float>(context, 2, {channels}));
  const Tensor extremum(outputOf<T>(context, 3, {batch, block.rows(), block.columns(), channels}));
  if (y.data<T>() == nullptr || extremum.data<T>() == nullptr) return;

  const Loops<T>& loop = loops<T>();
  const std::vector<float> pivot = pivots(loop, block, batch, x.data<T>());
  std::vector<float> sign(channels), factor(channels), offset(channels);
  for (int64_t c = 0; c < channels; c++) sign[c] = gamma.data<float>()[c] < 0 ? -1 : 1;
  PictureSums sum(batch, channels), squares(batch, channels);
  inParallel(batch, [&](int64_t picture) {
    loop.forward(block, x.data<T>() + picture * large * channels, pivot.data(), sign.data(), extremum.data<T>() + picture * small * channels, sum.of(picture), squares.of(picture));
  });
  const double count = static_cast<double>(batch * large);
  for (int64_t c = 0; c < channels; c++) {
    const double difference = sum.total(c) / count, spread = std::max(squares.total(c) / count - difference * difference, 0.0);
    mean.data<float>()[c] = static_cast<float>(pivot[c] + difference);
    variance.data<float>()[c] = static_cast<float>(spread);
    const double scale = gamma.data<float>()[c] / std::sqrt(spread + attributes.epsilon);
    factor[c] = static_cast<float>(scale);
    offset[c] = static_cast<float>(beta.data<float>()[c] - (pivot[c] + difference) * scale);
  }
  inParallel(batch, [&](int64_t picture) { loop.scale(small, channels, extremum.data<T>() + picture * small * channels, factor.data(), offset.data(), y.data<T>() + picture * small * channels); });
}

// dy, x, extremum, gamma, mean, variance -> dx, dgamma, dbeta.
template <typename T>
void computeBackward(void* kernel, TF_OpKernelContext* context) {
  const BlockAttributes& attributes = *static_cast<BlockAttributes*>(kernel);
  const Tensor dy(inputOf(context, 0)), x(inputOf(context, 1)), extremum(inputOf(context, 2)), gamma(inputOf(context, 3)), mean(inputOf(context, 4)), variance(inputOf(context, 5));
  if (x.rank() != 4 && refuse(context, "x must be [batch, height, width, channels]")) return;
  const Block block{x.side(1), x.side(2), x.side(3), attributes.window};
  const int64_t batch = x.side(0), channels = block.channels, large = block.height * block.width, small = block.rows() * block.columns();
  for (const Tensor* pooled : {&dy, &extremum}) {
    const bool fits = pooled->rank() == 4 && pooled->side(0) == batch && pooled->side(1) == block.rows() && pooled->side(2) == block.columns() && pooled->side(3) == channels;
    if (!fits && refuse(context, "dy and extremum must be [batch, height / pool_size, width / pool_size, channels]")) return;
  }
  for (const Tensor* perChannel : {&gamma, &mean, &variance}) {
    if ((perChannel->rank() != 1 || perChannel->side(0) != channels) && refuse(context, "gamma, mean and variance must be [channels]")) return;
  }
  const Tensor dx(outputOf<T>(context, 0, {batch, block.height, block.width, channels})), dgamma(outputOf<float>(context, 1, {channels})), dbeta(outputOf<float>(context, 2, {channels}));
  if (dx.data<T>() == nullptr) return;

  const Loops<T>& loop = loops<T>();
  PictureSums ofDy(batch, channels), ofProduct(batch, channels);
  inParallel(batch, [&](int64_t picture) {
    const int64_t at = picture * small * channels;
    loop.sums(small, channels, dy.data<T>() + at, extremum.data<T>() + at, mean.data<float>(), ofDy.of(picture), ofProduct.of(picture));
  });
  const double count = static_cast<double>(batch * large);
  std::vector<float> scale(channels), ofX(channels), constant(channels);
  for (int64_t c = 0; c < channels; c++) {
    const double inverse = 1 / std::sqrt(static_cast<double>(variance.data<float>()[c]) + attributes.epsilon), factor = gamma.data<float>()[c] * inverse;
    const double sum = ofDy.total(c), product = ofProduct.total(c) * inverse;
    dbeta.data<float>()[c] = static_cast<float>(sum);
    dgamma.data<float>()[c] = static_cast<float>(product);
    scale[c] = static_cast<float>(factor);
    constant[c] = static_cast<float>(-factor * sum / count);
    ofX[c] = static_cast<float>(-factor * inverse * product / count);
  }
  const Backward coefficients{mean.data<float>(), scale.data(), ofX.data(), constant.data()};
  inParallel(batch, [&](int64_t picture) {
    const int64_t at = picture * large * channels, pooled = picture * small * channels;
    loop.backward(block, x.data<T>() + at, dy.data<T>() + pooled, extremum.data<T>() + pooled, coefficients, dx.data<T>() + at);
  });
}

struct ConvolutionAttributes {
  int32_t filterHeight, filterWidth, padTop, padLeft;
};

void* createConvolution(TF_OpKernelConstruction* construction) {
  Status status;
  ConvolutionAttributes* attributes = new ConvolutionAttributes{};
  const std::pair<const char*, int32_t*> all[] = {{"filter_height", &attributes->filterHeight}, {"filter_width", &attributes->filterWidth}, {"pad_top", &attributes->padTop}, {"pad_left", &attributes->padLeft}};
  for (const auto& [name, value] : all) {
    if (status.ok()) TF_OpKernelConstruction_GetAttrInt32(construction, name, value, status);
  }
  if (!status.ok()) TF_OpKernelConstruction_Failure(construction, status);
  return attributes;
}

void destroyConvolution(void* attributes) { delete static_cast<ConvolutionAttributes*>(attributes); }

// x [batch, height, width, channels], dy [batch, rows, columns, filters] -> gradients of the filter [filter_height, filter_width, channels, filters] and of the bias [filters].
void computeFilterGradient(void* kernel, TF_OpKernelContext* context) {
  const ConvolutionAttributes& attributes = *static_cast<ConvolutionAttributes*>(kernel);
  const Tensor x(inputOf(context, 0)), dy(inputOf(context, 1));
  if ((x.rank() != 4 || dy.rank() != 4 || x.side(0) != dy.side(0)) && refuse(context, "x and dy must be [batch, height, width, channels], of one batch")) return;
  const Convolution convolution{x.side(1), x.side(2), x.side(3), dy.side(1), dy.side(2), dy.side(3), attributes.filterHeight, attributes.filterWidth, attributes.padTop, attributes.padLeft};
  const Tensor filter(outputOf<float>(context, 0, {convolution.filterHeight, convolution.filterWidth, convolution.channels, convolution.filters})), bias(outputOf<float>(context, 1, {convolution.filters}));
  if (filter.data<float>() == nullptr || bias.data<float>() == nullptr) return;

  // Parts of the batch are summed by themselves and then in their order: the same whoever sums them.
  const int64_t batch = x.side(0), parts = std::min<int64_t>(batch, 16), size = convolution.filterSize(), stride = size + convolution.filters;
  std::vector<float> sums(parts * stride);
  inParallel(parts, [&](int64_t part) {
    std::vector<float> line(convolution.lineSize());
    float* own = sums.data() + part * stride;
    for (int64_t picture = batch * part / parts; picture < batch * (part + 1) / parts; picture++) {
      const float* pictureX = x.data<float>() + picture * convolution.height * convolution.width * convolution.channels;
      const float* pictureDy = dy.data<float>() + picture * convolution.rows * convolution.columns * convolution.filters;
      instructions().filterGradient(convolution, pictureX, pictureDy, line.data(), own, own + size);
    }
  });
  const auto total = [&](int64_t at) {
    double sum = 0;
    for (int64_t part = 0; part < parts; part++) sum += sums[part * stride + at];
    return static_cast<float>(sum);
  };
  for (int64_t at = 0; at < size; at++) filter.data<float>()[at] = total(at);
  for (int64_t at = 0; at < convolution.filters; at++) bias.data<float>()[at] = total(size + at);
}

// Shapes while a graph is optimized: of pictures only the batch and the channels would be passed on, so they are left open.
void unknownShapes(TF_ShapeInferenceContext* context, TF_Status* status) { TF_ShapeInferenceContextSetUnknownShape(context, status); }

void expectOk(const Status& status) {
  if (!status.ok()) std::abort();  // a wrong definition: a fault of this file
}

typedef std::initializer_list<const char*> Texts;

void define(const char* name, Texts inputs, Texts outputs, Texts attributes) {
  Status status;
  TF_OpDefinitionBuilder* builder = TF_NewOpDefinitionBuilder(name);
  for (const char* input : inputs) TF_OpDefinitionBuilderAddInput(builder, input);
  for (const char* output : outputs) TF_OpDefinitionBuilderAddOutput(builder, output);
  for (const char* attribute : attributes) TF_OpDefinitionBuilderAddAttr(builder, attribute);
  TF_OpDefinitionBuilderSetShapeInferenceFunction(builder, unknownShapes);
  TF_RegisterOpDefinition(builder, status);
  expectOk(status);
}

typedef void (*Compute)(void*, TF_OpKernelContext*);

void add(const char* name, TF_KernelBuilder* builder) {
  Status status;
  TF_RegisterKernelBuilder(name, builder, status);
  expectOk(status);
}

void addBlock(const char* name, TF_DataType type, Compute compute) {
  Status status;
  TF_KernelBuilder* builder = TF_NewKernelBuilder(name, "CPU", createBlock, compute, destroyBlock);
  TF_KernelBuilder_TypeConstraint(builder, "T", type, status);
  expectOk(status);
  add(name, builder);
}

__attribute__((constructor)) void registerAll() {
  const Texts ofBlock = {"T: {float, bfloat16} = DT_FLOAT", "pool_size: int >= 1", "epsilon: float"};
  define("PolyheadReluBatchNormPool", {"x: T", "gamma: float", "beta: float"}, {"y: T", "mean: float", "variance: float", "extremum: T"}, ofBlock);
  addBlock("PolyheadReluBatchNormPool", TF_FLOAT, computeForward<float>);
  addBlock("PolyheadReluBatchNormPool", TF_BFLOAT16, computeForward<uint16_t>);
  define("PolyheadReluBatchNormPoolGrad", {"dy: T", "x: T", "extremum: T", "gamma: float", "mean: float", "variance: float"}, {"dx: T", "dgamma: float", "dbeta: float"}, ofBlock);
  addBlock("PolyheadReluBatchNormPoolGrad", TF_FLOAT, computeBackward<float>);
  addBlock("PolyheadReluBatchNormPoolGrad", TF_BFLOAT16, computeBackward<uint16_t>);
  define("PolyheadConv2DBackpropFilter", {"x: float", "dy: float"}, {"filter: float", "bias: float"}, {"filter_height: int >= 1", "filter_width: int >= 1", "pad_top: int >= 0", "pad_left: int >= 0"});
  add("PolyheadConv2DBackpropFilter", TF_NewKernelBuilder("PolyheadConv2DBackpropFilter", "CPU", createConvolution, computeFilterGradient, destroyConvolution));
}

}  // namespace
}  // namespace polyhead
