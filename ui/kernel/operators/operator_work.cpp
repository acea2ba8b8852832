#include "ui/kernel/operators/operator_work.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"

namespace fovea {
namespace {

using explain::OperatorKind;
using explain::OperatorSettings;

/// Sides of a toy's input: small, so that its matrix can be read, yet larger than the window.
constexpr std::int64_t k_overlap_side = 5;
constexpr std::int64_t k_least_side = 6, k_most_side = 12, k_stamped_side = 3;
/// Beyond this many cells a side, a matrix is a grey haze.
constexpr std::int64_t k_most_rows = 400;

OperatorSettings toy_settings(const OperatorSettings& it) {
  OperatorSettings toy = it;
  toy.channels = toy.outputs = toy.groups = 1;
  const bool stamps = it.kind == OperatorKind::transposed;
  const std::int64_t span = it.dilation * (std::max(it.kernel[0], it.kernel[1]) - 1) + 1;
  toy.height = toy.width =
      stamps ? k_stamped_side : std::clamp(span + 1, k_least_side, k_most_side);
  return toy;
}

/// Whether `map` varies where all of a window's stamps may fall; everywhere, where that is nowhere.
bool varies(const Tensor& map, const std::array<std::int64_t, 2>& kernel) {
  const std::int64_t rows = map.shape()[0], columns = map.shape()[1];
  const bool has_inside = rows > 2 * (kernel[0] - 1) && columns > 2 * (kernel[1] - 1);
  const std::int64_t top = has_inside ? kernel[0] - 1 : 0, left = has_inside ? kernel[1] - 1 : 0;
  std::vector<float> inside;
  for (std::int64_t row = top; row < rows - top; ++row)
    for (std::int64_t column = left; column < columns - left; ++column)
      inside.push_back(map.floats()[static_cast<std::size_t>(row * columns + column)]);
  const auto [least, most] = std::ranges::minmax(inside);
  return most - least > 1e-5f * std::max(std::abs(most), std::abs(least)) + 1e-7f;
}

void add_overlap(OperatorToy& toy) {
  OperatorSettings larger = toy.settings;
  larger.height = larger.width = k_overlap_side;
  const explain::OperatorMatrix matrix = operator_matrix(larger);
  toy.overlap = matrix.overlap();
  toy.constant =
      matrix.times(toy.kernel, Tensor::filled(Shape{k_overlap_side, k_overlap_side}, 1.0f));
  toy.uneven = varies(toy.constant, larger.kernel);
}

OperatorToy toy_of(const OperatorJob& job, const Tensor& kernel) {
  OperatorToy toy{.settings = toy_settings(job.settings)};
  if (is_pooling(job.settings.kind) || !objection(toy.settings).empty()) return toy;
  auto matrix = std::make_shared<explain::OperatorMatrix>(operator_matrix(toy.settings));
  if (matrix->rows() > k_most_rows) return toy;
  toy.kernel = kernel;
  toy.matrix = std::move(matrix);
  if (job.seed != 0 && job.settings.kind == OperatorKind::fully_connected)
    toy.chance = dense_matrix(toy.settings, make_weights(toy.settings, kernel, job.seed));
  if (job.settings.kind == OperatorKind::transposed) add_overlap(toy);
  return toy;
}

void measure(OperatorResult& result) {
  const auto [least, most] = std::ranges::minmax_element(result.output.floats());
  result.least = double{*least};
  result.most = double{*most};
  result.limit = std::max(result.most, -result.least);
}

}  // namespace

OperatorResult show_operator(const OperatorJob& job) {
  OperatorResult result{.job = job};
  try {
    const auto weights = make_weights(job.settings, job.kernel, job.seed);
    result.toy = toy_of(job, weights.kernel);
    result.output = run_operator(job.settings, weights, job.planes);
    measure(result);
  } catch (const Error& error) {
    result.failure = error.sentence();
  }
  return result;
}

}  // namespace fovea
