// Max pooling of the scaled and shifted ReLU of a convolution: see Loops in loops.h.
#pragma once
#include "loops.h"
#include "vectors.h"

namespace polyhead {
namespace {

// Pixels of a line that are summed in registers together, for one vector of filters.
constexpr int kMostPixels = kLanes == 16 ? 24 : 12;

template <typename T>
struct RowOfWindows {
  const Convolution& convolution;
  const PooledConvolution& weights;
  const float* lines;  // padded lines of x that the row needs
  T* y;
};

// W windows of K x K pixels, starting at the given one, for the vector of filters that starts at c.
template <typename T, int K, int W>
void windows(const RowOfWindows<T>& row, int64_t first, int64_t c) {
  constexpr int L = kLanes;
  typedef Lanes<L>::Floats Floats;
  constexpr int kPixels = W * K, kFours = (kPixels + 3) / 4;
  const Convolution& convolution = row.convolution;
  const int64_t channels = convolution.channels, filters = convolution.filters,
                patch = convolution.filterWidth * channels, line = convolution.lineSize();
  const Floats bias = load<L>(row.weights.bias + c), sign = load<L>(row.weights.sign + c);
  Floats best[W];
  for (int i = 0; i < K; i++) {
    Floats sums[kPixels];
#pragma GCC unroll 32
    for (int pixel = 0; pixel < kPixels; pixel++) sums[pixel] = bias;
    const float* filter = row.weights.filter + c;
    for (int64_t filterRow = 0; filterRow < convolution.filterHeight; filterRow++) {
      const float* x[kFours];  // every fourth pixel: an instruction can address the next three from there
#pragma GCC unroll 32
      for (int four = 0; four < kFours; four++)
        x[four] = row.lines + (i + filterRow) * line + (first * K + four * 4) * channels;
      for (int64_t at = 0; at < patch; at++, filter += filters) {
        const Floats weight = load<L>(filter);
#pragma GCC unroll 32
        for (int pixel = 0; pixel < kPixels; pixel++) sums[pixel] += weight * x[pixel / 4][pixel % 4 * channels];
#pragma GCC unroll 32
        for (int four = 0; four < kFours; four++) x[four]++;
      }
    }
#pragma GCC unroll 32
    for (int pixel = 0; pixel < kPixels; pixel++) {
      Floats& largest = best[pixel / K];
      largest = (i == 0 && pixel % K == 0) ? sums[pixel] : larger<L>(largest, sums[pixel]);
    }
  }
  const Floats factor = load<L>(row.weights.factor + c), offset = load<L>(row.weights.offset + c);
#pragma GCC unroll 32
  for (int window = 0; window < W; window++)
    store<L>(row.y + (first + window) * filters + c, relu<L>(best[window] * sign) * factor + offset);
}

template <typename T>
using Windows = void (*)(const RowOfWindows<T>&, int64_t first, int64_t c);

// The function for a number of windows.
template <typename T, int K, int W = kMostPixels / K>
Windows<T> windowsOf(int64_t count) {
  if constexpr (W == 0)
    return nullptr;
  else
    return count == W ? windows<T, K, W> : windowsOf<T, K, W - 1>(count);
}

// A line of windows in about equal parts that fit into registers.
template <typename T, int K>
void allWindows(const RowOfWindows<T>& row) {
  const int64_t columns = row.convolution.columns / K, most = kMostPixels / K, parts = (columns + most - 1) / most;
  for (int64_t c = 0; c < row.convolution.filters; c += kLanes) {
    for (int64_t part = 0; part < parts; part++) {
      const int64_t from = columns * part / parts, to = columns * (part + 1) / parts;
      windowsOf<T, K>(to - from)(row, from, c);
    }
  }
}

template <typename T, int K>
void poolConvolutionBy(const Convolution& convolution, const PooledConvolution& weights, int64_t fromRow, int64_t toRow,
                       const float* x, float* lines, T* y) {
  const int64_t needed = K + convolution.filterHeight - 1, size = convolution.lineSize(),
                outputLine = convolution.columns / K * convolution.filters;
  const int64_t inside = convolution.width * convolution.channels, copied = convolution.lineCopied();
  memset(lines, 0, needed * size * sizeof(float));
  for (int64_t row = fromRow; row < toRow; row++) {
    for (int64_t line = 0; line < needed; line++) {
      const int64_t from = row * K + line - convolution.padTop;
      float* to = lines + line * size + convolution.lineStart();
      if (from >= 0 && from < convolution.height)
        memcpy(to, x + from * inside, copied * sizeof(float));
      else
        memset(to, 0, copied * sizeof(float));
    }
    allWindows<T, K>({convolution, weights, lines, y + row * outputLine});
  }
}

template <typename T>
void poolConvolution(const Convolution& convolution, const PooledConvolution& weights, int64_t fromRow, int64_t toRow,
                     const float* x, float* lines, T* y) {
  const auto run = weights.window == 2 ? poolConvolutionBy<T, 2> : poolConvolutionBy<T, 3>;
  run(convolution, weights, fromRow, toRow, x, lines, y);
}

}  // namespace
}  // namespace polyhead
