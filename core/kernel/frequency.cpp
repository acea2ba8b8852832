#include "core/kernel/frequency.h"

#include <cmath>
#include <numbers>

namespace fovea {
namespace {

constexpr double k_turn = 2 * std::numbers::pi;

/// exp(2πi f (n − (count − 1) / 2)) for each n of `count` cells.
void fill_waves(double frequency, std::span<Response> waves) {
  const double middle = (static_cast<double>(waves.size()) - 1) / 2;
  for (std::size_t n = 0; n < waves.size(); ++n)
    waves[n] = std::polar(1.0, k_turn * frequency * (static_cast<double>(n) - middle));
}

/// The waves of each frequency, one after another.
std::vector<Response> waves_of(std::span<const double> frequencies, std::size_t cells) {
  std::vector<Response> waves(frequencies.size() * cells);
  for (std::size_t f = 0; f < frequencies.size(); ++f)
    fill_waves(frequencies[f], std::span(waves).subspan(f * cells, cells));
  return waves;
}

}  // namespace

std::vector<Response> frequency_response(const Tensor& kernel, std::span<const double> vertical,
                                         std::span<const double> horizontal) {
  const auto rows = static_cast<std::size_t>(kernel.shape()[0]);
  const auto columns = static_cast<std::size_t>(kernel.shape()[1]);
  const auto cells = kernel.floats();
  const std::vector<Response> down = waves_of(vertical, rows),
                              right = waves_of(horizontal, columns);
  // First every row by itself, then the rows together: (kH · kW + N · kH) N products, not kH kW N².
  std::vector<Response> of_rows(rows * horizontal.size());
  for (std::size_t i = 0; i < rows; ++i)
    for (std::size_t u = 0; u < horizontal.size(); ++u)
      for (std::size_t j = 0; j < columns; ++j)
        of_rows[i * horizontal.size() + u] +=
            double{cells[i * columns + j]} * right[u * columns + j];
  std::vector<Response> result(vertical.size() * horizontal.size());
  for (std::size_t v = 0; v < vertical.size(); ++v) {
    for (std::size_t i = 0; i < rows; ++i) {
      const double a = down[v * rows + i].real(), b = down[v * rows + i].imag();
      for (std::size_t u = 0; u < horizontal.size(); ++u) {
        const Response row = of_rows[i * horizontal.size() + u];
        // By hand, as the library's product looks for infinities.
        result[v * horizontal.size() + u] +=
            Response(a * row.real() - b * row.imag(), a * row.imag() + b * row.real());
      }
    }
  }
  return result;
}

Response frequency_response(const Tensor& kernel, double u, double v) {
  return frequency_response(kernel, std::span(&v, 1), std::span(&u, 1)).front();
}

std::vector<double> frequency_axis(int count) {
  assert(count > 1);
  std::vector<double> axis;
  for (int i = 0; i < count; ++i) axis.push_back((2.0 * i - (count - 1)) / (2.0 * (count - 1)));
  return axis;
}

FrequencyCut frequency_cut(const Tensor& kernel, double degrees, int count) {
  assert(count > 1);
  const double angle = degrees / 360 * k_turn;
  const double right = std::cos(angle), down = -std::sin(angle);
  FrequencyCut cut{.longest = 0.5 / std::max(std::abs(right), std::abs(down)), .magnitudes = {}};
  for (int i = 0; i < count; ++i) {
    const double frequency = cut.longest * i / (count - 1);
    cut.magnitudes.push_back(
        std::abs(frequency_response(kernel, frequency * right, frequency * down)));
  }
  return cut;
}

double isotropy(const Tensor& kernel) {
  constexpr int k_rings = 24, k_directions = 48;  // of half a turn: the other half is conjugate
  double together = 0, all = 0;
  for (int ring = 0; ring < k_rings; ++ring) {
    const double radius = 0.5 * (ring + 0.5) / k_rings;
    double mean = 0, energy = 0;
    for (int direction = 0; direction < k_directions; ++direction) {
      const double angle = k_turn / 2 * direction / k_directions;
      const Response h =
          frequency_response(kernel, radius * std::cos(angle), radius * std::sin(angle));
      mean += h.real() / k_directions;  // imaginary parts of opposite directions cancel out
      energy += std::norm(h) / k_directions;
    }
    together += radius * mean * mean;
    all += radius * energy;
  }
  return all > 0 ? together / all : 1;
}

}  // namespace fovea
