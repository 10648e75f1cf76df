// The inner loops of the custom operations, compiled once for each instruction set; kernel.h chooses the table that the
// processor can run.
#pragma once
#include <cstdint>

namespace polyhead {

// Every instruction set computes with vectors of this many numbers, or of a half or a quarter of it.
constexpr int64_t kMostLanes = 16;

// Image sizes: [batch, height, width, channels] before pooling. Windows are window x window pixels without overlap;
// pixels outside of all windows count for the statistics only.
struct Block {
  int64_t height, width, channels, window;
  int64_t rows() const { return height / window; }
  int64_t columns() const { return width / window; }
};

// One number for each channel.
struct Backward {
  const float* mean;
  const float* ofDy;      // gamma / deviation: factor of dy at the extremum of a window
  const float* ofX;       // factor of relu(x) - mean at every pixel
  const float* constant;  // added at every pixel
};

// A convolution with stride 1. The filter is [filterHeight, filterWidth, channels, filters]; filters are a multiple of
// kMostLanes.
struct Convolution {
  int64_t height, width, channels;  // of x
  int64_t rows, columns, filters;   // of y
  int64_t filterHeight, filterWidth, padTop, padLeft;
  int64_t lineSize() const { return (columns + filterWidth - 1) * channels; }
  // Start of the numbers of x in a padded line, and how many numbers of a line of x it holds.
  int64_t lineStart() const { return padLeft * channels; }
  int64_t lineCopied() const {
    return width * channels < lineSize() - lineStart() ? width * channels : lineSize() - lineStart();
  }
  int64_t filterSize() const { return filterHeight * filterWidth * channels * filters; }
};

// Operands of max pooling of the scaled and shifted ReLU of a convolution. Filter and bias are multiplied by the sign
// of each filter's factor, so that the largest sum gives the largest result.
struct PooledConvolution {
  int64_t window;  // 2 or 3
  const float *filter, *bias, *sign, *factor, *offset;
  int64_t lineCount(const Convolution& convolution) const { return window + convolution.filterHeight - 1; }
};

// All work on one image; T is float or, as uint16_t, bfloat16.
template <typename T>
struct Loops {
  // Sums of relu(x) - pivot and of its squares; the largest relu(x) of each window, the smallest where sign is -1.
  void (*forward)(const Block&, const T* x, const float* pivot, const float* sign, T* extremum, double* sum,
                  double* squares);
  // The largest relu(x) * scale + offset of each window.
  void (*pool)(const Block&, const T* x, const float* scale, const float* offset, T* y);
  // y = extremum * scale + offset.
  void (*scale)(int64_t pixels, int64_t channels, const T* extremum, const float* scale, const float* offset, T* y);
  // Adds dy and dy * (extremum - mean) to sums.
  void (*sums)(int64_t pixels, int64_t channels, const T* dy, const T* extremum, const float* mean, double* ofDy,
               double* ofProduct);
  // The gradient of x: the first pixel of a window with its extremum gets dy, and every pixel gets the gradient through
  // the statistics; 0 where x <= 0.
  void (*backward)(const Block&, const T* x, const T* dy, const T* extremum, const Backward&, T* dx);
  // Rows of windows of relu(convolution) * factor + offset, the largest of each window; `lines` holds lineCount()
  // lines.
  void (*poolConvolution)(const Convolution&, const PooledConvolution&, int64_t fromRow, int64_t toRow, const float* x,
                          float* lines, T* y);
};

struct Instructions {
  Loops<float> float32;
  Loops<uint16_t> bfloat16;
  // Adds the gradients of filter and bias of one image; `line` holds lineSize() numbers.
  void (*filterGradient)(const Convolution&, const float* x, const float* dy, float* line, float* filter, float* bias);
};

extern const Instructions plain;
#if defined(__x86_64__)
extern const Instructions avx2;
extern const Instructions avx512;
#endif

}  // namespace polyhead
