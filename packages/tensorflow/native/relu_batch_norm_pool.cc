// Max pooling of batch normalization of ReLU, the block of the `baseline` preset, with one pass over the large image
// forward and one backward.
#include <cmath>

#include "normalization.h"

namespace polyhead {
namespace {

struct BlockAttributes {
  int32_t window;
  float epsilon;
};

void readBlock(BlockAttributes& attributes, TF_OpKernelConstruction* construction) {
  attributes.window = integerOf(construction, "pool_size");
  attributes.epsilon = numberOf(construction, "epsilon");
  expect(attributes.window >= 1, "pool_size must be at least 1");
}

// Sums of each image, added in the order of the images, whichever thread computed them.
class ImageSums {
 public:
  ImageSums(int64_t images, int64_t channels) : channels_(channels), sums_(images * channels) {}
  double* of(int64_t image) { return sums_.data() + image * channels_; }
  double total(int64_t channel) const {
    double sum = 0;
    for (size_t at = channel; at < sums_.size(); at += channels_) sum += sums_[at];
    return sum;
  }

 private:
  int64_t channels_;
  std::vector<double> sums_;
};

// A value near the mean of each channel: sums of squares around it lose no precision.
template <typename T>
std::vector<float> pivots(const Loops<T>& loop, const Block& block, int64_t images, const T* x) {
  std::vector<float> pivot(block.channels);
  if (images * block.height * block.width == 0) return pivot;
  const Block firstLine{1, block.width, block.channels, block.width + 1};
  std::vector<double> sum(block.channels), squares(block.channels);
  loop.forward(firstLine, x, pivot.data(), pivot.data(), nullptr, sum.data(), squares.data());
  for (int64_t c = 0; c < block.channels; c++) pivot[c] = static_cast<float>(sum[c] / block.width);
  return pivot;
}

// x [batch, height, width, channels], gamma, beta -> y, mean, variance, extremum: max_pool(batch_norm(relu(x))), the
// statistics of relu(x), and the value of relu(x) that each y comes from.
template <typename T>
void computeForward(void* kernel, TF_OpKernelContext* context) {
  const BlockAttributes& attributes = *static_cast<BlockAttributes*>(kernel);
  const Tensor x(inputOf(context, 0)), gamma(inputOf(context, 1)), beta(inputOf(context, 2));
  expect(x.rank() == 4, "x must be [batch, height, width, channels]");
  const Block block{x.side(1), x.side(2), x.side(3), attributes.window};
  const int64_t batch = x.side(0), channels = block.channels, large = block.height * block.width,
                small = block.rows() * block.columns();
  for (const Tensor* perChannel : {&gamma, &beta})
    expect(perChannel->hasShape({channels}), "gamma and beta must be [channels]");
  const Tensor y(outputOf<T>(context, 0, {batch, block.rows(), block.columns(), channels})),
      mean(outputOf<float>(context, 1, {channels})), variance(outputOf<float>(context, 2, {channels}));
  const Tensor extremum(outputOf<T>(context, 3, {batch, block.rows(), block.columns(), channels}));

  const Loops<T>& loop = loops<T>();
  const std::vector<float> pivot = pivots(loop, block, batch, x.data<T>());
  std::vector<float> sign(channels), factor(channels), offset(channels);
  for (int64_t c = 0; c < channels; c++) sign[c] = gamma.data<float>()[c] < 0 ? -1 : 1;
  ImageSums sum(batch, channels), squares(batch, channels);
  inParallel(batch, [&](int64_t image) {
    loop.forward(block, x.data<T>() + image * large * channels, pivot.data(), sign.data(),
                 extremum.data<T>() + image * small * channels, sum.of(image), squares.of(image));
  });
  const double count = static_cast<double>(batch * large);
  for (int64_t c = 0; c < channels; c++) {
    const double difference = sum.total(c) / count,
                 spread = std::max(squares.total(c) / count - difference * difference, 0.0);
    mean.data<float>()[c] = static_cast<float>(pivot[c] + difference);
    variance.data<float>()[c] = static_cast<float>(spread);
    const double scale = gamma.data<float>()[c] / std::sqrt(spread + attributes.epsilon);
    factor[c] = static_cast<float>(scale);
    offset[c] = static_cast<float>(beta.data<float>()[c] - (pivot[c] + difference) * scale);
  }
  inParallel(batch, [&](int64_t image) {
    loop.scale(small, channels, extremum.data<T>() + image * small * channels, factor.data(), offset.data(),
               y.data<T>() + image * small * channels);
  });
}

// x, gamma, beta, mean, variance -> y: the same with given statistics.
template <typename T>
void computeInference(void* kernel, TF_OpKernelContext* context) {
  const BlockAttributes& attributes = *static_cast<BlockAttributes*>(kernel);
  const Tensor x(inputOf(context, 0)), gamma(inputOf(context, 1)), beta(inputOf(context, 2)), mean(inputOf(context, 3)),
      variance(inputOf(context, 4));
  expect(x.rank() == 4, "x must be [batch, height, width, channels]");
  const Block block{x.side(1), x.side(2), x.side(3), attributes.window};
  const int64_t channels = block.channels, large = block.height * block.width, small = block.rows() * block.columns();
  const Normalization norm = normalizationOf(gamma, beta, mean, variance, channels, attributes.epsilon);
  const Tensor y(outputOf<T>(context, 0, {x.side(0), block.rows(), block.columns(), channels}));
  inParallel(x.side(0), [&](int64_t image) {
    loops<T>().pool(block, x.data<T>() + image * large * channels, norm.factor.data(), norm.offset.data(),
                    y.data<T>() + image * small * channels);
  });
}

// dy, x, extremum, gamma, mean, variance -> dx, dgamma, dbeta.
template <typename T>
void computeBackward(void* kernel, TF_OpKernelContext* context) {
  const BlockAttributes& attributes = *static_cast<BlockAttributes*>(kernel);
  const Tensor dy(inputOf(context, 0)), x(inputOf(context, 1)), extremum(inputOf(context, 2)),
      gamma(inputOf(context, 3)), mean(inputOf(context, 4)), variance(inputOf(context, 5));
  expect(x.rank() == 4, "x must be [batch, height, width, channels]");
  const Block block{x.side(1), x.side(2), x.side(3), attributes.window};
  const int64_t batch = x.side(0), channels = block.channels, large = block.height * block.width,
                small = block.rows() * block.columns();
  for (const Tensor* pooled : {&dy, &extremum})
    expect(pooled->hasShape({batch, block.rows(), block.columns(), channels}),
           "dy and extremum must be [batch, height / pool_size, width / pool_size, channels]");
  for (const Tensor* perChannel : {&gamma, &mean, &variance})
    expect(perChannel->hasShape({channels}), "gamma, mean and variance must be [channels]");
  const Tensor dx(outputOf<T>(context, 0, {batch, block.height, block.width, channels})),
      dgamma(outputOf<float>(context, 1, {channels})), dbeta(outputOf<float>(context, 2, {channels}));

  const Loops<T>& loop = loops<T>();
  ImageSums ofDy(batch, channels), ofProduct(batch, channels);
  inParallel(batch, [&](int64_t image) {
    const int64_t at = image * small * channels;
    loop.sums(small, channels, dy.data<T>() + at, extremum.data<T>() + at, mean.data<float>(), ofDy.of(image),
              ofProduct.of(image));
  });
  const double count = static_cast<double>(batch * large);
  std::vector<float> scale(channels), ofX(channels), constant(channels);
  for (int64_t c = 0; c < channels; c++) {
    const double inverse = 1 / std::sqrt(static_cast<double>(variance.data<float>()[c]) + attributes.epsilon),
                 factor = gamma.data<float>()[c] * inverse;
    const double sum = ofDy.total(c), product = ofProduct.total(c) * inverse;
    dbeta.data<float>()[c] = static_cast<float>(sum);
    dgamma.data<float>()[c] = static_cast<float>(product);
    scale[c] = static_cast<float>(factor);
    constant[c] = static_cast<float>(-factor * sum / count);
    ofX[c] = static_cast<float>(-factor * inverse * product / count);
  }
  const Backward coefficients{mean.data<float>(), scale.data(), ofX.data(), constant.data()};
  inParallel(batch, [&](int64_t image) {
    const int64_t at = image * large * channels, pooled = image * small * channels;
    loop.backward(block, x.data<T>() + at, dy.data<T>() + pooled, extremum.data<T>() + pooled, coefficients,
                  dx.data<T>() + at);
  });
}

template <Compute ofFloats, Compute ofHalves>
void add(const char* name, Texts inputs, Texts outputs) {
  define(name, inputs, outputs, {"T: {float, bfloat16} = DT_FLOAT", "pool_size: int >= 1", "epsilon: float"});
  implementFor(TF_FLOAT, name, create<BlockAttributes, readBlock>, guarded<ofFloats>, destroy<BlockAttributes>);
  implementFor(TF_BFLOAT16, name, create<BlockAttributes, readBlock>, guarded<ofHalves>, destroy<BlockAttributes>);
}

__attribute__((constructor)) void registerBlock() {
  add<computeForward<float>, computeForward<uint16_t>>("PolyheadReluBatchNormPool",
                                                       {"x: T", "gamma: float", "beta: float"},
                                                       {"y: T", "mean: float", "variance: float", "extremum: T"});
  add<computeInference<float>, computeInference<uint16_t>>(
      "PolyheadReluBatchNormPoolInference", {"x: T", "gamma: float", "beta: float", "mean: float", "variance: float"},
      {"y: T"});
  add<computeBackward<float>, computeBackward<uint16_t>>(
      "PolyheadReluBatchNormPoolGrad",
      {"dy: T", "x: T", "extremum: T", "gamma: float", "mean: float", "variance: float"},
      {"dx: T", "dgamma: float", "dbeta: float"});
}

}  // namespace
}  // namespace polyhead
