#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace fovea {

/// Of all finite values; those that are not are counted apart.
struct Statistics {
  std::int64_t count = 0;  ///< Of all values, finite or not.
  std::int64_t nans = 0, infinities = 0, zeros = 0;
  float min = 0, max = 0;
  double mean = 0, deviation = 0;  ///< Of the population: divided by the number of values.

  std::int64_t finite() const { return count - nans - infinities; }
  double zero_fraction() const { return count > 0 ? static_cast<double>(zeros) / count : 0; }
  float largest_magnitude() const { return max > -min ? max : -min; }
};
Statistics statistics(std::span<const float> values);

/// Numbers of values in `bins` equal intervals from min to max; both ends belong to it, what lies
/// outside or is NaN is left out. Empty where max is not above min.
std::vector<std::int64_t> histogram(std::span<const float> values, float min, float max, int bins);

}  // namespace fovea
