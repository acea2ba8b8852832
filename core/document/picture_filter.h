#pragma once

#include <array>
#include <memory>
#include <string>

#include "core/explain/slide.h"
#include "core/media/picture.h"

namespace fovea {

/// How much padding there is around a picture.
enum class PaddingRule {
  valid,  ///< none
  same,   ///< as much as makes ⌈input / stride⌉ outputs; an odd sample goes to the end
  given   ///< as the person says, each side
};

/// One kernel over the opened picture at its full resolution: what a person makes in the Kernel
/// lens, beside the network and independent of it. A value.
struct PictureFilter {
  static constexpr std::int64_t k_largest = 31;  ///< cells of a kernel's side
  static constexpr std::int64_t k_toy_side = 5;
  static constexpr std::int64_t k_most_padding = 32;

  std::string name;  ///< of the kernel: "Sobel x"; "drawn"
  Tensor kernel;     ///< [kH, kW], 1 × 1 to 31 × 31
  float bias = 0;
  std::array<std::int64_t, 2> stride{1, 1}, dilation{1, 1};  ///< down, to the right
  PaddingRule padding = PaddingRule::same;
  std::array<std::int64_t, 4> pads{};  ///< top, left, bottom, right, where they are given
  Border border = Border::replicate;   ///< nothing else makes an edge where there is none
  bool flip = false;
  bool colour = false;  ///< red, green and blue, each its own map; else one grey map
  bool summed = false;  ///< in colour: one group, all maps make one; else a group each
  bool on_toy = false;  ///< over the small grid in place of the picture
  Tensor toy;           ///< [5, 5]: the small grid

  /// Whether both make the same of every picture, and are called alike.
  friend bool operator==(const PictureFilter& a, const PictureFilter& b);
};

/// Sobel x over the grey picture.
PictureFilter first_filter();

/// Padding that the rule gives, top, left, bottom, right, for an input of rows × columns.
std::array<std::int64_t, 4> pads_of(const PictureFilter& filter, std::int64_t rows,
                                    std::int64_t columns);

/// What the filter sees of a picture: float32 [C, H, W], 0 to 1; one map of grey as television has
/// it (ITU-R BT.601), or, in colour, the three of a picture that has them.
Tensor planes_of(const Picture& picture, bool colour);

/// The toy grid as an input, [1, 5, 5].
Tensor toy_planes(const PictureFilter& filter);

/// The filter over an input [C, H, W]. The window may fit nowhere: then there are no positions.
Slide slide_of(const PictureFilter& filter, const Tensor& planes);

/// Whether the window fits into an input of that size.
bool fits(const PictureFilter& filter, std::int64_t rows, std::int64_t columns);

}  // namespace fovea
