#include "app/cli/bench_filter.h"

#include <chrono>
#include <cmath>
#include <random>

#include "core/document/picture_filter.h"

namespace fovea::app {
namespace {

Tensor noise(const Shape& shape, float least, float most, std::mt19937_64& random) {
  std::uniform_real_distribution<float> uniform(least, most);
  Tensor tensor(shape);
  for (float& value : tensor.mutable_values<float>()) value = uniform(random);
  return tensor;
}

}  // namespace

std::vector<double> filter_edit_times(std::int64_t cells, int threads, std::uint64_t seed) {
  using Clock = std::chrono::steady_clock;
  constexpr std::size_t k_edits = 60, k_warm_up = 3;
  std::mt19937_64 random(seed);
  const Tensor planes = noise(Shape{3, 1080, 1920}, 0, 1, random);
  PictureFilter filter = first_filter();
  filter.colour = true;
  filter.kernel = noise(Shape{cells, cells}, -1, 1, random);
  std::vector<double> times;
  for (std::size_t step = 0; step < k_warm_up + k_edits; ++step) {
    const Clock::time_point start = Clock::now();
    Tensor edited = filter.kernel.clone();
    const auto values = edited.mutable_values<float>();
    values[step * 7 % values.size()] +=
        0.05F * static_cast<float>(std::sin(static_cast<double>(step + 1)));
    filter.kernel = std::move(edited);
    apply(slide_of(filter, planes), threads, CancelToken{});
    const std::chrono::duration<double, std::milli> took = Clock::now() - start;
    if (step >= k_warm_up) times.push_back(took.count());
  }
  return times;
}

}  // namespace fovea::app
