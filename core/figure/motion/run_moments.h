#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "core/base/cancel.h"
#include "core/train/timeline.h"

namespace fovea {

/// How a layer's weights came about: its kernels at the moments that a run kept. A value.
struct RunMoments {
  struct Moment {
    RunMetrics metrics;
    Tensor kernels;  ///< [tiles, rows, columns]
  };
  std::string layer = {};            ///< as a person calls it; empty where there are no moments
  std::vector<std::string> labels;   ///< by tile: "3", or "3, 0" of unit 3 over input map 0
  std::int64_t left_out = 0;         ///< tiles that are too many to be shown
  std::vector<Moment> moments = {};  ///< ascending steps
};

/// Which tiles of which layer.
struct MomentsOfLayer {
  std::string layer = {};                ///< empty: the first convolution, or the first dense one
  std::vector<std::int64_t> units = {};  ///< empty: all
  std::size_t most_tiles = 64;
  std::size_t most_moments = 256;
};

/// Reads what the timeline has spilled. Empty where it is null or has no moments. Throws Error
/// where there is no such layer or unit, or a file is damaged; Cancelled.
RunMoments moments_of(const Timeline* timeline, const MomentsOfLayer& which,
                      const CancelToken& cancel);

/// The same of a run's folder, which is left as it is; what is damaged in it is passed over.
RunMoments moments_in(const std::filesystem::path& folder, const MomentsOfLayer& which,
                      const CancelToken& cancel);

}  // namespace fovea
