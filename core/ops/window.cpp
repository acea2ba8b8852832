#include "core/ops/window.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/base/divide_up.h"
#include "core/base/error.h"

namespace fovea {
namespace {

using AutoPad = WindowAttributes::AutoPad;
using Dims = std::vector<std::int64_t>;

/// Keeps every product of window geometry far inside 63 bits.
constexpr std::int64_t k_largest_setting = std::int64_t{1} << 30;

/// Padding of an axis beyond any use, which a hostile file could ask for. As a window must fit into
/// the padded input, this bounds its span too.
constexpr std::int64_t k_most_padding = std::int64_t{1} << 24;

AutoPad parse_auto_pad(const std::string& text) {
  if (text == "NOTSET") return AutoPad::notset;
  if (text == "SAME_UPPER") return AutoPad::same_upper;
  if (text == "SAME_LOWER") return AutoPad::same_lower;
  if (text == "VALID") return AutoPad::valid;
  throw Error{fmt::format("auto_pad “{:.40}” is not one that ONNX knows", text)};
}

void check_entries(std::string_view name, const Dims& values, std::int64_t least) {
  for (const std::int64_t value : values) {
    if (value < least || value > k_largest_setting) {
      throw Error{fmt::format("{} is {}, but each entry must be at least {} and at most {}", name,
                              fmt::join(values, ", "), least, k_largest_setting)};
    }
  }
}

void check_count(std::string_view name, const Dims& values, std::size_t expected) {
  if (!values.empty() && values.size() != expected) {
    throw Error{fmt::format("{} has {} entries, but {} are needed", name, values.size(), expected)};
  }
}

void check_padding(const Window& window) {
  if (window.pad_begin + window.pad_end <= k_most_padding) return;
  throw Error{fmt::format("padding of {} and {} is more than any input needs", window.pad_begin,
                          window.pad_end)};
}

/// Pads so that the output has ceil(input / stride) positions; the odd sample goes to the end
/// (SAME_UPPER) or the beginning (SAME_LOWER).
void pad_same(Window& window, std::int64_t input, bool upper) {
  const std::int64_t wanted = divide_up(input, window.stride);
  const std::int64_t pad =
      std::max<std::int64_t>((wanted - 1) * window.stride + window.span() - input, 0);
  window.pad_begin = upper ? pad / 2 : pad - pad / 2;
  window.pad_end = pad - window.pad_begin;
}

}  // namespace

WindowAttributes WindowAttributes::parse(const Attributes& attributes) {
  WindowAttributes result{
      .kernel = attributes.integers("kernel_shape"),
      .strides = attributes.integers("strides"),
      .dilations = attributes.integers("dilations"),
      .pads = attributes.integers("pads"),
      .auto_pad = parse_auto_pad(attributes.text("auto_pad", "NOTSET")),
      .ceil = attributes.integer("ceil_mode", 0) != 0,
  };
  check_entries("kernel_shape", result.kernel, 1);
  check_entries("strides", result.strides, 1);
  check_entries("dilations", result.dilations, 1);
  check_entries("pads", result.pads, 0);
  const bool pads_too = std::ranges::any_of(result.pads, [](auto pad) { return pad != 0; });
  if (pads_too && result.auto_pad != AutoPad::notset) {
    throw Error{"it has both pads and auto_pad, so that its padding is not clear"};
  }
  return result;
}

std::vector<Window> WindowAttributes::resolve(std::span<const std::int64_t> input,
                                              std::span<const std::int64_t> fallback) const {
  const std::size_t axes = input.size();
  const Dims size = kernel.empty() ? Dims(fallback.begin(), fallback.end()) : kernel;
  if (size.size() != axes) {
    throw Error{fmt::format("kernel_shape has {} entries, but the input has {} spatial axes",
                            size.size(), axes)};
  }
  check_count("strides", strides, axes);
  check_count("dilations", dilations, axes);
  check_count("pads", pads, 2 * axes);

  std::vector<Window> windows(axes);
  for (std::size_t axis = 0; axis < axes; ++axis) {
    Window& window = windows[axis];
    window.kernel = size[axis];
    window.ceil = ceil;
    if (!strides.empty()) window.stride = strides[axis];
    if (!dilations.empty()) window.dilation = dilations[axis];
    if (auto_pad == AutoPad::notset && !pads.empty()) {
      window.pad_begin = pads[axis];
      window.pad_end = pads[axis + axes];
    }
    if (auto_pad == AutoPad::same_upper || auto_pad == AutoPad::same_lower) {
      pad_same(window, input[axis], auto_pad == AutoPad::same_upper);
    }
    check_padding(window);
    if (window.positions(input[axis]) == 0) {
      throw Error{
          fmt::format("the {} kernel does not fit into the {} input: the output would be empty",
                      Shape(size).to_string(), Shape(input).to_string())};
    }
  }
  return windows;
}

std::vector<std::int64_t> positions(std::span<const Window> windows,
                                    std::span<const std::int64_t> input) {
  assert(windows.size() == input.size());
  std::vector<std::int64_t> result(windows.size());
  for (std::size_t axis = 0; axis < windows.size(); ++axis) {
    result[axis] = windows[axis].positions(input[axis]);
  }
  return result;
}

}  // namespace fovea
