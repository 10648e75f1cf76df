// Max pooling of the ReLU of a convolution, with or without batch normalization, for predictions: the result of the
// convolution is never written to memory.
#include "normalization.h"

namespace polyhead {
namespace {

struct PooledAttributes {
  int32_t window, normCount;
  float epsilon;
  bool same;
};

void readPooled(PooledAttributes& attributes, TF_OpKernelConstruction* construction) {
  attributes = {integerOf(construction, "pool_size"), integerOf(construction, "N"), numberOf(construction, "epsilon"),
                truthOf(construction, "same")};
  expect(attributes.window == 2 || attributes.window == 3, "pool_size must be 2 or 3");
  expect(attributes.normCount == 0 || attributes.normCount == 4,
         "norm must be gamma, beta, mean and variance, or nothing");
}

// Memory that a PooledConvolution points to.
struct PreparedWeights {
  std::vector<float> filter, bias, sign;
  Normalization norm;
};

PreparedWeights prepare(TF_OpKernelContext* context, const PooledAttributes& attributes, const Tensor& filter,
                        const Tensor& bias) {
  const int64_t filters = filter.side(3), count = filter.side(0) * filter.side(1) * filter.side(2) * filters;
  PreparedWeights weights{std::vector<float>(count),
                          std::vector<float>(filters),
                          std::vector<float>(filters),
                          {std::vector<float>(filters, 1), std::vector<float>(filters, 0)}};
  if (attributes.normCount == 4) {
    const Tensor gamma(inputOf(context, 3)), beta(inputOf(context, 4)), mean(inputOf(context, 5)),
        variance(inputOf(context, 6));
    weights.norm = normalizationOf(gamma, beta, mean, variance, filters, attributes.epsilon);
  }
  for (int64_t f = 0; f < filters; f++) weights.sign[f] = weights.norm.factor[f] < 0 ? -1 : 1;
  for (int64_t f = 0; f < filters; f++) weights.bias[f] = bias.data<float>()[f] * weights.sign[f];
  for (int64_t at = 0; at < count; at++) weights.filter[at] = filter.data<float>()[at] * weights.sign[at % filters];
  return weights;
}

// x [batch, height, width, channels], filter [height, width, channels, filters], bias, norm (gamma, beta, mean and
// variance, or nothing) -> max_pool(batch_norm(relu(conv2d(x, filter) + bias))).
template <typename T>
void computePooled(void* kernel, TF_OpKernelContext* context) {
  const PooledAttributes& attributes = *static_cast<PooledAttributes*>(kernel);
  const Tensor x(inputOf(context, 0)), filter(inputOf(context, 1)), bias(inputOf(context, 2));
  expect(x.rank() == 4 && filter.rank() == 4 && x.side(3) == filter.side(2),
         "x must be [batch, height, width, channels], filter [height, width, channels, filters]");
  expect(filter.side(3) % kMostLanes == 0, "filters must be a multiple of 16");
  expect(bias.hasShape({filter.side(3)}), "bias must be [filters]");
  const int64_t filterHeight = filter.side(0), filterWidth = filter.side(1), batch = x.side(0), height = x.side(1),
                width = x.side(2), channels = x.side(3), filters = filter.side(3);
  const int64_t rows = attributes.same ? height : height - filterHeight + 1,
                columns = attributes.same ? width : width - filterWidth + 1;
  expect(rows >= attributes.window && columns >= attributes.window, "x must have room for a window");
  const Convolution convolution{height,
                                width,
                                channels,
                                rows,
                                columns,
                                filters,
                                filterHeight,
                                filterWidth,
                                attributes.same ? (filterHeight - 1) / 2 : 0,
                                attributes.same ? (filterWidth - 1) / 2 : 0};
  const int64_t pooledRows = rows / attributes.window, pooledColumns = columns / attributes.window;
  const Tensor y(outputOf<T>(context, 0, {batch, pooledRows, pooledColumns, filters}));
  const PreparedWeights prepared = prepare(context, attributes, filter, bias);
  const PooledConvolution weights{attributes.window,    prepared.filter.data(),      prepared.bias.data(),
                                  prepared.sign.data(), prepared.norm.factor.data(), prepared.norm.offset.data()};

  // A few images are divided into parts, so that every thread has work.
  const int64_t parts = std::clamp<int64_t>(4 * threadCount() / std::max<int64_t>(batch, 1), 1, pooledRows);
  inParallel(batch * parts, [&](int64_t index) {
    const int64_t image = index / parts, part = index % parts;
    std::vector<float> lines(weights.lineCount(convolution) * convolution.lineSize());
    loops<T>().poolConvolution(convolution, weights, pooledRows * part / parts, pooledRows * (part + 1) / parts,
                               x.data<float>() + image * height * width * channels, lines.data(),
                               y.data<T>() + image * pooledRows * pooledColumns * filters);
  });
}

__attribute__((constructor)) void registerPooled() {
  const char* name = "PolyheadConv2DReluPool";
  define(name, {"x: float", "filter: float", "bias: float", "norm: N * float"}, {"y: T"},
         {"T: {float, bfloat16} = DT_FLOAT", "N: int >= 0", "pool_size: int >= 1", "epsilon: float", "same: bool"});
  implementFor(TF_FLOAT, name, create<PooledAttributes, readPooled>, guarded<computePooled<float>>,
               destroy<PooledAttributes>);
  implementFor(TF_BFLOAT16, name, create<PooledAttributes, readPooled>, guarded<computePooled<uint16_t>>,
               destroy<PooledAttributes>);
}

}  // namespace
}  // namespace polyhead
