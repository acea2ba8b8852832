#pragma once

#include <cstdint>
#include <vector>

#include "core/media/preprocessing.h"

namespace fovea {

/// One axis of a resize: output sample i is the sum over k < count of
/// weights[i · stride + k] · source[first + k].
struct ResampleAxis {
  struct Taps {
    int first = 0, count = 0;
  };
  std::vector<Taps> taps;
  std::vector<std::int32_t> weights;    ///< Fixed point, one = 1 << k_weight_bits; zero-padded.
  std::vector<std::int16_t> high, low;  ///< weight = (high << k_low_bits) + low.
  int stride = 0;                       ///< A multiple of k_weight_padding.
  int first = 0, last = 0;              ///< Source samples [first, last) that any output reads.
};

inline constexpr int k_weight_bits = 22;
inline constexpr int k_low_bits = 11;
inline constexpr int k_weight_padding = 32;

/// Weights that turn the source interval [begin, begin + extent) into `outputs` samples. Samples
/// outside [lower, upper) are not read. As Pillow's ImagingResample does (triangle and Catmull-Rom
/// filters whose support grows with the ratio); `area` weighs every sample by the share of the
/// output's footprint that it covers, as OpenCV's INTER_AREA; `nearest` has one weight.
ResampleAxis antialiased_axis(Filter filter, double begin, double extent, int lower, int upper,
                              int outputs);

/// Up to four taps and their weights, summing to 1, for interpolation without antialiasing as
/// torchvision and OpenCV do it (bicubic with a = −0.75, edges repeated). Nearest takes the sample
/// at the corner of the output's footprint as they do, or, `centered`, at its centre as Pillow
/// does.
struct PointTaps {
  int index[4] = {};
  float weight[4] = {};
  int count = 0;
};
std::vector<PointTaps> point_axis(Filter filter, bool centered, double begin, double extent,
                                  int lower, int upper, int outputs);

}  // namespace fovea
