#pragma once

#include <span>
#include <string_view>

#include "core/tensor/tensor.h"

namespace fovea {

/// A number that shapes a preset, such as a Gaussian's sigma.
struct KernelParameter {
  std::string_view name;  ///< "size", "sigma", "angle"
  double fallback = 0;    ///< 0 where it follows from the ones before it
  double least = 0, most = 0;
  bool is_whole = false;
};

/// A kernel known by name, made of a few parameters.
struct KernelPreset {
  std::string_view name;      ///< "sobel-x": what command line and search take
  std::string_view title;     ///< "Sobel x"
  std::string_view sentence;  ///< what the kernel does to a picture
  std::span<const KernelParameter> parameters;
  /// [kH, kW], float32, as a cross-correlation applies it (x to the right, y down); one value for
  /// each parameter, in range.
  Tensor (*make)(std::span<const double> values);
};

std::span<const KernelPreset> kernel_presets();

/// Null where there is none of that name.
const KernelPreset* find_kernel_preset(std::string_view name);

/// The kernel of "NAME" or "NAME:VALUE:…", parameters in their order, absent ones at their
/// fallback: "gaussian:5:1.2". Throws Error on an unknown name, too many values, or one that is not
/// a number in its range.
Tensor kernel_preset(std::string_view text);

/// The [kH, kW] kernel in the middle of a [height, width] one: surrounded by zeros, or cut.
Tensor centred(const Tensor& kernel, std::int64_t height, std::int64_t width);

}  // namespace fovea
