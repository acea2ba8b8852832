#include "core/filter/filter.h"

#include <QtTest>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <random>

#include "core/base/error.h"
#include "core/cpu/isa.h"
#include "core/cpu/parallel.h"

using namespace fovea;

namespace {

constexpr Border k_borders[] = {Border::zero, Border::reflect, Border::replicate, Border::wrap};
constexpr FilterMethod k_methods[] = {FilterMethod::direct, FilterMethod::separable,
                                      FilterMethod::fourier};

Tensor noise(const Shape& shape, std::uint32_t seed) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<float> values(-0.3F, 1);
  Tensor tensor(shape);
  for (float& value : tensor.mutable_values<float>()) value = values(random);
  return tensor;
}

/// A kernel of rank 1.
Tensor product_kernel(std::int64_t rows, std::int64_t columns) {
  const Tensor column = noise(Shape{rows}, 7), row = noise(Shape{columns}, 8);
  Tensor kernel(Shape{rows, columns});
  const auto cells = kernel.mutable_values<float>();
  for (std::size_t i = 0; i < cells.size(); ++i)
    cells[i] = column.floats()[i / row.floats().size()] * row.floats()[i % row.floats().size()];
  return kernel;
}

/// As numpy.pad names them, walking sample by sample.
std::int64_t walked_source(Border border, std::int64_t position, std::int64_t extent) {
  if (position >= 0 && position < extent) return position;
  if (border == Border::zero) return -1;
  if (border == Border::replicate) return position < 0 ? 0 : extent - 1;
  std::int64_t at = 0, step = 1;
  const std::int64_t way = position < 0 ? -position : position;
  const bool backwards = position < 0;
  for (std::int64_t i = 0; i < way; ++i) {
    if (border == Border::wrap) {
      at = backwards ? (at == 0 ? extent - 1 : at - 1) : (at == extent - 1 ? 0 : at + 1);
    } else if (extent > 1) {
      // A mirror: going left from the first sample is going right.
      if (at + step < 0 || at + step >= extent) step = -step;
      at += step;
    }
  }
  return at;
}

/// Plain loops in double precision.
std::vector<double> reference(const Tensor& planes, const Tensor& kernel,
                              const FilterSettings& settings, const Shape& output) {
  const Shape& in = planes.shape();
  const std::int64_t rows = kernel.shape()[0], columns = kernel.shape()[1];
  std::vector<double> result;
  for (std::int64_t c = 0; c < output[0]; ++c) {
    for (std::int64_t y = 0; y < output[1]; ++y) {
      for (std::int64_t x = 0; x < output[2]; ++x) {
        double sum = 0;
        for (std::int64_t i = 0; i < rows; ++i) {
          for (std::int64_t j = 0; j < columns; ++j) {
            const std::int64_t row = walked_source(
                settings.border,
                y * settings.stride[0] - settings.pads[0] + i * settings.dilation[0], in[1]);
            const std::int64_t column = walked_source(
                settings.border,
                x * settings.stride[1] - settings.pads[1] + j * settings.dilation[1], in[2]);
            if (row < 0 || column < 0) continue;
            const std::int64_t cell =
                settings.flip ? rows * columns - 1 - (i * columns + j) : i * columns + j;
            sum +=
                double{
                    planes.floats()[static_cast<std::size_t>((c * in[1] + row) * in[2] + column)]} *
                kernel.floats()[static_cast<std::size_t>(cell)];
          }
        }
        result.push_back(sum);
      }
    }
  }
  return result;
}

/// Nothing where the method agrees with the reference at every SIMD target, with one thread and
/// two.
std::string failure_of(FilterMethod method, const Tensor& planes, const Tensor& kernel,
                       const FilterSettings& settings) {
  constexpr double k_tolerance = 2e-6;
  const auto windows = filter_windows(settings, kernel.shape()[0], kernel.shape()[1]);
  const Shape shape{planes.shape()[0], windows[0].positions(planes.shape()[1]),
                    windows[1].positions(planes.shape()[2])};
  const std::vector<double> truth = reference(planes, kernel, settings, shape);
  for (const std::int64_t isa : supported_isas()) {
    const ForcedIsa forced(isa);
    const EagerThreads eager;
    for (const int threads : {1, 2}) {
      const Tensor result =
          filter(planes, kernel, settings, {.threads = threads, .method = method}, CancelToken{});
      if (result.shape() != shape) return "another shape: " + result.shape().to_string();
      double largest = 0, worst = 0;
      for (std::size_t i = 0; i < truth.size(); ++i) {
        largest = std::max(largest, std::abs(truth[i]));
        worst = std::max(worst, std::abs(truth[i] - result.floats()[i]));
      }
      if (worst > k_tolerance * largest) {
        return fmt::format("{} with {}, {} threads, {} by {}: relative error {}", name_of(method),
                           isa_name(), threads, planes.shape().to_string(),
                           kernel.shape().to_string(), worst / largest);
      }
    }
  }
  return {};
}

FilterSettings same_size(std::int64_t rows, std::int64_t columns, Border border) {
  return {.pads = {(rows - 1) / 2, (columns - 1) / 2, rows / 2, columns / 2}, .border = border};
}

}  // namespace

class FilterTest : public QObject {
  Q_OBJECT

 private slots:
  void everyMethodAgreesWithTheReferenceAtEveryBorder() {
    struct Case {
      std::int64_t height, width, rows, columns;
    };
    for (const Case& c : {Case{1, 1, 1, 1}, Case{1, 1, 5, 5}, Case{7, 9, 3, 3}, Case{65, 241, 5, 2},
                          Case{40, 150, 31, 31}, Case{64, 240, 1, 15}, Case{99, 97, 31, 1}}) {
      const Tensor planes = noise(Shape{3, c.height, c.width}, 1);
      for (const Border border : k_borders) {
        for (const FilterMethod method : k_methods) {
          const Tensor kernel = method == FilterMethod::separable
                                    ? product_kernel(c.rows, c.columns)
                                    : noise(Shape{c.rows, c.columns}, 2);
          const std::string failure =
              failure_of(method, planes, kernel, same_size(c.rows, c.columns, border));
          QVERIFY2(failure.empty(), failure.c_str());
        }
      }
    }
  }

  void unevenPaddingStridesDilationsAndTheTurnedKernelAreApplied() {
    const Tensor planes = noise(Shape{2, 23, 31}, 3), kernel = noise(Shape{3, 4}, 4);
    for (const Border border : k_borders) {
      for (const bool flip : {false, true}) {
        for (const std::int64_t stride : {1, 2, 5}) {
          for (const std::int64_t dilation : {1, 3}) {
            const FilterSettings settings{.stride = {stride, stride + 1},
                                          .dilation = {dilation, 1},
                                          .pads = {4, 0, 1, 7},
                                          .border = border,
                                          .flip = flip};
            const std::string failure = failure_of(FilterMethod::direct, planes, kernel, settings);
            QVERIFY2(failure.empty(), failure.c_str());
          }
        }
      }
    }
  }

  void aTurnedKernelIsTurnedForEveryMethod() {
    const Tensor planes = noise(Shape{1, 30, 40}, 3);
    FilterSettings settings = same_size(5, 4, Border::reflect);
    settings.flip = true;
    for (const FilterMethod method : k_methods) {
      const std::string failure = failure_of(method, planes, product_kernel(5, 4), settings);
      QVERIFY2(failure.empty(), failure.c_str());
    }
  }

  void onlyKernelsOfRankOneAreSeparable() {
    const FilterSettings settings;
    QVERIFY(is_possible(FilterMethod::separable, product_kernel(9, 7), settings));
    QVERIFY(!is_possible(FilterMethod::separable, noise(Shape{3, 3}, 1), settings));
    QVERIFY(!is_possible(FilterMethod::separable, Tensor::filled(Shape{3, 3}, 0.0F), settings));
    const FilterSettings strided{.stride = {2, 2}};
    QVERIFY(!is_possible(FilterMethod::separable, product_kernel(9, 7), strided));
    QVERIFY(!is_possible(FilterMethod::fourier, noise(Shape{31, 31}, 1), strided));
  }

  void aLargeKernelIsNotAppliedProductByProduct() {
    const Shape picture{3, 1080, 1920};
    const Tensor kernel = noise(Shape{31, 31}, 5);
    QVERIFY(cheapest_method(picture, kernel, same_size(31, 31, Border::zero), 2) !=
            FilterMethod::direct);
    QCOMPARE(cheapest_method(picture, noise(Shape{3, 3}, 5), same_size(3, 3, Border::zero), 2),
             FilterMethod::direct);
  }

  void whatIsNoNumberStaysWhereItsWindowsReach() {
    Tensor planes = noise(Shape{1, 80, 80}, 6).clone();
    planes.mutable_values<float>()[40 * 80 + 40] = std::numeric_limits<float>::quiet_NaN();
    const Tensor result = filter(planes, noise(Shape{5, 5}, 2), same_size(5, 5, Border::zero),
                                 {.threads = 1, .method = FilterMethod::fourier}, CancelToken{});
    int odd = 0;
    for (const float value : result.floats()) odd += std::isnan(value) ? 1 : 0;
    QCOMPARE(odd, 25);
  }

  void aKernelThatDoesNotFitIsRefused() {
    QVERIFY_THROWS_EXCEPTION(
        Error, filter(noise(Shape{1, 4, 4}, 1), noise(Shape{5, 5}, 1), {}, {}, CancelToken{}));
  }

  void aCancelledRunThrows() {
    CancelToken cancel;
    cancel.cancel();
    for (const FilterMethod method : k_methods) {
      QVERIFY_THROWS_EXCEPTION(Cancelled, filter(noise(Shape{1, 300, 300}, 1), product_kernel(5, 5),
                                                 {}, {.threads = 2, .method = method}, cancel));
    }
  }
};

QTEST_GUILESS_MAIN(FilterTest)
#include "filter_test.moc"
