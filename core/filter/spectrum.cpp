#include "core/filter/spectrum.h"

#include <array>
#include <cmath>
#include <numbers>
#include <utility>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/filter/spectrum.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#ifndef FOVEA_CORE_FILTER_SPECTRUM_TABLES
#define FOVEA_CORE_FILTER_SPECTRUM_TABLES
namespace fovea {

/// The factors of one radix-4 butterfly: w, w² and w³ of the forward transform.
struct Twiddles {
  float real[3], imaginary[3];
};

/// By stage of length L (128, 32, 8), then by j < L / 4.
inline const std::array<Twiddles, 42>& twiddles() {
  static const std::array<Twiddles, 42> all = [] {
    std::array<Twiddles, 42> table{};
    std::size_t at = 0;
    for (int length = 128; length >= 8; length /= 4) {
      for (int j = 0; j < length / 4; ++j, ++at) {
        for (int power = 1; power <= 3; ++power) {
          const double angle = -2 * std::numbers::pi * power * j / length;
          table[at].real[power - 1] = static_cast<float>(std::cos(angle));
          table[at].imaginary[power - 1] = static_cast<float>(std::sin(angle));
        }
      }
    }
    return table;
  }();
  return all;
}

}  // namespace fovea
#endif

HWY_BEFORE_NAMESPACE();
namespace fovea::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;
// A vector is no wider than a cache line, so that a block of columns is a whole number of both.
using Tag = hn::CappedTag<float, 16>;
using Vector = hn::Vec<Tag>;

constexpr std::int64_t k_size = k_spectrum_size, k_pitch = k_spectrum_pitch;
/// Columns transformed together: with all their rows they stay in the first-level cache.
constexpr std::int64_t k_block = 16;

struct Complex {
  Vector re, im;
};
HWY_INLINE Complex operator+(const Complex& a, const Complex& b) {
  return {hn::Add(a.re, b.re), hn::Add(a.im, b.im)};
}
HWY_INLINE Complex operator-(const Complex& a, const Complex& b) {
  return {hn::Sub(a.re, b.re), hn::Sub(a.im, b.im)};
}
/// a + i b and a − i b.
HWY_INLINE Complex add_turned(const Complex& a, const Complex& b) {
  return {hn::Sub(a.re, b.im), hn::Add(a.im, b.re)};
}
HWY_INLINE Complex sub_turned(const Complex& a, const Complex& b) {
  return {hn::Add(a.re, b.im), hn::Sub(a.im, b.re)};
}
HWY_INLINE Complex times(const Complex& a, Vector re, Vector im) {
  return {hn::NegMulAdd(a.im, im, hn::Mul(a.re, re)), hn::MulAdd(a.re, im, hn::Mul(a.im, re))};
}
HWY_INLINE Complex times_conjugate(const Complex& a, Vector re, Vector im) {
  return {hn::MulAdd(a.im, im, hn::Mul(a.re, re)), hn::NegMulAdd(a.re, im, hn::Mul(a.im, re))};
}

HWY_INLINE Complex load(const Spectrum& tile, std::int64_t at) {
  const Tag d;
  return {hn::Load(d, tile.real + at), hn::Load(d, tile.imaginary + at)};
}
HWY_INLINE void store(const Complex& value, const Spectrum& tile, std::int64_t at) {
  const Tag d;
  hn::Store(value.re, d, tile.real + at);
  hn::Store(value.im, d, tile.imaginary + at);
}

/// One butterfly of every column of a block: rows `row`, + quarter, + 2 quarters, + 3 quarters.
template <bool forward>
HWY_INLINE void butterflies(const Spectrum& tile, std::int64_t row, std::int64_t quarter,
                            std::int64_t column, const Twiddles& w) {
  const Tag d;
  const auto lanes = static_cast<std::int64_t>(hn::Lanes(d));
  const Vector re1 = hn::Set(d, w.real[0]), im1 = hn::Set(d, w.imaginary[0]);
  const Vector re2 = hn::Set(d, w.real[1]), im2 = hn::Set(d, w.imaginary[1]);
  const Vector re3 = hn::Set(d, w.real[2]), im3 = hn::Set(d, w.imaginary[2]);
  const std::int64_t step = quarter * k_pitch;
  for (std::int64_t c = 0; c < k_block; c += lanes) {
    const std::int64_t at = row * k_pitch + column + c;
    const Complex a0 = load(tile, at), a2 = load(tile, at + 2 * step);
    Complex a1 = load(tile, at + step), a3 = load(tile, at + 3 * step);
    if constexpr (forward) {
      const Complex even = a0 + a2, odd = a0 - a2, sum = a1 + a3, difference = a1 - a3;
      store(even + sum, tile, at);
      store(times(sub_turned(odd, difference), re1, im1), tile, at + step);
      store(times(even - sum, re2, im2), tile, at + 2 * step);
      store(times(add_turned(odd, difference), re3, im3), tile, at + 3 * step);
    } else {
      a1 = times_conjugate(a1, re1, im1);
      const Complex b2 = times_conjugate(a2, re2, im2);
      a3 = times_conjugate(a3, re3, im3);
      const Complex even = a0 + b2, odd = a0 - b2, sum = a1 + a3, difference = a1 - a3;
      store(even + sum, tile, at);
      store(add_turned(odd, difference), tile, at + step);
      store(even - sum, tile, at + 2 * step);
      store(sub_turned(odd, difference), tile, at + 3 * step);
    }
  }
}

HWY_INLINE void pairs(const Spectrum& tile, std::int64_t column) {
  const auto lanes = static_cast<std::int64_t>(hn::Lanes(Tag()));
  for (std::int64_t row = 0; row < k_size; row += 2) {
    for (std::int64_t c = column; c < column + k_block; c += lanes) {
      const Complex a = load(tile, row * k_pitch + c), b = load(tile, (row + 1) * k_pitch + c);
      store(a + b, tile, row * k_pitch + c);
      store(a - b, tile, (row + 1) * k_pitch + c);
    }
  }
}

template <bool forward>
HWY_INLINE void stage(const Spectrum& tile, std::int64_t column, std::int64_t length,
                      const Twiddles* factors) {
  const std::int64_t quarter = length / 4;
  for (std::int64_t j = 0; j < quarter; ++j) {
    for (std::int64_t first = 0; first < k_size; first += length) {
      butterflies<forward>(tile, first + j, quarter, column, factors[j]);
    }
  }
}

template <bool forward>
void transform_columns(const Spectrum& tile) {
  const Twiddles* factors = twiddles().data();
  for (std::int64_t column = 0; column < k_size; column += k_block) {
    if constexpr (forward) {
      stage<true>(tile, column, 128, factors);
      stage<true>(tile, column, 32, factors + 32);
      stage<true>(tile, column, 8, factors + 40);
      pairs(tile, column);
    } else {
      pairs(tile, column);
      stage<false>(tile, column, 8, factors + 40);
      stage<false>(tile, column, 32, factors + 32);
      stage<false>(tile, column, 128, factors);
    }
  }
}

#if HWY_TARGET == HWY_SCALAR
void transpose(float* values) {
  for (std::int64_t row = 0; row < k_size; ++row) {
    for (std::int64_t column = row + 1; column < k_size; ++column)
      std::swap(values[row * k_pitch + column], values[column * k_pitch + row]);
  }
}
#else
struct Square {
  hn::Vec<hn::FixedTag<float, 4>> rows[4];
};

HWY_INLINE Square load_transposed(const float* values) {
  const hn::FixedTag<float, 4> d;
  const auto a = hn::Load(d, values), b = hn::Load(d, values + k_pitch);
  const auto c = hn::Load(d, values + 2 * k_pitch), e = hn::Load(d, values + 3 * k_pitch);
  const auto ac_low = hn::InterleaveLower(d, a, c), ac_high = hn::InterleaveUpper(d, a, c);
  const auto be_low = hn::InterleaveLower(d, b, e), be_high = hn::InterleaveUpper(d, b, e);
  return {{hn::InterleaveLower(d, ac_low, be_low), hn::InterleaveUpper(d, ac_low, be_low),
           hn::InterleaveLower(d, ac_high, be_high), hn::InterleaveUpper(d, ac_high, be_high)}};
}

HWY_INLINE void store_square(const Square& square, float* values) {
  const hn::FixedTag<float, 4> d;
  for (int i = 0; i < 4; ++i) hn::Store(square.rows[i], d, values + i * k_pitch);
}

void transpose(float* values) {
  for (std::int64_t row = 0; row < k_size; row += 4) {
    for (std::int64_t column = row; column < k_size; column += 4) {
      float* upper = values + row * k_pitch + column;
      float* lower = values + column * k_pitch + row;
      const Square a = load_transposed(upper), b = load_transposed(lower);
      store_square(a, lower);
      if (upper != lower) store_square(b, upper);
    }
  }
}
#endif

void transform(const Spectrum& tile) {
  transform_columns<true>(tile);
  transpose(tile.real);
  transpose(tile.imaginary);
  transform_columns<true>(tile);
}

void transform_back(const Spectrum& tile) {
  transform_columns<false>(tile);
  transpose(tile.real);
  transpose(tile.imaginary);
  transform_columns<false>(tile);
}

void multiply_by_conjugate(const Spectrum& tile, const Spectrum& kernel) {
  const auto lanes = static_cast<std::int64_t>(hn::Lanes(Tag()));
  for (std::int64_t row = 0; row < k_size; ++row) {
    for (std::int64_t at = row * k_pitch; at < row * k_pitch + k_size; at += lanes) {
      const Complex factor = load(kernel, at);
      store(times_conjugate(load(tile, at), factor.re, factor.im), tile, at);
    }
  }
}

}  // namespace
}  // namespace fovea::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace fovea {
namespace {
HWY_EXPORT(transform);
HWY_EXPORT(transform_back);
HWY_EXPORT(multiply_by_conjugate);
}  // namespace
void transform(const Spectrum& tile) { HWY_DYNAMIC_DISPATCH(transform)(tile); }
void transform_back(const Spectrum& tile) { HWY_DYNAMIC_DISPATCH(transform_back)(tile); }
void multiply_by_conjugate(const Spectrum& tile, const Spectrum& kernel) {
  HWY_DYNAMIC_DISPATCH(multiply_by_conjugate)(tile, kernel);
}
}  // namespace fovea
#endif
