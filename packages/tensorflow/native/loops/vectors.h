// Vectors of several channels, by the vector extensions of GCC and Clang, and conversions of bfloat16.
//
// Include no header of the standard library that has code: each instruction set compiles a copy of an inline function,
// and the linker might keep the copy of the wrong instruction set.
#pragma once
#include <cstdint>
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

// Rounds to nearest, ties to even.
template <int L>
inline void store(uint16_t* to, typename Lanes<L>::Floats values) {
  typedef typename Lanes<L>::Bits Bits;
  const Bits bits = (Bits)values;
  const Bits rounded =
      values == values ? (bits + 0x7fff + ((bits >> 16) & 1)) >> 16 : (bits >> 16) | 0x40;  // NaN stays NaN
  const typename Lanes<L>::Halves halves = __builtin_convertvector(rounded, typename Lanes<L>::Halves);
  memcpy(to, &halves, sizeof halves);
}

template <int L>
inline typename Lanes<L>::Floats relu(typename Lanes<L>::Floats x) {
  return x < 0 ? typename Lanes<L>::Floats{} : x;  // keeps NaN
}

// NaN in either operand stays.
template <int L>
inline typename Lanes<L>::Floats larger(typename Lanes<L>::Floats a, typename Lanes<L>::Floats b) {
  return ((a >= b) | (a != a)) ? a : b;
}

// Calls work.run<lanes>(channel) for whole vectors of channels, then for each channel that is left.
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

}  // namespace
}  // namespace polyhead
