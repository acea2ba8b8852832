#pragma once

#include <array>
#include <span>
#include <vector>

#include "core/ops/conv/conv.h"

namespace fovea {

/// What both passes of a convolution over batch-last values [C, D, H, W, lanes] have in common: a
/// kernel slides with `step` over a padded buffer; axis by axis, buffer position j holds sample
/// (j − lead) / insert of the input, or zero where that is none.
///
/// Forward: step is the stride, lead the padding, insert 1. Backward, to the input: the output's
/// gradient is the input, step 1, insert the stride, lead what padding "full" leaves, and the
/// kernel's taps come in reverse.
/// Source: Dumoulin, Visin, "A guide to convolution arithmetic for deep learning", 2016, chapter 4.
struct BatchStencil {
  using Extents = std::array<std::int64_t, 3>;  ///< D, H, W

  std::int64_t inputs = 1, outputs = 1;  ///< channels of a group
  Extents in{}, out{}, kernel{}, dilation{}, step{}, lead{}, insert{};
  std::int64_t lanes = 0;

  std::int64_t taps() const { return kernel[0] * kernel[1] * kernel[2]; }
  std::int64_t depth() const { return inputs * taps(); }
  std::int64_t in_plane() const { return in[0] * in[1] * in[2] * lanes; }      ///< floats
  std::int64_t out_plane() const { return out[0] * out[1] * out[2] * lanes; }  ///< floats
  std::int64_t span(std::size_t axis) const { return dilation[axis] * (kernel[axis] - 1) + 1; }
};

BatchStencil forward_stencil(const ConvGeometry& g, std::int64_t lanes);
BatchStencil backward_stencil(const ConvGeometry& g, std::int64_t lanes);

/// out[m] = start[m] + kernel m over the input. `packed`: by blocks of output channels, as
/// pack_row_blocks makes it; `start` null means zeros.
void run_stencil(const BatchStencil& stencil, const float* packed, const float* start,
                 const float* input, float* output);

/// gradient[m · depth + k] += Σ output_gradient[m] · tap k of the input: the kernels' gradient.
void add_kernel_gradient(const BatchStencil& forward, const float* input,
                         const float* output_gradient, float* gradient);

}  // namespace fovea
