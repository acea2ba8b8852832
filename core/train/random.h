#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>
#include <span>
#include <utility>

#include "core/base/mix.h"

namespace fovea {

/// SplitMix64: numbers that are a pure function of seed, stream and how many were drawn before, the
/// same on every machine (the distributions of the standard library are not). Not for secrets.
/// Source: as `mixed_bits`.
class Random {
 public:
  /// Streams of one seed have nothing to do with each other: one a class, an example, a step.
  explicit constexpr Random(std::uint64_t seed, std::uint64_t stream = 0)
      : state_(mix(seed) ^ mixed_bits((stream + 1) * 0xD1B54A32D192ED03U)) {}

  constexpr std::uint64_t next() { return mixed_bits(state_ += k_mix_step); }

  /// [0, 1), a multiple of 2⁻⁵³.
  constexpr double uniform() { return static_cast<double>(next() >> 11) * 0x1p-53; }
  constexpr double uniform(double from, double to) { return from + (to - from) * uniform(); }

  /// [0, count) for a count of at least 1, each as likely as the others.
  constexpr std::uint64_t below(std::uint64_t count) {
    const std::uint64_t rest = (0 - count) % count;  // 2⁶⁴ modulo count: those would come too often
    std::uint64_t value = next();
    while (value < rest) value = next();
    return value % count;
  }

  /// Mean 0, deviation 1. The last bit depends on the system's logarithm and sine.
  /// Source: Box, Muller, "A Note on the Generation of Random Normal Deviates", 1958.
  double normal() {
    if (has_spare_) {
      has_spare_ = false;
      return spare_;
    }
    const double radius = std::sqrt(-2 * std::log(1 - uniform()));
    const double angle = 2 * std::numbers::pi * uniform();
    spare_ = radius * std::sin(angle);
    has_spare_ = true;
    return radius * std::cos(angle);
  }

  /// Any order as likely as any other.
  /// Source: Durstenfeld, "Algorithm 235: Random permutation", 1964.
  template <typename T>
  constexpr void shuffle(std::span<T> values) {
    for (std::size_t i = values.size(); i > 1; --i) std::swap(values[i - 1], values[below(i)]);
  }

 private:
  std::uint64_t state_;
  double spare_ = 0;
  bool has_spare_ = false;
};

}  // namespace fovea
