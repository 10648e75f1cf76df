// Compiled with -DPOLYHEAD_INSTRUCTIONS=plain, avx2 or avx512 and the flags for it.
#include "filter_gradient.h"
#include "pooled_convolution.h"
#include "relu_batch_norm_pool.h"

namespace polyhead {
namespace {

template <typename T>
constexpr Loops<T> loops() {
  return {forward<T>, pool<T>, scale<T>, sums<T>, backward<T>, poolConvolution<T>};
}

}  // namespace

extern const Instructions POLYHEAD_INSTRUCTIONS = {loops<float>(), loops<uint16_t>(), filterGradient};

}  // namespace polyhead
