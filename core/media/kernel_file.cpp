#include "core/media/kernel_file.h"

#include <algorithm>
#include <fmt/format.h>
#include <numeric>

#include "core/base/ending.h"
#include "core/base/error.h"
#include "core/base/files.h"
#include "core/kernel/library.h"
#include "core/media/npy.h"

namespace fovea {
namespace {

constexpr std::int64_t k_max_file = 256 << 20;

void take_mean_off(std::span<float> cells) {
  const double mean =
      std::accumulate(cells.begin(), cells.end(), 0.0) / static_cast<double>(cells.size());
  for (float& cell : cells) cell = static_cast<float>(cell - mean);
}

Tensor only_kernel(const SavedKernel& saved) {
  if (saved.count() == 1) return saved.kernel(0);
  throw Error{fmt::format("it is a bank of {} kernels, not one", saved.count()),
              {},
              "Keep it in the library and choose one there"};
}

}  // namespace

Tensor grey_plane(const Picture& picture) {
  Tensor plane(Shape{picture.height(), picture.width()});
  const auto channels = static_cast<std::size_t>(picture.channels());
  const auto pixels = picture.pixels.values<std::uint8_t>();
  const double white = 255.0 * picture.channels();
  std::size_t at = 0;
  for (float& value : plane.mutable_values<float>()) {
    int sum = 0;
    for (std::size_t c = 0; c < channels; ++c) sum += pixels[at++];
    value = static_cast<float>(sum / white);
  }
  return plane;
}

Tensor kernel_from_plane(const Tensor& plane, const Patch& patch, PictureCells cells,
                         const TableRules& rules) {
  const std::int64_t top = std::max<std::int64_t>(patch.row, 0);
  const std::int64_t left = std::max<std::int64_t>(patch.column, 0);
  const std::int64_t rows = std::min(patch.row + patch.rows, plane.shape()[0]) - top;
  const std::int64_t columns = std::min(patch.column + patch.columns, plane.shape()[1]) - left;
  if (rows < 1 || columns < 1) throw Error{"nothing of the cut-out lies in the picture"};
  check_side(static_cast<std::size_t>(rows), "rows", rules);
  check_side(static_cast<std::size_t>(columns), "columns", rules);
  Tensor kernel(Shape{rows, columns});
  const auto values = kernel.mutable_values<float>();
  copy_patch({plane.floats().data(), plane.shape()[0], plane.shape()[1]}, Border::zero,
             {top, left, rows, columns}, values.data(), columns);
  if (cells == PictureCells::zero_mean) take_mean_off(values);
  return kernel;
}

Tensor read_kernel_file(const std::filesystem::path& path, const TableRules& rules) {
  const std::string ending = lower_ending(path);
  if (ending == ".json") return only_kernel(read_saved_kernel(path));
  if (ending == ".npy") return checked_kernel(read_npy(path), rules);
  if (ending == ".csv" || ending == ".txt") {
    const Bytes bytes = read_file(path, k_max_file);
    if (bytes.empty()) throw Error{"the file is empty"};
    TableRules in_file = rules;
    in_file.row_word = "line";
    return ending == ".csv" ? parse_kernel_table(text_of(bytes), in_file)
                            : parse_kernel(text_of(bytes), rules);
  }
  const Picture picture = read_picture(path);
  const Patch whole{.rows = picture.height(), .columns = picture.width()};
  return kernel_from_plane(grey_plane(picture), whole, PictureCells::as_it_is, rules);
}

}  // namespace fovea
