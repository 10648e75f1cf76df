// The gradients of a convolution's filter and bias, for stride 1.
#include "kernel.h"

namespace polyhead {
namespace {

struct ConvolutionAttributes {
  int32_t filterHeight, filterWidth, padTop, padLeft;
};

void readConvolution(ConvolutionAttributes& attributes, TF_OpKernelConstruction* construction) {
  attributes = {integerOf(construction, "filter_height"), integerOf(construction, "filter_width"),
                integerOf(construction, "pad_top"), integerOf(construction, "pad_left")};
}

// x [batch, height, width, channels], dy [batch, rows, columns, filters] -> gradients of the filter [filter_height,
// filter_width, channels, filters] and of the bias [filters].
void computeFilterGradient(void* kernel, TF_OpKernelContext* context) {
  const ConvolutionAttributes& attributes = *static_cast<ConvolutionAttributes*>(kernel);
  const Tensor x(inputOf(context, 0)), dy(inputOf(context, 1));
  expect(x.rank() == 4 && dy.rank() == 4 && x.side(0) == dy.side(0),
         "x and dy must be [batch, height, width, channels], of one batch");
  expect(attributes.padTop < attributes.filterHeight && attributes.padLeft < attributes.filterWidth,
         "padding must be less than the filter");
  expect(dy.side(3) % kMostLanes == 0, "filters must be a multiple of 16");
  const Convolution convolution{x.side(1),
                                x.side(2),
                                x.side(3),
                                dy.side(1),
                                dy.side(2),
                                dy.side(3),
                                attributes.filterHeight,
                                attributes.filterWidth,
                                attributes.padTop,
                                attributes.padLeft};
  const Tensor filter(outputOf<float>(
      context, 0, {convolution.filterHeight, convolution.filterWidth, convolution.channels, convolution.filters})),
      bias(outputOf<float>(context, 1, {convolution.filters}));

  // Parts of the batch are summed separately and then in their order, so the result does not depend on threads.
  const int64_t batch = x.side(0), parts = std::min<int64_t>(batch, 16), size = convolution.filterSize(),
                stride = size + convolution.filters;
  const int64_t lineSize = convolution.lineSize();
  std::vector<float> sums(parts * stride), lines(parts * lineSize);
  inParallel(parts, [&](int64_t part) {
    float* own = sums.data() + part * stride;
    for (int64_t image = batch * part / parts; image < batch * (part + 1) / parts; image++) {
      const float* imageX = x.data<float>() + image * convolution.height * convolution.width * convolution.channels;
      const float* imageDy = dy.data<float>() + image * convolution.rows * convolution.columns * convolution.filters;
      instructions().filterGradient(convolution, imageX, imageDy, lines.data() + part * lineSize, own, own + size);
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

__attribute__((constructor)) void registerFilterGradient() {
  const char* name = "PolyheadConv2DBackpropFilter";
  define(name, {"x: float", "dy: float"}, {"filter: float", "bias: float"},
         {"filter_height: int >= 1", "filter_width: int >= 1", "pad_top: int >= 0", "pad_left: int >= 0"});
  implement(name, create<ConvolutionAttributes, readConvolution>, guarded<computeFilterGradient>,
            destroy<ConvolutionAttributes>);
}

}  // namespace
}  // namespace polyhead
