#include "app/cli/kernel_text.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <filesystem>
#include <fmt/format.h>

#include "app/cli/failure.h"
#include "core/media/csv.h"
#include "core/media/npy.h"
#include "core/media/picture.h"
#include "core/ops/conv/presets.h"

namespace fovea::app {
namespace {

constexpr std::int64_t k_largest = 1024;

/// "nan" and "inf" are cells as well, to be refused as such.
bool is_no_finite_number(std::string cell) {
  if (cell.starts_with('-') || cell.starts_with('+')) cell.erase(0, 1);
  std::ranges::transform(cell, cell.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return cell == "nan" || cell == "inf" || cell == "infinity";
}

/// Neither a preset nor a file is made of digits, signs, dots, spaces and semicolons only.
bool is_text(const std::string& text) {
  bool has_number = false;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find_first_of(";, \t\n", begin), text.size());
    const std::string cell = text.substr(begin, end - begin);
    const bool is_special = is_no_finite_number(cell);
    if (!is_special && cell.find_first_not_of("0123456789+-.eE") != std::string::npos) return false;
    has_number = has_number || is_special || cell.find_first_of("0123456789") != std::string::npos;
    begin = end + 1;
  }
  return has_number;
}

/// Axes of one sample in front do not matter: a 1 × 1 × 3 × 3 bank is a kernel.
Tensor as_matrix(const Tensor& tensor) {
  auto dims = tensor.shape().dims();
  while (dims.size() > 2 && dims.front() == 1) dims = dims.subspan(1);
  if (dims.size() != 2) {
    throw Error{fmt::format("a kernel has rows and columns, not {}", tensor.shape().to_string())};
  }
  const Tensor matrix = tensor.to(ElementType::float32).reshaped(Shape(dims));
  for (const float value : matrix.floats()) {
    if (!std::isfinite(value)) throw Error{"a cell of the kernel is not a finite number"};
  }
  return matrix;
}

/// Grey, black 0 and white 1.
Tensor from_picture(const std::string& file) {
  const Picture picture = read_picture(file);
  Tensor kernel(Shape{picture.height(), picture.width()});
  const auto cells = kernel.mutable_values<float>();
  for (int y = 0; y < picture.height(); ++y) {
    for (int x = 0; x < picture.width(); ++x) {
      double sum = 0;
      for (int c = 0; c < picture.channels(); ++c) sum += picture.at(x, y)[c];
      cells[static_cast<std::size_t>(y) * static_cast<std::size_t>(picture.width()) +
            static_cast<std::size_t>(x)] = static_cast<float>(sum / (255.0 * picture.channels()));
    }
  }
  return kernel;
}

Tensor from_file(const std::string& file) {
  const std::string ending = std::filesystem::path(file).extension().string();
  if (ending == ".npy") return as_matrix(read_npy(file));
  if (ending == ".csv") return as_matrix(read_csv(file));
  return from_picture(file);
}

}  // namespace

Tensor read_kernel(const std::string& text) {
  return about("--kernel", [&] {
    Tensor kernel;
    if (is_text(text)) {
      kernel = parse_matrix(text);
    } else if (find_kernel_preset(text.substr(0, text.find(':'))) != nullptr) {
      kernel = kernel_preset(text);
    } else if (std::filesystem::exists(text)) {
      kernel = about(text, [&] { return from_file(text); });
    } else {
      throw FileError(text, Error{"there is no such kernel file, and no preset of that name"});
    }
    if (kernel.shape()[0] > k_largest || kernel.shape()[1] > k_largest) {
      throw Error{fmt::format("the kernel is {}; at most {} cells a side are allowed",
                              kernel.shape().to_string(), k_largest)};
    }
    return kernel;
  });
}

}  // namespace fovea::app
