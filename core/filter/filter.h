#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "core/base/cancel.h"
#include "core/filter/border.h"
#include "core/ops/window.h"

namespace fovea {

/// How one kernel slides over a picture.
struct FilterSettings {
  std::array<std::int64_t, 2> stride{1, 1}, dilation{1, 1};  ///< down, to the right
  std::array<std::int64_t, 4> pads{};                        ///< top, left, bottom, right
  Border border = Border::zero;                              ///< what the padding holds
  /// The kernel is turned by half before it is applied: the convolution of mathematics. Else it is
  /// applied as it is: cross-correlation, what networks call a convolution.
  bool flip = false;
  friend bool operator==(const FilterSettings&, const FilterSettings&) = default;
};

/// The windows that a kernel of `rows` × `columns` cells has along both axes.
std::array<Window, 2> filter_windows(const FilterSettings&, std::int64_t rows,
                                     std::int64_t columns);

/// Ways to the same result.
enum class FilterMethod {
  direct,     ///< every product, for all strides and dilations
  separable,  ///< a column, then a row: for kernels of rank 1
  fourier     ///< multiplied as spectra, tile by tile
};
std::string_view name_of(FilterMethod);

/// Whether a method can apply this kernel so: all but `direct` need stride and dilation 1.
bool is_possible(FilterMethod, const Tensor& kernel, const FilterSettings&);

struct FilterOptions {
  int threads = 1;
  std::optional<FilterMethod> method =
      {};  ///< nothing: what costs least, as measured on this machine
};

/// Applies `kernel` [kH, kW] to each of `planes` [C, H, W] alike; both float32. Returns
/// [C, oH, oW], within 1e-4 of the largest magnitude of what exact arithmetic gives, by whatever
/// method. Throws Error where the kernel does not fit, Cancelled.
Tensor filter(const Tensor& planes, const Tensor& kernel, const FilterSettings&,
              const FilterOptions&, const CancelToken&);

/// The method that costs least for planes of this shape.
FilterMethod cheapest_method(const Shape& planes, const Tensor& kernel, const FilterSettings&,
                             int threads);

}  // namespace fovea
