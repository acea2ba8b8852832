#pragma once

#include <vector>

namespace fovea {

/// From a pixel, 0 to 255, to what the network gets: (pixel · scale − mean) / deviation, by
/// channel.
struct PixelScaling {
  double scale = 1.0 / 255;
  std::vector<double> mean, deviation;  ///< [channels]
  friend bool operator==(const PixelScaling&, const PixelScaling&) = default;
};

}  // namespace fovea
