#include "core/filter/filter.h"

#include <algorithm>
#include <bit>
#include <fmt/format.h>

#include "core/base/error.h"
#include "core/filter/cost.h"
#include "core/filter/methods.h"
#include "core/ops/conv/conv.h"

namespace fovea {
namespace {

bool slides_by_one(const FilterSettings& settings) {
  const std::array<std::int64_t, 2> ones{1, 1};
  return settings.stride == ones && settings.dilation == ones;
}

/// A value that is none must not meet the zeros that the fast methods multiply beside the kernel.
bool all_finite(const Tensor& tensor) {
  constexpr std::uint32_t k_exponent = 0x7f800000;
  std::uint32_t largest = 0;
  for (const float value : tensor.floats())
    largest = std::max(largest, std::bit_cast<std::uint32_t>(value) & k_exponent);
  return largest != k_exponent;
}

Tensor turned_by_half(const Tensor& kernel) {
  Tensor turned = kernel.clone();
  std::ranges::reverse(turned.mutable_values<float>());
  return turned;
}

/// What the fast methods cannot do is the operator's: the border is added, and each plane is a
/// group.
Tensor convolve_groups(const Tensor& planes, const Tensor& kernel, const FilterSettings& settings,
                       Tensor output, int threads, const CancelToken& cancel) {
  const std::int64_t channels = planes.shape()[0], height = planes.shape()[1],
                     width = planes.shape()[2];
  const auto [top, left, bottom, right] = settings.pads;
  Tensor padded(Shape{1, channels, height + top + bottom, width + left + right});
  const std::int64_t wide = padded.shape()[3];
  for (std::int64_t c = 0; c < channels; ++c) {
    copy_patch({planes.floats().data() + c * height * width, height, width}, settings.border,
               {.row = -top, .column = -left, .rows = padded.shape()[2], .columns = wide},
               padded.mutable_values<float>().data() + c * padded.shape()[2] * wide, wide);
  }
  Tensor weights(Shape{channels, 1, kernel.shape()[0], kernel.shape()[1]});
  auto to = weights.mutable_values<float>().begin();
  for (std::int64_t c = 0; c < channels; ++c) to = std::ranges::copy(kernel.floats(), to).out;
  const ConvParams params{
      .window = {.kernel = {},
                 .strides = {settings.stride.begin(), settings.stride.end()},
                 .dilations = {settings.dilation.begin(), settings.dilation.end()},
                 .pads = {}},
      .group = channels};
  const std::array inputs{std::move(padded), std::move(weights)};
  const Shape shape = output.shape();
  std::array outputs{output.reshaped(Shape{1, shape[0], shape[1], shape[2]})};
  output = {};
  conv_cpu({.params = Params::of(params),
            .inputs = inputs,
            .outputs = outputs,
            .cancel = cancel,
            .threads = threads});
  return outputs[0].reshaped(shape);
}

Shape output_shape(const Shape& planes, const Tensor& kernel, const FilterSettings& settings) {
  const auto windows = filter_windows(settings, kernel.shape()[0], kernel.shape()[1]);
  const Shape shape{planes[0], windows[0].positions(planes[1]), windows[1].positions(planes[2])};
  if (shape[1] > 0 && shape[2] > 0) return shape;
  throw Error{fmt::format(
      "a kernel of {} × {} cells, dilated by {} × {}, does not fit into {} × {} pixels with their "
      "padding",
      kernel.shape()[0], kernel.shape()[1], settings.dilation[0], settings.dilation[1], planes[1],
      planes[2])};
}

}  // namespace

std::array<Window, 2> filter_windows(const FilterSettings& settings, std::int64_t rows,
                                     std::int64_t columns) {
  const auto window = [&](std::size_t axis, std::int64_t kernel) {
    return Window{.kernel = kernel,
                  .stride = settings.stride[axis],
                  .dilation = settings.dilation[axis],
                  .pad_begin = settings.pads[axis],
                  .pad_end = settings.pads[axis + 2]};
  };
  return {window(0, rows), window(1, columns)};
}

std::string_view name_of(FilterMethod method) {
  switch (method) {
    case FilterMethod::direct:
      return "direct";
    case FilterMethod::separable:
      return "separable";
    case FilterMethod::fourier:
      return "Fourier";
  }
  return {};
}

bool is_possible(FilterMethod method, const Tensor& kernel, const FilterSettings& settings) {
  switch (method) {
    case FilterMethod::direct:
      return true;
    case FilterMethod::separable:
      return slides_by_one(settings) && separate(kernel).has_value();
    case FilterMethod::fourier:
      return slides_by_one(settings) &&
             std::max(kernel.shape()[0], kernel.shape()[1]) <= k_most_fourier;
  }
  return false;
}

FilterMethod cheapest_method(const Shape& planes, const Tensor& kernel,
                             const FilterSettings& settings, int threads) {
  if (!slides_by_one(settings)) return FilterMethod::direct;
  const Shape output = output_shape(planes, kernel, settings);
  const KernelSize size{kernel.shape()[0], kernel.shape()[1]};
  FilterMethod best = FilterMethod::direct;
  double least = filter_cost(best, size, output, threads);
  for (const FilterMethod method : {FilterMethod::separable, FilterMethod::fourier}) {
    if (!is_possible(method, kernel, settings)) continue;
    const double cost = filter_cost(method, size, output, threads);
    if (cost >= least) continue;
    least = cost;
    best = method;
  }
  return best;
}

Tensor filter(const Tensor& planes, const Tensor& kernel, const FilterSettings& settings,
              const FilterOptions& options, const CancelToken& cancel) {
  Tensor output(output_shape(planes.shape(), kernel, settings));
  const Tensor cells = settings.flip ? turned_by_half(kernel) : kernel;
  if (!slides_by_one(settings) || !all_finite(planes) || !all_finite(kernel)) {
    return convolve_groups(planes, cells, settings, std::move(output), options.threads, cancel);
  }
  const FilterMethod method =
      options.method ? *options.method
                     : cheapest_method(planes.shape(), kernel, settings, options.threads);
  assert(is_possible(method, kernel, settings));
  const FilterRun run{.input = planes.floats().data(),
                      .channels = planes.shape()[0],
                      .height = planes.shape()[1],
                      .width = planes.shape()[2],
                      .border = settings.border,
                      .top = settings.pads[0],
                      .left = settings.pads[1],
                      .kernel = cells.floats().data(),
                      .rows = cells.shape()[0],
                      .columns = cells.shape()[1],
                      .output = output.mutable_values<float>().data(),
                      .out_height = output.shape()[1],
                      .out_width = output.shape()[2],
                      .threads = options.threads,
                      .cancel = cancel};
  switch (method) {
    case FilterMethod::direct:
      filter_direct(run);
      break;
    case FilterMethod::separable:
      filter_separable(run, *separate(cells));
      break;
    case FilterMethod::fourier:
      filter_fourier(run);
      break;
  }
  return output;
}

}  // namespace fovea
