// ReLU, batch normalization and max pooling: see Loops in loops.h.
#pragma once
#include "loops.h"
#include "vectors.h"

namespace polyhead {
namespace {

// K is the side of the window if the compiler should know it, else 0.
template <typename T, int K>
struct ForwardRow {
  const Block& block;
  const T* x;  // first pixel of the row of windows
  const float *pivot, *sign;
  T* extremum;
  double *sum, *squares;

  template <int L>
  void run(int64_t c) const {
    typedef typename Lanes<L>::Floats Floats;
    const int64_t window = K ? K : block.window, columns = block.columns(), line = block.width * block.channels;
    const Floats center = load<L>(pivot + c), direction = load<L>(sign + c);
    Floats total = {}, total2 = {};
    for (int64_t column = 0; column < columns; column++) {
      const T* corner = x + column * window * block.channels + c;
      Floats best = {};
      for (int64_t i = 0; i < window; i++) {
        for (int64_t j = 0; j < window; j++) {
          const Floats value = relu<L>(load<L>(corner + i * line + j * block.channels));
          const Floats signedValue = value * direction, difference = value - center;
          best = (i == 0 && j == 0) ? signedValue : (signedValue > best ? signedValue : best);
          total += difference;
          total2 += difference * difference;
        }
      }
      store<L>(extremum + column * block.channels + c, best * direction);
    }
    addTo<L>(sum + c, total);
    addTo<L>(squares + c, total2);
    for (int64_t i = 0; i < window; i++) remainder<L>(x + i * line, columns * window, c);
  }

  // Pixels of a line outside of all windows.
  template <int L>
  void remainder(const T* line, int64_t from, int64_t c) const {
    typedef typename Lanes<L>::Floats Floats;
    const Floats center = load<L>(pivot + c);
    Floats total = {}, total2 = {};
    for (int64_t column = from; column < block.width; column++) {
      const Floats difference = relu<L>(load<L>(line + column * block.channels + c)) - center;
      total += difference;
      total2 += difference * difference;
    }
    addTo<L>(sum + c, total);
    addTo<L>(squares + c, total2);
  }
};

// A line below the last row of windows.
template <typename T>
struct ForwardLine {
  const ForwardRow<T, 0>& row;

  template <int L>
  void run(int64_t c) const {
    row.template remainder<L>(row.x, 0, c);
  }
};

template <typename T, int K>
void forwardRows(const Block& block, const T* x, const float* pivot, const float* sign, T* extremum, double* sum,
                 double* squares) {
  const int64_t line = block.width * block.channels;
  for (int64_t row = 0; row < block.rows(); row++) {
    eachChannel(block.channels, ForwardRow<T, K>{block, x + row * block.window * line, pivot, sign,
                                                 extremum + row * block.columns() * block.channels, sum, squares});
  }
  for (int64_t rest = block.rows() * block.window; rest < block.height; rest++) {
    const ForwardRow<T, 0> row{block, x + rest * line, pivot, sign, nullptr, sum, squares};
    eachChannel(block.channels, ForwardLine<T>{row});
  }
}

template <typename T>
void forward(const Block& block, const T* x, const float* pivot, const float* sign, T* extremum, double* sum,
             double* squares) {
  const auto run = block.window == 2 ? forwardRows<T, 2> : block.window == 3 ? forwardRows<T, 3> : forwardRows<T, 0>;
  run(block, x, pivot, sign, extremum, sum, squares);
}

template <typename T, int K>
struct PoolRow {
  const Block& block;
  const T* x;  // first pixel of the row of windows
  const float *factor, *offset;
  T* y;

  template <int L>
  void run(int64_t c) const {
    typedef typename Lanes<L>::Floats Floats;
    const int64_t window = K ? K : block.window, columns = block.columns(), line = block.width * block.channels;
    const Floats scale = load<L>(factor + c), shift = load<L>(offset + c);
    for (int64_t column = 0; column < columns; column++) {
      const T* corner = x + column * window * block.channels + c;
      Floats best = {};
      for (int64_t i = 0; i < window; i++) {
        for (int64_t j = 0; j < window; j++) {
          const Floats value = relu<L>(load<L>(corner + i * line + j * block.channels)) * scale + shift;
          best = (i == 0 && j == 0) ? value : larger<L>(best, value);
        }
      }
      store<L>(y + column * block.channels + c, best);
    }
  }
};

template <typename T, int K>
void poolRows(const Block& block, const T* x, const float* factor, const float* offset, T* y) {
  for (int64_t row = 0; row < block.rows(); row++) {
    eachChannel(block.channels, PoolRow<T, K>{block, x + row * block.window * block.width * block.channels, factor,
                                              offset, y + row * block.columns() * block.channels});
  }
}

template <typename T>
void pool(const Block& block, const T* x, const float* factor, const float* offset, T* y) {
  const auto run = block.window == 2 ? poolRows<T, 2> : block.window == 3 ? poolRows<T, 3> : poolRows<T, 0>;
  run(block, x, factor, offset, y);
}

template <typename T>
struct ScalePixel {
  const T* extremum;
  const float *factor, *offset;
  T* y;

  template <int L>
  void run(int64_t c) const {
    store<L>(y + c, load<L>(extremum + c) * load<L>(factor + c) + load<L>(offset + c));
  }
};

template <typename T>
void scale(int64_t pixels, int64_t channels, const T* extremum, const float* factor, const float* offset, T* y) {
  for (int64_t pixel = 0; pixel < pixels; pixel++)
    eachChannel(channels, ScalePixel<T>{extremum + pixel * channels, factor, offset, y + pixel * channels});
}

template <typename T>
struct SumsOfLine {
  int64_t pixels, channels;
  const T *dy, *extremum;
  const float* mean;
  double *ofDy, *ofProduct;

  template <int L>
  void run(int64_t c) const {
    typedef typename Lanes<L>::Floats Floats;
    const Floats center = load<L>(mean + c);
    Floats total = {}, product = {};
    for (int64_t pixel = 0; pixel < pixels; pixel++) {
      const Floats gradient = load<L>(dy + pixel * channels + c);
      total += gradient;
      product += gradient * (load<L>(extremum + pixel * channels + c) - center);
    }
    addTo<L>(ofDy + c, total);
    addTo<L>(ofProduct + c, product);
  }
};

template <typename T>
void sums(int64_t pixels, int64_t channels, const T* dy, const T* extremum, const float* mean, double* ofDy,
          double* ofProduct) {
  constexpr int64_t kLine = 64;  // pixels that are summed as float before they are added as double
  for (int64_t pixel = 0; pixel < pixels; pixel += kLine) {
    const int64_t count = pixels - pixel < kLine ? pixels - pixel : kLine;
    eachChannel(channels, SumsOfLine<T>{count, channels, dy + pixel * channels, extremum + pixel * channels, mean, ofDy,
                                        ofProduct});
  }
}

template <typename T, int K>
struct BackwardRow {
  const Block& block;
  const T *x, *dy, *extremum;
  const Backward& backward;
  T* dx;

  template <int L>
  void run(int64_t c) const {
    typedef typename Lanes<L>::Floats Floats;
    typedef typename Lanes<L>::Mask Mask;
    const int64_t window = K ? K : block.window, columns = block.columns(), channels = block.channels,
                  line = block.width * channels;
    const Floats mean = load<L>(backward.mean + c), ofDy = load<L>(backward.ofDy + c), ofX = load<L>(backward.ofX + c),
                 constant = load<L>(backward.constant + c);
    for (int64_t column = 0; column < columns; column++) {
      const int64_t corner = column * window * channels + c;
      const Floats gradient = load<L>(dy + column * channels + c) * ofDy,
                   chosen = load<L>(extremum + column * channels + c);
      Mask open = ~Mask{};
      for (int64_t i = 0; i < window; i++) {
        for (int64_t j = 0; j < window; j++) {
          const int64_t at = corner + i * line + j * channels;
          const Floats value = load<L>(x + at);
          const Mask hit = (relu<L>(value) == chosen) & open;
          open &= ~hit;
          const Floats through = (value - mean) * ofX + constant;
          const Floats sum = hit ? through + gradient : through;
          store<L>(dx + at, value <= 0 ? Floats{} : sum);
        }
      }
    }
    for (int64_t i = 0; i < window; i++) remainder<L>(i * line, columns * window, c);
  }

  template <int L>
  void remainder(int64_t line, int64_t from, int64_t c) const {
    typedef typename Lanes<L>::Floats Floats;
    const Floats mean = load<L>(backward.mean + c), ofX = load<L>(backward.ofX + c),
                 constant = load<L>(backward.constant + c);
    for (int64_t column = from; column < block.width; column++) {
      const int64_t at = line + column * block.channels + c;
      const Floats value = load<L>(x + at);
      store<L>(dx + at, value <= 0 ? Floats{} : (value - mean) * ofX + constant);
    }
  }
};

template <typename T>
struct BackwardLine {
  const BackwardRow<T, 0>& row;

  template <int L>
  void run(int64_t c) const {
    row.template remainder<L>(0, 0, c);
  }
};

template <typename T, int K>
void backwardRows(const Block& block, const T* x, const T* dy, const T* extremum, const Backward& backward, T* dx) {
  const int64_t line = block.width * block.channels;
  for (int64_t row = 0; row < block.rows(); row++) {
    const int64_t large = row * block.window * line, small = row * block.columns() * block.channels;
    eachChannel(block.channels,
                BackwardRow<T, K>{block, x + large, dy + small, extremum + small, backward, dx + large});
  }
  for (int64_t rest = block.rows() * block.window; rest < block.height; rest++) {
    const BackwardRow<T, 0> row{block, x + rest * line, nullptr, nullptr, backward, dx + rest * line};
    eachChannel(block.channels, BackwardLine<T>{row});
  }
}

template <typename T>
void backward(const Block& block, const T* x, const T* dy, const T* extremum, const Backward& coefficients, T* dx) {
  const auto run = block.window == 2 ? backwardRows<T, 2> : block.window == 3 ? backwardRows<T, 3> : backwardRows<T, 0>;
  run(block, x, dy, extremum, coefficients, dx);
}

}  // namespace
}  // namespace polyhead
