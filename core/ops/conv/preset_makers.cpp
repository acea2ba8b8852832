#include "core/ops/conv/preset_makers.h"

#include <cmath>
#include <fmt/format.h>
#include <numbers>
#include <numeric>
#include <random>
#include <vector>

namespace fovea::presets {
namespace {

constexpr double k_radians = std::numbers::pi / 180;

/// A square kernel from a function of the distance to its middle, to the right and down.
template <typename Function>
Tensor sampled(double size, Function function) {
  const auto extent = static_cast<std::int64_t>(size);
  Tensor kernel(Shape{extent, extent});
  const auto cells = kernel.mutable_values<float>();
  const double middle = (size - 1) / 2;
  for (std::int64_t row = 0; row < extent; ++row) {
    for (std::int64_t column = 0; column < extent; ++column) {
      cells[static_cast<std::size_t>(row * extent + column)] = static_cast<float>(
          function(static_cast<double>(column) - middle, static_cast<double>(row) - middle));
    }
  }
  return kernel;
}

template <typename Function>
Tensor mapped(const Tensor& kernel, Function function) {
  Tensor result = kernel.clone();
  for (float& cell : result.mutable_values<float>()) cell = static_cast<float>(function(cell));
  return result;
}

double sum(const Tensor& kernel) {
  const auto cells = kernel.floats();
  return std::accumulate(cells.begin(), cells.end(), 0.0);
}

/// Brightness stays as it was.
Tensor summing_to_one(const Tensor& kernel) {
  const double total = sum(kernel);
  return mapped(kernel, [&](float cell) { return cell / total; });
}

/// A flat picture becomes 0.
Tensor summing_to_zero(const Tensor& kernel) {
  const double mean = sum(kernel) / static_cast<double>(kernel.elements());
  return mapped(kernel, [&](float cell) { return cell - mean; });
}

/// OpenCV's rule for a Gaussian whose sigma is not told.
double sigma_for(double size) { return 0.3 * ((size - 1) * 0.5 - 1) + 0.8; }

Tensor gaussian_of(double size, double sigma) {
  if (sigma <= 0) sigma = sigma_for(size);
  return summing_to_one(sampled(
      size, [&](double x, double y) { return std::exp(-(x * x + y * y) / (2 * sigma * sigma)); }));
}

Tensor product(std::span<const double> column, std::span<const double> row) {
  std::vector<float> cells;
  for (const double down : column) {
    for (const double across : row) cells.push_back(static_cast<float>(down * across));
  }
  return Tensor::of(Shape{std::ssize(column), std::ssize(row)}, cells);
}

/// +1 where `side` is positive and −1 where it is negative, the magnitudes summing to 1.
template <typename Side>
Tensor halves(double size, Side side) {
  return sampled(size, [&](double x, double y) {
    const double at = side(x, y);
    return (at > 0 ? 1 : at < 0 ? -1 : 0) / (size * size);
  });
}

}  // namespace

/// An even size has no middle; the cell before it counts, as `centred` has it.
Tensor identity(Values values) {
  return sampled(values[0], [](double x, double y) {
    return x <= 0 && y <= 0 && x > -1 && y > -1 ? 1.0 : 0.0;
  });
}

Tensor box(Values values) {
  return sampled(values[0], [&](double, double) { return 1 / (values[0] * values[0]); });
}

Tensor gaussian(Values values) { return gaussian_of(values[0], values[1]); }

Tensor laplacian_of_gaussian(Values values) {
  const double sigma = values[1] > 0 ? values[1] : sigma_for(values[0]);
  const double variance = sigma * sigma;
  return summing_to_zero(sampled(values[0], [&](double x, double y) {
    const double squared = x * x + y * y;
    return (squared - 2 * variance) / (variance * variance) * std::exp(-squared / (2 * variance)) /
           (2 * std::numbers::pi * variance);
  }));
}

Tensor difference_of_gaussians(Values values) {
  Tensor narrow = gaussian_of(values[0], values[1]).clone();
  const Tensor wide = gaussian_of(values[0], values[2]);
  const auto cells = narrow.mutable_values<float>();
  for (std::size_t i = 0; i < cells.size(); ++i) cells[i] -= wide.floats()[i];
  return narrow;
}

/// A line through the middle, one sample wide, at `angle` degrees from the x axis, rising.
Tensor motion(Values values) {
  const double dx = std::cos(values[1] * k_radians), dy = -std::sin(values[1] * k_radians);
  const double longest = std::max(std::abs(dx), std::abs(dy));
  return summing_to_one(sampled(values[0], [&](double x, double y) {
    const double beside = std::abs(x * dy - y * dx) / longest;
    return std::max(0.0, 1 - beside);
  }));
}

/// A wave under a Gaussian (Daugman 1985): cosine at phase 0, sine at 90; its stripes stand upright
/// at angle 0. An octave of bandwidth where sigma is not told.
Tensor gabor(Values values) {
  const double wavelength = values[2] > 0 ? values[2] : std::max(2.0, values[0] / 2);
  const double sigma = values[3] > 0 ? values[3] : 0.56 * wavelength;
  const double dx = std::cos(values[1] * k_radians), dy = -std::sin(values[1] * k_radians);
  const Tensor wave = summing_to_zero(sampled(values[0], [&](double x, double y) {
    const double along = x * dx + y * dy;
    return std::exp(-(x * x + y * y) / (2 * sigma * sigma)) *
           std::cos(2 * std::numbers::pi * along / wavelength + values[4] * k_radians);
  }));
  const auto cells = wave.floats();
  const double magnitude = std::accumulate(cells.begin(), cells.end(), 0.0,
                                           [](double a, float b) { return a + std::abs(b); });
  return magnitude == 0 ? wave : mapped(wave, [&](float cell) { return cell / magnitude; });
}

std::vector<BankKernel> gabor_bank(Values values) {
  const auto directions = static_cast<int>(values[1]), widths = static_cast<int>(values[2]);
  std::vector<BankKernel> bank;
  for (int width = 0; width < widths; ++width) {
    const double wavelength = values[3] * std::pow(std::numbers::sqrt2, width);
    for (int direction = 0; direction < directions; ++direction) {
      const double angle = 180.0 * direction / directions;
      const double wave[] = {values[0], angle, wavelength, 0, values[4]};
      bank.push_back({fmt::format("{:.3g}°, {:.3g} px", angle, wavelength), gabor(wave)});
    }
  }
  return bank;
}

Tensor binomial(Values values) {
  const auto size = static_cast<std::int64_t>(values[0]);
  std::vector<double> row{1};
  while (std::ssize(row) < size) {
    row.push_back(0);
    for (std::size_t i = row.size() - 1; i > 0; --i) row[i] = (row[i] + row[i - 1]) / 2;
    row[0] /= 2;
  }
  return product(row, row);
}

Tensor unsharp(Values values) {
  const double amount = values[2];
  const Tensor blur = gaussian_of(values[0], values[1]);
  Tensor kernel = mapped(blur, [&](float cell) { return -amount * cell; });
  const Tensor middle = identity(values);
  const auto cells = kernel.mutable_values<float>();
  for (std::size_t i = 0; i < cells.size(); ++i)
    cells[i] += static_cast<float>(1 + amount) * middle.floats()[i];
  return kernel;
}

/// Cells at the rim count by the share of them that the disk covers.
Tensor disk(Values values) {
  constexpr int k_samples = 8;
  const double radius = values[0] / 2;
  return summing_to_one(sampled(values[0], [&](double x, double y) {
    int inside = 0;
    for (int i = 0; i < k_samples * k_samples; ++i) {
      const double dx = x + (i % k_samples + 0.5) / k_samples - 0.5;
      const double dy = y + (i / k_samples + 0.5) / k_samples - 0.5;
      inside += dx * dx + dy * dy <= radius * radius ? 1 : 0;
    }
    return inside;
  }));
}

Tensor haar_x(Values values) {
  return halves(values[0], [](double x, double) { return x; });
}
Tensor haar_y(Values values) {
  return halves(values[0], [](double, double y) { return y; });
}
Tensor haar_diagonal(Values values) {
  return halves(values[0], [](double x, double y) { return x * y; });
}

Tensor random(Values values) {
  std::mt19937_64 source(static_cast<std::uint64_t>(values[1]));
  return sampled(values[0], [&](double, double) {
    // By hand, as libraries differ in how they make numbers of the generator's bits.
    constexpr double k_bits = 1LL << 53;
    return 2 * (static_cast<double>(source() >> 11U) / k_bits) - 1;
  });
}

}  // namespace fovea::presets
