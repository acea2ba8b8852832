#include "core/ops/conv/presets.h"

#include <charconv>
#include <cmath>
#include <fmt/format.h>

#include "core/base/error.h"

namespace fovea {
namespace {

double parse_value(std::string_view text, const KernelPreset& preset,
                   const KernelParameter& parameter) {
  double value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool is_number = failure == std::errc{} && end == text.data() + text.size();
  if (!is_number || !(value >= parameter.least && value <= parameter.most) ||
      (parameter.is_whole && value != std::floor(value))) {
    throw Error{fmt::format("the {} of the kernel {} must be a {}number from {} to {}, not “{}”",
                            parameter.name, preset.name, parameter.is_whole ? "whole " : "",
                            parameter.least, parameter.most, text)};
  }
  return value;
}

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(':', begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

}  // namespace

const KernelPreset* find_kernel_preset(std::string_view name) {
  const auto presets = kernel_presets();
  const auto found = std::ranges::find(presets, name, &KernelPreset::name);
  return found == presets.end() ? nullptr : &*found;
}

Tensor kernel_preset(std::string_view text) {
  const std::vector<std::string_view> parts = split(text);
  const KernelPreset* preset = find_kernel_preset(parts.front());
  if (preset == nullptr) throw Error{fmt::format("there is no kernel “{:.60}”", parts.front())};
  if (parts.size() - 1 > preset->parameters.size()) {
    throw Error{fmt::format("the kernel {} takes {} values, not {}", preset->name,
                            preset->parameters.size(), parts.size() - 1)};
  }
  std::vector<double> values;
  for (const KernelParameter& parameter : preset->parameters) {
    const std::size_t part = values.size() + 1;
    values.push_back(part < parts.size() ? parse_value(parts[part], *preset, parameter)
                                         : parameter.fallback);
  }
  return preset->make(values);
}

Tensor centred(const Tensor& kernel, std::int64_t height, std::int64_t width) {
  Tensor result = Tensor::filled(Shape{height, width}, 0.0f);
  const auto cells = result.mutable_values<float>();
  const std::int64_t rows = kernel.shape()[0], columns = kernel.shape()[1];
  // The middle of an even extent is the cell before it: (n - 1) / 2.
  const std::int64_t down = (height - 1) / 2 - (rows - 1) / 2;
  const std::int64_t right = (width - 1) / 2 - (columns - 1) / 2;
  for (std::int64_t row = std::max<std::int64_t>(0, -down); row < rows && row + down < height;
       ++row) {
    for (std::int64_t column = std::max<std::int64_t>(0, -right);
         column < columns && column + right < width; ++column) {
      cells[static_cast<std::size_t>((row + down) * width + column + right)] =
          kernel.floats()[static_cast<std::size_t>(row * columns + column)];
    }
  }
  return result;
}

}  // namespace fovea
