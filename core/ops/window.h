#pragma once

#include <vector>

#include "core/ops/attributes.h"
#include "core/ops/operator.h"

namespace fovea {

/// Samples [first, last).
struct Range {
  std::int64_t first = 0, last = 0;

  constexpr std::int64_t size() const { return last > first ? last - first : 0; }
  constexpr Range clipped_to(std::int64_t extent) const {
    return {std::clamp<std::int64_t>(first, 0, extent), std::clamp<std::int64_t>(last, 0, extent)};
  }
  friend bool operator==(const Range&, const Range&) = default;
};

/// Sliding-window geometry along one axis, shared by convolution, pooling, their shaders' plans
/// and the interface. Source: ONNX operator specification, Conv and MaxPool.
struct Window {
  std::int64_t kernel = 1, stride = 1, dilation = 1;
  std::int64_t pad_begin = 0, pad_end = 0;
  bool ceil = false;  ///< ceil_mode: a last window that hangs over the end counts

  /// Extent that one window covers, dilation included.
  constexpr std::int64_t span() const { return dilation * (kernel - 1) + 1; }

  /// Number of window positions over `input` samples; 0 where none fits. A window that would
  /// start in the end padding, or beyond, is not counted.
  constexpr std::int64_t positions(std::int64_t input) const {
    const std::int64_t room = input + pad_begin + pad_end - span();
    if (room < 0) return 0;
    if (!ceil) return room / stride + 1;
    const std::int64_t count = (room + stride - 1) / stride + 1;
    return (count - 1) * stride >= input + pad_begin ? count - 1 : count;
  }

  /// Input samples that position `p` covers, clipped to the input.
  constexpr Range reads(std::int64_t p, std::int64_t input) const {
    const std::int64_t first = p * stride - pad_begin;
    return Range{first, first + span()}.clipped_to(input);
  }

  /// Taps [first, last) of position `p` that fall on the input; tap t reads sample
  /// p·stride − pad_begin + t·dilation.
  constexpr Range taps(std::int64_t p, std::int64_t input) const {
    const std::int64_t start = p * stride - pad_begin;
    const std::int64_t first = start < 0 ? (-start + dilation - 1) / dilation : 0;
    const std::int64_t last = start < input ? (input - start + dilation - 1) / dilation : 0;
    return Range{first, last}.clipped_to(kernel);
  }

  constexpr AxisReads axis_reads() const { return {stride, -pad_begin, span()}; }

  friend bool operator==(const Window&, const Window&) = default;
};

/// The window attributes of Conv and the pools (kernel_shape, strides, pads, dilations, auto_pad,
/// ceil_mode), before the input's extents are known.
struct WindowAttributes {
  enum class AutoPad { notset, same_upper, same_lower, valid };
  std::vector<std::int64_t> kernel;              ///< empty: taken from the weight (Conv)
  std::vector<std::int64_t> strides, dilations;  ///< empty: all 1
  std::vector<std::int64_t> pads;                ///< begins, then ends; empty: all 0
  AutoPad auto_pad = AutoPad::notset;
  bool ceil = false;

  /// Throws Error on negative or zero entries and on pads, other than zeros, beside auto_pad.
  static WindowAttributes parse(const Attributes&);

  /// One Window an axis, auto_pad resolved for these input extents. `kernel` is used where the
  /// attribute is absent. Throws Error where lists do not match the number of axes, padding is
  /// beyond any use, or a window has no position: "the 9 × 9 kernel does not fit into the 8 × 8
  /// input".
  std::vector<Window> resolve(std::span<const std::int64_t> input,
                              std::span<const std::int64_t> kernel) const;
};

/// Extents of [N, C, …] after samples and channels.
inline std::span<const std::int64_t> spatial(const Shape& shape) { return shape.dims().subspan(2); }

/// Extents of the output for these windows over these inputs.
std::vector<std::int64_t> positions(std::span<const Window> windows,
                                    std::span<const std::int64_t> input);

}  // namespace fovea
