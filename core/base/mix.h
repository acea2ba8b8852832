#pragma once

#include <cstdint>

namespace fovea {

/// Scatters the bits of a counter: neighbours in, unrelated numbers out, the same everywhere.
/// Source: Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014,
/// figure 14 with Stafford's constants (variant 13).
constexpr std::uint64_t mixed_bits(std::uint64_t z) {
  z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9U;
  z = (z ^ z >> 27) * 0x94D049BB133111EBU;
  return z ^ z >> 31;
}

/// What SplitMix64 steps by.
constexpr std::uint64_t k_mix_step = 0x9E3779B97F4A7C15U;

/// The number that SplitMix64 draws first from this seed.
constexpr std::uint64_t mix(std::uint64_t seed) { return mixed_bits(seed + k_mix_step); }

}  // namespace fovea
