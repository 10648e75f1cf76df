// The gradient of a convolution's filter: see Instructions in loops.h.
#pragma once
#include "loops.h"
#include "vectors.h"

namespace polyhead {
namespace {

// Rows of the filter's gradient that are summed in registers together, by the number of vectors of filters.
constexpr int kMostRows[] = {0, kLanes == 16 ? 14 : 12, kLanes == 16 ? 12 : 6};

// One line of dy with one line of x: R numbers of each patch times V vectors of filters, all in registers.
template <int V, int R>
void outerProducts(int64_t columns, int64_t channels, int64_t filters, const float* x, const float* dy,
                   float* gradient) {
  constexpr int L = kLanes;
  typedef Lanes<L>::Floats Floats;
  Floats sums[R][V];
#pragma GCC unroll 16
  for (int r = 0; r < R; r++) {
#pragma GCC unroll 16
    for (int v = 0; v < V; v++) sums[r][v] = Floats{};
  }
  for (int64_t column = 0; column < columns; column++, x += channels, dy += filters) {
    Floats given[V];
#pragma GCC unroll 16
    for (int v = 0; v < V; v++) given[v] = load<L>(dy + v * L);
#pragma GCC unroll 16
    for (int r = 0; r < R; r++) {
#pragma GCC unroll 16
      for (int v = 0; v < V; v++) sums[r][v] += given[v] * x[r];
    }
  }
#pragma GCC unroll 16
  for (int r = 0; r < R; r++) {
#pragma GCC unroll 16
    for (int v = 0; v < V; v++)
      store<L>(gradient + r * filters + v * L, load<L>(gradient + r * filters + v * L) + sums[r][v]);
  }
}

typedef void (*OuterProducts)(int64_t, int64_t, int64_t, const float*, const float*, float*);

// The function for a number of rows.
template <int V, int R = kMostRows[V]>
OuterProducts outerProductsOf(int64_t rows) {
  if constexpr (R == 0)
    return nullptr;
  else
    return rows == R ? outerProducts<V, R> : outerProductsOf<V, R - 1>(rows);
}

// All rows of a line of patches with V vectors of filters, in about equal parts that fit into registers.
template <int V>
void linesOfPatches(const Convolution& convolution, const float* x, const float* dy, float* gradient) {
  const int64_t rows = convolution.filterWidth * convolution.channels, parts = (rows + kMostRows[V] - 1) / kMostRows[V];
  for (int64_t part = 0; part < parts; part++) {
    const int64_t from = rows * part / parts, to = rows * (part + 1) / parts;
    outerProductsOf<V>(to - from)(convolution.columns, convolution.channels, convolution.filters, x + from, dy,
                                  gradient + from * convolution.filters);
  }
}

void addLine(int64_t columns, int64_t filters, const float* dy, float* bias) {
  Lanes<kLanes>::Floats sum = {};
  for (int64_t column = 0; column < columns; column++) sum += load<kLanes>(dy + column * filters);
  store<kLanes>(bias, load<kLanes>(bias) + sum);
}

void filterGradient(const Convolution& convolution, const float* x, const float* dy, float* line, float* filter,
                    float* bias) {
  const int64_t channels = convolution.channels, filters = convolution.filters, columns = convolution.columns,
                size = convolution.lineSize();
  const int64_t inside = convolution.width * channels, copied = convolution.lineCopied();
  for (int64_t at = 0; at < size; at++) line[at] = 0;
  for (int64_t y = 0; y < convolution.height; y++) {
    memcpy(line + convolution.lineStart(), x + y * inside, copied * sizeof(float));
    for (int64_t filterRow = 0; filterRow < convolution.filterHeight; filterRow++) {
      const int64_t row = y + convolution.padTop - filterRow;
      if (row < 0 || row >= convolution.rows) continue;
      const bool first = filterRow == 0 || y == 0;  // first line of x for this line of dy
      const float* given = dy + row * columns * filters;
      float* gradient = filter + filterRow * convolution.filterWidth * channels * filters;
      int64_t c = 0;
      for (; c + 2 * kLanes <= filters; c += 2 * kLanes) linesOfPatches<2>(convolution, line, given + c, gradient + c);
      for (; c < filters; c += kLanes) linesOfPatches<1>(convolution, line, given + c, gradient + c);
      for (c = 0; first && c < filters; c += kLanes) addLine(columns, filters, given + c, bias + c);
    }
  }
}

}  // namespace
}  // namespace polyhead
