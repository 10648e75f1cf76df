// Batch normalization with given statistics as one product and one sum for each channel.
#pragma once
#include <cmath>

#include "kernel.h"

namespace polyhead {

struct Normalization {
  std::vector<float> factor, offset;
};

inline Normalization normalizationOf(const Tensor& gamma, const Tensor& beta, const Tensor& mean,
                                     const Tensor& variance, int64_t channels, float epsilon) {
  for (const Tensor* perChannel : {&gamma, &beta, &mean, &variance})
    expect(perChannel->hasShape({channels}), "gamma, beta, mean and variance must be [channels]");
  Normalization result{std::vector<float>(channels), std::vector<float>(channels)};
  for (int64_t c = 0; c < channels; c++) {
    const double factor = gamma.data<float>()[c] / std::sqrt(static_cast<double>(variance.data<float>()[c]) + epsilon);
    result.factor[c] = static_cast<float>(factor);
    result.offset[c] = static_cast<float>(beta.data<float>()[c] - mean.data<float>()[c] * factor);
  }
  return result;
}

}  // namespace polyhead
