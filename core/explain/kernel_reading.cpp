#include "core/explain/kernel_reading.h"

#include <algorithm>
#include <cmath>

namespace fovea {
namespace {

/// Cells and sums below this share of all magnitudes count as 0.
constexpr double k_nothing = 0.02;
/// A side must outweigh the other by this share of both to count as a direction.
constexpr double k_direction = 0.3;

struct Cells {
  explicit Cells(const Tensor& kernel)
      : values(kernel.floats()), rows(kernel.shape()[0]), columns(kernel.shape()[1]) {
    for (const float cell : values) magnitude += std::abs(static_cast<double>(cell));
  }
  double at(std::int64_t row, std::int64_t column) const {
    return static_cast<double>(values[static_cast<std::size_t>(row * columns + column)]);
  }
  /// Calls `visit` with each cell's place below and right of the middle, and its value.
  template <typename Visit>
  void for_each(Visit visit) const {
    for (std::int64_t row = 0; row < rows; ++row)
      for (std::int64_t column = 0; column < columns; ++column)
        visit(static_cast<double>(2 * row - rows + 1) / 2,
              static_cast<double>(2 * column - columns + 1) / 2, at(row, column));
  }

  std::span<const float> values;
  std::int64_t rows, columns;
  double magnitude = 0;
};

KernelReading::Flat flat_of(double sum, double magnitude) {
  if (std::abs(sum) <= k_nothing * magnitude) return KernelReading::Flat::clears;
  if (sum < 0) return KernelReading::Flat::inverts;
  if (std::abs(sum - 1) <= k_nothing) return KernelReading::Flat::keeps;
  return sum > 1 ? KernelReading::Flat::brightens : KernelReading::Flat::darkens;
}

/// Whether what lies on the one side outweighs, in sign, what lies on the other.
int direction_of(double moment, double weight) {
  if (weight <= 0 || std::abs(moment) < k_direction * weight) return 0;
  return moment > 0 ? 1 : -1;
}

void read_directions(const Cells& cells, KernelReading& reading) {
  double right = 0, right_weight = 0, down = 0, down_weight = 0;
  cells.for_each([&](double y, double x, double value) {
    right += x * value;
    right_weight += std::abs(x * value);
    down += y * value;
    down_weight += std::abs(y * value);
  });
  reading.brighter_right = direction_of(right, right_weight);
  reading.brighter_below = direction_of(down, down_weight);
}

void read_single_cell(const Cells& cells, KernelReading& reading) {
  const auto is_something = [&](float cell) {
    return std::abs(static_cast<double>(cell)) > k_nothing * cells.magnitude;
  };
  if (std::ranges::count_if(cells.values, is_something) != 1) return;
  const auto index = std::ranges::find_if(cells.values, is_something) - cells.values.begin();
  reading.move_down = index / cells.columns - (cells.rows - 1) / 2;
  reading.move_right = index % cells.columns - (cells.columns - 1) / 2;
  reading.moves = reading.move_down != 0 || reading.move_right != 0;
}

KernelReading::Middle middle_of(const Cells& cells, double sum) {
  if (cells.rows % 2 == 0 || cells.columns % 2 == 0) return KernelReading::Middle::none;
  const double middle = cells.at(cells.rows / 2, cells.columns / 2), around = sum - middle;
  const double least = k_nothing * cells.magnitude;
  if (middle > least && around < -least) return KernelReading::Middle::peak;
  if (middle < -least && around > least) return KernelReading::Middle::pit;
  return KernelReading::Middle::none;
}

}  // namespace

KernelReading reading_of(const Tensor& kernel) {
  const Cells cells(kernel);
  KernelReading reading;
  cells.for_each([&](double, double, double value) { reading.sum += value; });
  reading.empty = cells.magnitude == 0;
  if (reading.empty) return reading;
  reading.flat = flat_of(reading.sum, cells.magnitude);
  const bool none_negative = std::ranges::none_of(cells.values, [&](float cell) {
    return static_cast<double>(cell) < -k_nothing * cells.magnitude;
  });
  read_single_cell(cells, reading);
  const bool single = std::ranges::count_if(cells.values, [&](float cell) {
                        return std::abs(static_cast<double>(cell)) > k_nothing * cells.magnitude;
                      }) == 1;
  reading.averages = none_negative && !single;
  if (single || none_negative) return reading;
  read_directions(cells, reading);
  reading.middle = middle_of(cells, reading.sum);
  return reading;
}

}  // namespace fovea
