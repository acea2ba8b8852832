#include "core/filter/cost.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <mutex>

#include "core/base/divide_up.h"
#include "core/cpu/isa.h"
#include "core/filter/methods.h"

namespace fovea {
namespace {

/// One tile of the direct and separable methods.
constexpr std::int64_t k_rows = 64, k_columns = 240;
constexpr int k_tries = 3;

/// Nanoseconds of the fastest of a few runs over a plane of the given output size.
double time_of(FilterMethod method, const KernelSize& size, std::int64_t rows,
               std::int64_t columns) {
  using Clock = std::chrono::steady_clock;
  const Tensor plane = Tensor::filled(Shape{2, rows, columns}, 1.0F);
  const Tensor kernel = Tensor::filled(Shape{size.rows, size.columns}, 1.0F);
  const FilterSettings settings{
      .pads = {size.rows / 2, size.columns / 2, (size.rows - 1) / 2, (size.columns - 1) / 2}};
  double least = 0;
  for (int i = 0; i <= k_tries; ++i) {
    const Clock::time_point start = Clock::now();
    filter(plane, kernel, settings, {.threads = 1, .method = method}, CancelToken{});
    const std::chrono::duration<double, std::nano> took = Clock::now() - start;
    // The first run fetches code and memory.
    if (i > 0) least = least == 0 ? took.count() : std::min(least, took.count());
  }
  return least / 2;
}

/// Of one output pixel, or of one tile of spectra, which does not depend on the kernel.
double unit_cost(FilterMethod method, const KernelSize& size) {
  if (method != FilterMethod::fourier) {
    return time_of(method, size, k_rows, k_columns) / static_cast<double>(k_rows * k_columns);
  }
  return time_of(method, {3, 3}, k_rows, k_rows);
}

}  // namespace

double filter_cost(FilterMethod method, const KernelSize& size, const Shape& output, int threads) {
  static std::mutex mutex;
  static std::map<std::tuple<std::string_view, FilterMethod, KernelSize>, double> known;
  double unit = 0;
  {
    const std::lock_guard lock(mutex);
    const KernelSize key = method == FilterMethod::fourier ? KernelSize{} : size;
    const auto [entry, is_new] = known.try_emplace({isa_name(), method, key});
    if (is_new) entry->second = unit_cost(method, size);
    unit = entry->second;
  }
  const bool is_fourier = method == FilterMethod::fourier;
  const std::int64_t units =
      output[0] * (is_fourier ? fourier_tiles(output[1], output[2], size.rows, size.columns)
                              : output[1] * output[2]);
  // Tiles of spectra are computed in pairs; a pair is what a thread takes.
  const std::int64_t rounds =
      is_fourier ? 2 * threads * divide_up(units, std::int64_t{2} * threads) : units;
  return unit * static_cast<double>(rounds);
}

}  // namespace fovea
