// Compiled with -DPOLYHEAD_INSTRUCTIONS=plain, avx2 or avx512 and the flags for it. No headers of the standard library with code in them: the linker keeps one copy of an inline function, and it might keep that of the wrong set.
#include "loops.h"

#include <cstring>

namespace polyhead {
namespace {

#if defined(__AVX512F__)
constexpr int kLanes = 16;
#elif defined(__AVX2__)
constexpr int kLanes = 8;
#else
constexpr int kLanes = 4;
#endif

template <int L>
struct Lanes {
  typedef float Floats __attribute__((vector_size(4 * L)));
  typedef int32_t Mask __attribute__((vector_size(4 * L)));
  typedef uint32_t Bits __attribute__((vector_size(4 * L)));
  typedef uint16_t Halves __attribute__((vector_size(2 * L)));
};

template <int L>
inline typename Lanes<L>::Floats load(const float* from) {
  typename Lanes<L>::Floats values;
  memcpy(&values, from, sizeof values);
  return values;
}

template <int L>
inline typename Lanes<L>::Floats load(const uint16_t* from) {
  typename Lanes<L>::Halves halves;
  memcpy(&halves, from, sizeof halves);
  return (typename Lanes<L>::Floats)(__builtin_convertvector(halves, typename Lanes<L>::Bits) << 16);
}

template <int L>
inline void store(float* to, typename Lanes<L>::Floats values) {
  memcpy(to, &values, sizeof values);
}

// Rounds to the nearest, of two as near to the even one.
template <int L>
inline void store(uint16_t* to, typename Lanes<L>::Floats values) {
  typedef typename Lanes<L>::Bits Bits;
  const Bits bits = (Bits)values;
  const Bits rounded = values == values ? (bits + 0x7fff + ((bits >> 16) & 1)) >> 16 : (bits >> 16) | 0x40;  // a value that is no number stays none
  const typename Lanes<L>::Halves halves = __builtin_convertvector(rounded, typename Lanes<L>::Halves);
  memcpy(to, &halves, sizeof halves);
}

template <int L>
inline typename Lanes<L>::Floats relu(typename Lanes<L>::Floats x) {
  return x < 0 ? typename Lanes<L>::Floats{} : x;  // keeps what is no number
}

// Calls work.run<lanes>(channel) for whole vectors of channels, then for the single ones that are left.
template <typename Work>
inline void eachChannel(int64_t channels, const Work& work) {
  int64_t c = 0;
  for (; c + kLanes <= channels; c += kLanes) work.template run<kLanes>(c);
  for (; c < channels; c++) work.template run<1>(c);
}

template <int L>
inline void addTo(double* sums, typename Lanes<L>::Floats values) {
  for (int lane = 0; lane < L; lane++) sums[lane] += values[lane];
}

// K is the window's side where the compiler should know it, else 0.
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

  // Pixels of a line that are in no window.
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
void forwardRows(const Block& block, const T* x, const float* pivot, const float* sign, T* extremum, double* sum, double* squares) {
  const int64_t line = block.width * block.channels;
  for (int64_t row = 0; row < block.rows(); row++) {
    eachChannel(block.channels, ForwardRow<T, K>{block, x + row * block.window * line, pivot, sign, extremum + row * block.columns() * block.channels, sum, squares});
  }
  for (int64_t rest = block.rows() * block.window; rest < block.height; rest++) {
    const ForwardRow<T, 0> row{block, x + rest * line, pivot, sign, nullptr, sum, squares};
    eachChannel(block.channels, ForwardLine<T>{row});
  }
}

template <typename T>
void forward(const Block& block, const T* x, const float* pivot, const float* sign, T* extremum, double* sum, double* squares) {
  const auto run = block.window == 2 ? forwardRows<T, 2> : block.window == 3 ? forwardRows<T, 3> : forwardRows<T, 0>;
  run(block, x, pivot, sign, extremum, sum, squares);
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
  for (int64_t pixel = 0; pixel < pixels; pixel++) eachChannel(channels, ScalePixel<T>{extremum + pixel * channels, factor, offset, y + pixel * channels});
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
void sums(int64_t pixels, int64_t channels, const T* dy, const T* extremum, const float* mean, double* ofDy, double* ofProduct) {
  constexpr int64_t kLine = 64;  // float sums of so many, then double ones
  for (int64_t pixel = 0; pixel < pixels; pixel += kLine) {
    const int64_t count = pixels - pixel < kLine ? pixels - pixel : kLine;
    eachChannel(channels, SumsOfLine<T>{count, channels, dy + pixel * channels, extremum + pixel * channels, mean, ofDy, ofProduct});
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
    const int64_t window = K ? K : block.window, columns = block.columns(), channels = block.channels, line = block.width * channels;
    const Floats mean = load<L>(backward.mean + c), ofDy = load<L>(backward.ofDy + c), ofX = load<L>(backward.ofX + c), constant = load<L>(backward.constant + c);
    for (int64_t column = 0; column < columns; column++) {
      const int64_t corner = column * window * channels + c;
      const Floats gradient = load<L>(dy + column * channels + c) * ofDy, chosen = load<L>(extremum + column * channels + c);
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
    const Floats mean = load<L>(backward.mean + c), ofX = load<L>(backward.ofX + c), constant = load<L>(backward.constant + c);
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
    eachChannel(block.channels, BackwardRow<T, K>{block, x + large, dy + small, extremum + small, backward, dx + large});
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

// Rows of the filter's gradient that are summed in registers at once, by how many vectors of filters.
constexpr int kMostRows[] = {0, kLanes == 16 ? 14 : 12, kLanes == 16 ? 12 : 6};

// One line of dy against one line of x: R numbers of each patch times V vectors of filters, all in registers.
template <int L, int V, int R>
void outerProducts(int64_t columns, int64_t channels, int64_t filters, const float* x, const float* dy, float* gradient) {
  typedef typename Lanes<L>::Floats Floats;
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
    for (int v = 0; v < V; v++) store<L>(gradient + r * filters + v * L, load<L>(gradient + r * filters + v * L) + sums[r][v]);
  }
}

typedef void (*OuterProducts)(int64_t, int64_t, int64_t, const float*, const float*, float*);

// The function for so many rows.
template <int L, int V, int R = kMostRows[V]>
OuterProducts outerProductsOf(int64_t rows) {
  if constexpr (R == 0) return nullptr;
  else return rows == R ? outerProducts<L, V, R> : outerProductsOf<L, V, R - 1>(rows);
}

// All rows of a line of patches against L * V filters, in about equal parts that fit into registers.
template <int L, int V>
void linesOfPatches(const Convolution& convolution, const float* x, const float* dy, float* gradient) {
  const int64_t rows = convolution.filterWidth * convolution.channels, parts = (rows + kMostRows[V] - 1) / kMostRows[V];
  for (int64_t part = 0; part < parts; part++) {
    const int64_t from = rows * part / parts, to = rows * (part + 1) / parts;
    outerProductsOf<L, V>(to - from)(convolution.columns, convolution.channels, convolution.filters, x + from, dy, gradient + from * convolution.filters);
  }
}

template <int L>
void addLine(int64_t columns, int64_t filters, const float* dy, float* bias) {
  typename Lanes<L>::Floats sum = {};
  for (int64_t column = 0; column < columns; column++) sum += load<L>(dy + column * filters);
  store<L>(bias, load<L>(bias) + sum);
}

void filterGradient(const Convolution& convolution, const float* x, const float* dy, float* line, float* filter, float* bias) {
  const int64_t channels = convolution.channels, filters = convolution.filters, columns = convolution.columns, size = convolution.lineSize();
  const int64_t before = convolution.padLeft * channels, inside = convolution.width * channels;
  const int64_t copied = inside < size - before ? inside : size - before;
  for (int64_t at = 0; at < size; at++) line[at] = 0;
  for (int64_t y = 0; y < convolution.height; y++) {
    memcpy(line + before, x + y * inside, copied * sizeof(float));
    for (int64_t filterRow = 0; filterRow < convolution.filterHeight; filterRow++) {
      const int64_t row = y + convolution.padTop - filterRow;
      if (row < 0 || row >= convolution.rows) continue;
      const bool first = filterRow == 0 || y == 0;  // of the lines of x that meet this line of dy
      const float* given = dy + row * columns * filters;
      float* gradient = filter + filterRow * convolution.filterWidth * channels * filters;
      int64_t c = 0;
      for (; c + 2 * kLanes <= filters; c += 2 * kLanes) linesOfPatches<kLanes, 2>(convolution, line, given + c, gradient + c);
      for (; c + kLanes <= filters; c += kLanes) linesOfPatches<kLanes, 1>(convolution, line, given + c, gradient + c);
      for (; c < filters; c++) linesOfPatches<1, 1>(convolution, line, given + c, gradient + c);
      for (c = 0; first && c + kLanes <= filters; c += kLanes) addLine<kLanes>(columns, filters, given + c, bias + c);
      for (; first && c < filters; c++) addLine<1>(columns, filters, given + c, bias + c);
    }
  }
}

template <typename T>
constexpr Loops<T> loops() {
  return {forward<T>, scale<T>, sums<T>, backward<T>};
}

}  // namespace

extern const Instructions POLYHEAD_INSTRUCTIONS = {loops<float>(), loops<uint16_t>(), filterGradient};

}  // namespace polyhead
