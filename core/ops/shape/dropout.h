#pragma once

#include <algorithm>
#include <cmath>

#include "core/base/mix.h"
#include "core/ops/operator.h"

namespace fovea::ops {

/// Before opset 12 the ratio is an attribute; from then on it is input 1, if that is present.
struct DropoutSettings {
  double ratio = 0.5;
  bool has_ratio_input = false;
};

/// Which elements are dropped where the network learns, and what the others are multiplied by so
/// that their expectation stays.
/// Source: Srivastava et al., "Dropout", 2014, section 10 ("inverted dropout").
class DropoutMask {
 public:
  /// `ratio` is the chance of being dropped, taken as 0 or 1 where it is beyond.
  DropoutMask(double ratio, std::uint64_t seed)
      : ratio_(std::clamp(ratio, 0.0, 1.0)),
        threshold_(static_cast<std::uint64_t>(std::ceil(ratio_ * 0x1p53))),
        seed_(seed),
        scale_(ratio < 1 ? 1 / (1 - ratio_) : 0) {}

  /// 0 or the scale, for an element of the whole batch's value, by its row-major index: a pure
  /// function of seed, ratio and index.
  double factor(std::int64_t index) const {
    const std::uint64_t drawn = mix(seed_ + static_cast<std::uint64_t>(index));
    return drawn >> 11 < threshold_ ? 0 : scale_;
  }

  /// An element is dropped where the 53 bits that are drawn for it are below this.
  std::uint64_t threshold() const { return threshold_; }
  double scale() const { return scale_; }

 private:
  double ratio_;
  std::uint64_t threshold_;
  std::uint64_t seed_;
  double scale_;
};

}  // namespace fovea::ops
