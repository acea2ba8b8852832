#include "core/explain/prediction.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

namespace fovea {
namespace {

/// Kernels more alike than this give results that cannot be told apart by eye.
constexpr double k_most_alike = 0.8;

using Cells = std::array<float, 9>;

constexpr Cells k_kinds[] = {
    {-1, 0, 1, -2, 0, 2, -1, 0, 1},       // an edge
    {-1, -1, 0, -1, 0, 1, 0, 1, 1},       // a slanting edge
    {1, 1, 1, 1, 1, 1, 1, 1, 1},          // a blur
    {0, 0, 0, 1, 1, 1, 0, 0, 0},          // a blur along a line
    {0, -1, 0, -1, 5, -1, 0, -1, 0},      // sharpening
    {-1, -1, -1, -1, 8, -1, -1, -1, -1},  // dots
    {-1, 2, -1, -1, 2, -1, -1, 2, -1},    // a thin line
    {-2, -1, 0, -1, 1, 1, 0, 1, 2},       // relief
    {0, 0, 0, 0, -1, 0, 0, 0, 0},         // the negative
};

Cells quarter_turn(const Cells& cells) {
  Cells turned{};
  for (std::size_t row = 0; row < 3; ++row)
    for (std::size_t column = 0; column < 3; ++column)
      turned[column * 3 + 2 - row] = cells[row * 3 + column];
  return turned;
}

/// One of the kinds, disguised. Its sum is 1 where it is a blur.
Tensor disguised(std::mt19937& random) {
  Cells cells = k_kinds[random() % std::size(k_kinds)];
  for (std::uint32_t turns = random() % 4; turns > 0; --turns) cells = quarter_turn(cells);
  float sum = 0;
  for (const float cell : cells) sum += cell;
  // Turning the sign of what keeps the brightness would make a negative, which is a kind of its
  // own.
  const float sign = sum == 0 && random() % 2 == 0 ? -1.0F : 1.0F;
  const float strength = sum == 0 ? 0.5F * static_cast<float>(1 + random() % 3) : 1 / std::abs(sum);
  for (float& cell : cells) cell *= sign * strength;
  return Tensor::of(Shape{3, 3}, std::span<const float>(cells));
}

}  // namespace

double likeness(const Tensor& a, const Tensor& b) {
  double product = 0, first = 0, second = 0;
  for (std::size_t i = 0; i < a.floats().size(); ++i) {
    const double x = static_cast<double>(a.floats()[i]), y = static_cast<double>(b.floats()[i]);
    product += x * y;
    first += x * x;
    second += y * y;
  }
  return first > 0 && second > 0 ? product / std::sqrt(first * second) : 0;
}

Prediction prediction(std::uint32_t number) {
  std::mt19937 random(number);
  Prediction made;
  std::size_t count = 0;
  while (count < Prediction::k_choices) {
    const Tensor next = disguised(random);
    const bool is_new = std::ranges::all_of(
        made.kernels.begin(), made.kernels.begin() + static_cast<std::ptrdiff_t>(count),
        [&](const Tensor& other) { return likeness(next, other) < k_most_alike; });
    if (is_new) made.kernels[count++] = next;
  }
  made.answer = random() % Prediction::k_choices;
  return made;
}

}  // namespace fovea
