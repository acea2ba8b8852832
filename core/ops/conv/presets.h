#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/tensor/tensor.h"

namespace fovea {

/// A number that shapes a preset, such as a Gaussian's sigma.
struct KernelParameter {
  std::string_view name;       ///< "size", "sigma", "angle"
  std::string_view unit = {};  ///< "px", "°"; empty for a mere number
  double fallback = 0;
  double least = 0, most = 0;
  double usual =
      0;  ///< a slider goes from −usual to usual, within the range: more is rarely wanted
  bool is_whole = false;
  bool follows = false;  ///< 0 lets it follow from the ones before it
};

/// A kernel known by name, made of a few parameters.
struct KernelPreset {
  std::string_view name;      ///< "sobel-x": what command line and search take
  std::string_view title;     ///< "Sobel x"
  std::string_view sentence;  ///< what the kernel does to a picture
  std::string_view look_for;  ///< what to look for in the result, where orange is above 0
  std::span<const KernelParameter> parameters;
  /// [kH, kW], float32, as a cross-correlation applies it (x to the right, y down); one value for
  /// each parameter, in range.
  Tensor (*make)(std::span<const double> values);
};

std::span<const KernelPreset> kernel_presets();

/// Null where there is none of that name.
const KernelPreset* find_kernel_preset(std::string_view name);

/// A kernel of a bank, and what sets it apart from the others: "45°, 8 px".
struct BankKernel {
  std::string title;
  Tensor kernel;  ///< [kH, kW], float32
};

/// Several kernels of one family, of which each answers to something else.
struct BankPreset {
  std::string_view name, title, sentence, look_for;  ///< as a KernelPreset's
  std::span<const KernelParameter> parameters;
  /// All of one size; one value for each parameter, in range.
  std::vector<BankKernel> (*make)(std::span<const double> values);
};

std::span<const BankPreset> kernel_banks();

/// The kernel of "NAME" or "NAME:VALUE:…", parameters in their order, absent ones at their
/// fallback: "gaussian:5:1.2". Throws Error on an unknown name, too many values, or one that is not
/// a number in its range.
Tensor kernel_preset(std::string_view text);

/// The [kH, kW] kernel in the middle of a [height, width] one: surrounded by zeros, or cut.
Tensor centred(const Tensor& kernel, std::int64_t height, std::int64_t width);

}  // namespace fovea
