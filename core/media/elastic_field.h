#pragma once

#include <cstdint>
#include <vector>

namespace fovea {

/// Smooth random displacements over a square, in its pixels. A pure function of the seed.
/// Source: Simard, Steinkraus, Platt, "Best Practices for Convolutional Neural Networks Applied to
/// Visual Document Analysis", 2003, section 2: uniform numbers from −1 to 1, smoothed by a Gaussian
/// of deviation 4 and multiplied by 34.
class ElasticField {
 public:
  static constexpr int k_side = 28;

  ElasticField(double strength, std::uint64_t seed);

  struct Offset {
    double x = 0, y = 0;
  };
  /// At a position from 0 to k_side, between the four nearest pixels; the edge's beyond that.
  Offset at(double x, double y) const;

 private:
  std::vector<float> across_, down_;
};

}  // namespace fovea
