#pragma once

#include <cstdint>

namespace fovea {

/// Writes interleaved samples [H, W, C] as planes [C, H, W] of `pixels` = H · W each.
inline void planes_from_interleaved(const std::uint8_t* from, std::int64_t pixels,
                                    std::int64_t channels, std::uint8_t* to) {
  for (std::int64_t c = 0; c < channels; ++c) {
    for (std::int64_t i = 0; i < pixels; ++i) *to++ = from[i * channels + c];
  }
}

}  // namespace fovea
