#pragma once

#include <cstdint>

namespace fovea {

/// Spreads a number over all 64 bits: numbers that follow each other give unrelated results, the
/// same everywhere. Source: Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators",
/// 2014, figure 13 with the constants of SplitMix64.
constexpr std::uint64_t mix(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15;
  x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9;
  x = (x ^ x >> 27) * 0x94d049bb133111eb;
  return x ^ x >> 31;
}

}  // namespace fovea
