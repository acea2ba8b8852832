#pragma once

#include <array>
#include <vector>

#include "core/ops/conv/conv.h"

namespace fovea {

/// How a convolution is cut into tiles of output positions, and how the part of the input that a
/// tile reads is laid out for the tile kernel.
///
/// That part is copied, with its padding, into a small buffer [channel][phase][position]: along an
/// axis of stride s, sample i · s + p lies at position i of phase p. There every tap of the kernel
/// reads, for neighbouring outputs, neighbouring samples, whatever strides, dilations and pads are:
/// output q of the tile and product k meet at buffer[q + offset(k)].
struct ConvTiling {
  using Extents = std::array<std::int64_t, 3>;  // D, H, W

  Extents tile{};    ///< output positions of a tile; the last of an axis may have fewer
  Extents tiles{};   ///< tiles an axis
  Extents extent{};  ///< positions of one phase in the buffer
  std::array<std::vector<std::int64_t>, 3> phases;  ///< the phases that are read, ascending
  std::int64_t channel_floats = 0;                  ///< of the buffer
  std::int64_t output_parts = 1;  ///< a tile's output channels are computed by so many tasks

  /// Floats between vertical neighbours of the buffer.
  std::int64_t pitch() const { return extent[2]; }
  std::int64_t phase_floats() const { return extent[0] * extent[1] * extent[2]; }
};

/// Tiles that stay in the second-level cache and are many enough for `threads`. Throws Error where
/// the threads' buffers, which wide windows make large, would exceed `memory_budget()`.
ConvTiling tile_conv(const ConvGeometry&, int threads);

/// offset(k) for every product k of a group, in the order of the kernel's elements.
void fill_offsets(const ConvGeometry&, const ConvTiling&, std::int32_t* offsets);

/// Copies what the tile at output position `origin` reads of the channels at `input` into `buffer`.
void copy_tile(const ConvGeometry&, const ConvTiling&, const float* input,
               const ConvTiling::Extents& origin, float* buffer);

}  // namespace fovea
