#include "core/kernel/turns.h"

#include <cmath>
#include <numbers>
#include <vector>

#include "core/kernel/gain.h"

namespace fovea {
namespace {

/// A [rows, columns] kernel whose cell (y, x) is `cell(y, x)`.
template <typename Cell>
Tensor made(std::int64_t rows, std::int64_t columns, Cell cell) {
  Tensor kernel(Shape{rows, columns});
  auto to = kernel.mutable_values<float>().begin();
  for (std::int64_t y = 0; y < rows; ++y)
    for (std::int64_t x = 0; x < columns; ++x) *to++ = static_cast<float>(cell(y, x));
  return kernel;
}

/// Reads cells; 0 beyond them.
struct Cells {
  explicit Cells(const Tensor& kernel)
      : rows(kernel.shape()[0]), columns(kernel.shape()[1]), values(kernel.floats()) {}
  float operator()(std::int64_t y, std::int64_t x) const {
    if (y < 0 || x < 0 || y >= rows || x >= columns) return 0;
    return values[static_cast<std::size_t>(y * columns + x)];
  }
  double between(double y, double x) const {
    const double top = std::floor(y), left = std::floor(x);
    const double down = y - top, right = x - left;
    const auto row = static_cast<std::int64_t>(top), column = static_cast<std::int64_t>(left);
    const auto level = [&](std::int64_t y_at) {
      return (1 - right) * (*this)(y_at, column) + right * (*this)(y_at, column + 1);
    };
    return (1 - down) * level(row) + down * level(row + 1);
  }
  std::int64_t rows, columns;
  std::span<const float> values;
};

struct Direction {
  double cosine = 1, sine = 0;
};
/// Exact for multiples of a quarter.
Direction direction_of(double degrees) {
  const double quarters = degrees / 90;
  if (quarters == std::round(quarters)) {
    constexpr double k_cosines[] = {1, 0, -1, 0};
    const auto n = static_cast<std::size_t>(quarters - 4 * std::floor(quarters / 4));
    return {k_cosines[n], k_cosines[(n + 3) % 4]};
  }
  const double angle = degrees * std::numbers::pi / 180;
  return {std::cos(angle), std::sin(angle)};
}

/// Weights of the `from` cells of an axis in each of its `to` cells, row-major.
std::vector<double> stretch_weights(std::int64_t from, std::int64_t to) {
  const double step = static_cast<double>(from) / static_cast<double>(to);
  const double reach = std::max(1.0, step);
  std::vector<double> weights;
  for (std::int64_t i = 0; i < to; ++i) {
    const double middle = (static_cast<double>(i) + 0.5) * step - 0.5;
    double sum = 0;
    for (std::int64_t n = 0; n < from; ++n) {
      weights.push_back(std::max(0.0, 1 - std::abs(static_cast<double>(n) - middle) / reach));
      sum += weights.back();
    }
    for (auto it = weights.end() - from; it != weights.end(); ++it) *it /= sum;
  }
  return weights;
}

double sum_keeping_factor(const Tensor& before, const Tensor& after) {
  const Gain was = gain_of(before), is = gain_of(after);
  if (!is_balanced(was) && !is_balanced(is) && was.sum * is.sum > 0) return was.sum / is.sum;
  return static_cast<double>(before.elements()) / static_cast<double>(after.elements());
}

}  // namespace

Tensor flipped_left_right(const Tensor& kernel) {
  const Cells at(kernel);
  return made(at.rows, at.columns, [&](auto y, auto x) { return at(y, at.columns - 1 - x); });
}

Tensor flipped_up_down(const Tensor& kernel) {
  const Cells at(kernel);
  return made(at.rows, at.columns, [&](auto y, auto x) { return at(at.rows - 1 - y, x); });
}

Tensor transposed(const Tensor& kernel) {
  const Cells at(kernel);
  return made(at.columns, at.rows, [&](auto y, auto x) { return at(x, y); });
}

Tensor turned_by_half(const Tensor& kernel) { return flipped_up_down(flipped_left_right(kernel)); }

Tensor turned_by_quarter(const Tensor& kernel) { return flipped_left_right(transposed(kernel)); }

Tensor spread(const Tensor& kernel, std::int64_t down, std::int64_t right) {
  const Cells at(kernel);
  return made((at.rows - 1) * down + 1, (at.columns - 1) * right + 1, [&](auto y, auto x) {
    return y % down == 0 && x % right == 0 ? at(y / down, x / right) : 0.0F;
  });
}

Tensor turned(const Tensor& kernel, double degrees) {
  const Cells at(kernel);
  const auto [cosine, sine] = direction_of(degrees);
  const double middle_y = static_cast<double>(at.rows - 1) / 2,
               middle_x = static_cast<double>(at.columns - 1) / 2;
  return made(at.rows, at.columns, [&](auto row, auto column) {
    const double y = static_cast<double>(row) - middle_y,
                 x = static_cast<double>(column) - middle_x;
    return at.between(middle_y + sine * x + cosine * y, middle_x + cosine * x - sine * y);
  });
}

Tensor resized(const Tensor& kernel, std::int64_t rows, std::int64_t columns, bool keep_sum) {
  assert(rows > 0 && columns > 0);
  const Cells at(kernel);
  const std::vector<double> down = stretch_weights(at.rows, rows),
                            right = stretch_weights(at.columns, columns);
  Tensor result = made(rows, columns, [&](auto row, auto column) {
    double sum = 0;
    for (std::int64_t y = 0; y < at.rows; ++y)
      for (std::int64_t x = 0; x < at.columns; ++x)
        sum += down[static_cast<std::size_t>(row * at.rows + y)] *
               right[static_cast<std::size_t>(column * at.columns + x)] * at(y, x);
    return sum;
  });
  if (!keep_sum) return result;
  const double factor = sum_keeping_factor(kernel, result);
  for (float& cell : result.mutable_values<float>()) cell = static_cast<float>(cell * factor);
  return result;
}

}  // namespace fovea
