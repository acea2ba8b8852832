#include <QtTest>
#include <numeric>
#include <unsupported/Eigen/FFT>

#include "core/filter/filter.h"
#include "core/kernel/frequency.h"
#include "core/kernel/gain.h"
#include "core/kernel/responses.h"
#include "core/kernel/separation.h"
#include "core/kernel/symmetry.h"
#include "core/kernel/turns.h"
#include "core/ops/conv/presets.h"
#include "tests/core/kernel/kernels.h"

using namespace fovea;
using namespace fovea::testing;

namespace {

/// The transform of the kernel with zeros after its cells, N × N, by a library.
std::vector<Response> library_transform(const Tensor& kernel, int size) {
  Eigen::FFT<double> fft;
  const auto count = static_cast<std::size_t>(size);
  const auto columns = static_cast<std::size_t>(kernel.shape()[1]);
  std::vector<Response> grid(count * count), line(count), result(count);
  for (std::size_t i = 0; i < kernel.floats().size(); ++i)
    grid[i / columns * count + i % columns] = kernel.floats()[i];
  for (const bool along_rows : {true, false}) {
    for (std::size_t k = 0; k < count; ++k) {
      const auto at = [&](std::size_t n) -> Response& {
        return along_rows ? grid[k * count + n] : grid[n * count + k];
      };
      for (std::size_t n = 0; n < count; ++n) line[n] = at(n);
      fft.fwd(result, line);
      for (std::size_t n = 0; n < count; ++n) at(n) = result[n];
    }
  }
  return grid;
}

double frobenius(const Tensor& kernel) { return gain_of(kernel).l2; }

Tensor difference(const Tensor& a, const Tensor& b) {
  Tensor result(a.shape());
  std::ranges::transform(a.floats(), b.floats(), result.mutable_values<float>().begin(),
                         std::minus<>{});
  return result;
}

Tensor filtered(const Tensor& planes, const Tensor& kernel) {
  return filter(planes, kernel, {}, {.threads = 1, .method = FilterMethod::direct}, {});
}

}  // namespace

class AnalysisTest : public QObject {
  Q_OBJECT

 private slots:
  void theResponseIsTheLibrarysTransformOfTheKernel() {
    constexpr int k_size = 64;
    std::vector<double> frequencies;
    for (int n = 0; n < k_size; ++n)
      frequencies.push_back(static_cast<double>(n < k_size / 2 ? n : n - k_size) / k_size);
    for (const auto& [rows, columns] : k_kernel_sizes) {
      const Tensor kernel = random_kernel(rows, columns);
      const auto ours = frequency_response(kernel, frequencies, frequencies);
      const auto library = library_transform(kernel, k_size);
      double largest = 0, worst = 0;
      for (std::size_t i = 0; i < ours.size(); ++i) {
        // The library's sign is that of convolution, its origin the first cell.
        const double to_middle = frequencies[i / k_size] * static_cast<double>(rows - 1) / 2 +
                                 frequencies[i % k_size] * static_cast<double>(columns - 1) / 2;
        const Response expected =
            std::conj(library[i]) * std::polar(1.0, -2 * std::numbers::pi * to_middle);
        largest = std::max(largest, std::abs(expected));
        worst = std::max(worst, std::abs(ours[i] - expected));
      }
      QVERIFY2(worst <= 1e-6 * largest, qPrintable(QString("%1 of %2").arg(worst).arg(largest)));
    }
  }

  void aWaveLeavesACorrelationAsTheResponseSays() {
    constexpr std::int64_t k_width = 60;
    const Tensor kernel = random_kernel(5, 7, 3);
    const double u = 0.15, v = -0.2, turn = 2 * std::numbers::pi;
    Tensor wave(Shape{1, k_width, k_width});
    const auto pixels = wave.mutable_values<float>();
    for (std::int64_t i = 0; i < k_width * k_width; ++i)
      pixels[static_cast<std::size_t>(i)] = static_cast<float>(std::cos(
          turn * (u * static_cast<double>(i % k_width) + v * static_cast<double>(i / k_width))));
    const Tensor output = filtered(wave, kernel);
    const Response h = frequency_response(kernel, u, v);
    for (const std::int64_t y : {0, 20})
      for (const std::int64_t x : {0, 33}) {
        const double place =
            turn * (u * static_cast<double>(x + 3) + v * static_cast<double>(y + 2));
        const double expected = (h * std::polar(1.0, place)).real();
        const double got = output.floats()[static_cast<std::size_t>(y * output.shape()[2] + x)];
        QVERIFY2(std::abs(got - expected) < 1e-5,
                 qPrintable(QString("%1 %2").arg(got).arg(expected)));
      }
  }

  void symmetricKernelsHaveARealResponse() {
    for (const char* name : {"gaussian:5", "laplacian", "binomial:4", "box:2"}) {
      for (const Response& h :
           frequency_response(kernel_preset(name), frequency_axis(9), frequency_axis(9)))
        QVERIFY(std::abs(h.imag()) < 1e-7);
    }
  }

  void theAxisReachesFromMinusAHalfToAHalf() {
    QCOMPARE(frequency_axis(5), (std::vector<double>{-0.5, -0.25, 0, 0.25, 0.5}));
  }

  void aCutLiesOnTheGrid() {
    const Tensor kernel = random_kernel(3, 4);
    const FrequencyCut right = frequency_cut(kernel, 0, 11), up = frequency_cut(kernel, 90, 11),
                       diagonal = frequency_cut(kernel, 45, 11);
    QCOMPARE(right.longest, 0.5);
    QVERIFY(std::abs(diagonal.longest - 0.5 * std::numbers::sqrt2) < 1e-12);
    for (std::size_t i = 0; i < 11; ++i) {
      const double f = 0.05 * static_cast<double>(i);
      QVERIFY(std::abs(right.magnitudes[i] - std::abs(frequency_response(kernel, f, 0))) < 1e-12);
      QVERIFY(std::abs(up.magnitudes[i] - std::abs(frequency_response(kernel, 0, -f))) < 1e-12);
      QVERIFY(std::abs(diagonal.magnitudes[i] - std::abs(frequency_response(kernel, f, -f))) <
              1e-12);
    }
  }

  void aGaborAnswersWavesOfItsOwnDirectionMost() {
    const Tensor gabor = kernel_preset("gabor:15:30:5");
    const double radians = std::numbers::pi / 180, f = 1 / 5.0;
    const auto at = [&](double degrees) {
      return std::abs(frequency_response(gabor, f * std::cos(degrees * radians),
                                         -f * std::sin(degrees * radians)));
    };
    QVERIFY(at(30) > 3 * at(-30));
    QVERIFY(at(30) > 3 * at(90));
  }

  void isotropyTellsBlursFromDerivatives() {
    QVERIFY(isotropy(kernel_preset("gaussian:9:1.2")) > 0.999);
    QVERIFY(isotropy(kernel_preset("sobel-x")) < 1e-9);
    const double cross = isotropy(kernel_preset("laplacian"));
    QVERIFY(cross > 0.9 && cross < 0.9999);
    QVERIFY(isotropy(kernel_preset("motion:7")) < 0.8);
    QCOMPARE(isotropy(Tensor::filled<float>(Shape{3, 3}, 0)), 1.0);
  }

  void theGainIsSumAndNorms() {
    const Gain gain = gain_of(kernel_of_cells(1, 3, {3, -4, 0}));
    QCOMPARE(gain.sum, -1.0);
    QCOMPARE(gain.l1, 7.0);
    QCOMPARE(gain.l2, 5.0);
    QVERIFY(!is_balanced(gain));
    QVERIFY(is_balanced(gain_of(kernel_preset("sobel-x"))));
  }

  void theErrorOfAnApproximationIsWhatItsSingularValuesSay() {
    for (const auto& [rows, columns] : k_kernel_sizes) {
      const Tensor kernel = random_kernel(rows, columns, 5);
      const Separation parts = separate_by_svd(kernel);
      QCOMPARE(std::ssize(parts.values), std::min(rows, columns));
      QVERIFY(std::ranges::is_sorted(parts.values, std::greater<>{}));
      for (int terms = 0; terms <= std::ssize(parts.values); ++terms) {
        const double measured =
            frobenius(difference(kernel, approximation(parts, terms))) / frobenius(kernel);
        QVERIFY(std::abs(measured - approximation_error(parts, terms)) < 1e-6);
      }
      QVERIFY(largest_difference(kernel, approximation(parts, 31)) < 1e-6);
    }
  }

  /// No separable kernel near the best one is nearer: it is at least a local optimum.
  void noSeparableKernelNearbyIsNearer() {
    const Tensor kernel = random_kernel(5, 4, 6);
    const Separation parts = separate_by_svd(kernel);
    const double best = approximation_error(parts, 1) * frobenius(kernel);
    const auto [column, row] = column_and_row(parts, 0);
    for (std::uint32_t seed = 0; seed < 50; ++seed) {
      const Tensor push = random_kernel(1, 9, seed);
      Tensor other(kernel.shape());
      const auto cells = other.mutable_values<float>();
      for (std::size_t i = 0; i < cells.size(); ++i)
        cells[i] = static_cast<float>((column[i / 4] + 0.05 * push.floats()[i / 4]) *
                                      (row[i % 4] + 0.05 * push.floats()[5 + i % 4]));
      QVERIFY(frobenius(difference(kernel, other)) >= best);
    }
  }

  void ranksAreKnown() {
    const auto rank = [](const Tensor& kernel) { return separate_by_svd(kernel).rank(); };
    QCOMPARE(rank(kernel_preset("sobel-x")), 1);
    QCOMPARE(rank(kernel_preset("gaussian:31:4")), 1);
    QCOMPARE(rank(kernel_preset("laplacian")), 2);
    // The cosine of a sum is two products; a third makes the cells sum to 0.
    QCOMPARE(rank(kernel_preset("gabor:15:45:5")), 3);
    QCOMPARE(rank(random_kernel(7, 5)), 5);
    QCOMPARE(rank(Tensor::filled<float>(Shape{3, 3}, 0)), 0);
  }

  void columnTimesRowIsTheSeparableKernel() {
    const auto [column, row] = column_and_row(separate_by_svd(kernel_preset("sobel-x")), 0);
    const std::vector<double> expected_column{0.5, 1, 0.5}, expected_row{-2, 0, 2};
    for (std::size_t i = 0; i < 3; ++i) {
      QVERIFY(std::abs(column[i] - expected_column[i]) < 1e-12);
      QVERIFY(std::abs(row[i] - expected_row[i]) < 1e-12);
    }
  }

  void symmetriesAreFound_data() {
    QTest::addColumn<QString>("preset");
    QTest::addColumn<QList<int>>("expected");  // in the order of k_motions
    constexpr int none = 0, even = 1, odd = 2;
    QTest::newRow("gaussian") << "gaussian:5" << QList<int>{even, even, even, even, even, even};
    QTest::newRow("sobel-x") << "sobel-x" << QList<int>{odd, even, none, none, odd, none};
    QTest::newRow("sobel-y") << "sobel-y" << QList<int>{even, odd, none, none, odd, none};
    QTest::newRow("motion") << "motion:5" << QList<int>{even, even, none, none, even, none};
    QTest::newRow("roberts-x") << "roberts-x" << QList<int>{none, none, even, odd, odd, none};
    QTest::newRow("haar-diagonal")
        << "haar-diagonal:4" << QList<int>{odd, odd, even, even, even, odd};
    QTest::newRow("random") << "random:5" << QList<int>{none, none, none, none, none, none};
  }

  void symmetriesAreFound() {
    QFETCH(const QString, preset);
    QFETCH(const QList<int>, expected);
    const Tensor kernel = kernel_preset(preset.toStdString());
    QList<int> found;
    for (const Motion motion : k_motions) found << static_cast<int>(parity(kernel, motion));
    QCOMPARE(found, expected);
  }

  void aKernelThatIsNotSquareHasNoDiagonals() {
    const Tensor ones = Tensor::filled<float>(Shape{3, 5}, 1);
    QCOMPARE(parity(ones, Motion::left_right), Parity::even);
    QCOMPARE(parity(ones, Motion::half_turn), Parity::even);
    for (const Motion motion : {Motion::main_diagonal, Motion::anti_diagonal, Motion::quarter_turn})
      QCOMPARE(parity(ones, motion), Parity::none);
  }

  void twoKernelsInTurnAreOne() {
    const Tensor planes = [] { return random_kernel(2 * 70, 66, 9).reshaped(Shape{2, 70, 66}); }();
    for (const auto& [rows, columns] : k_kernel_sizes) {
      const Tensor first = random_kernel(rows, columns, 10), second = random_kernel(4, 3, 11);
      const Tensor both = composed(first, second);
      QCOMPARE(both.shape(), (Shape{rows + 3, columns + 2}));
      const Tensor in_turn = filtered(filtered(planes, first), second);
      const Tensor at_once = filtered(planes, both);
      QVERIFY(largest_difference(in_turn, at_once) < 1e-4);
    }
  }

  void aStrideSpreadsTheKernelThatFollows() {
    const Tensor planes = random_kernel(40, 41, 13).reshaped(Shape{1, 40, 41});
    const Tensor first = random_kernel(3, 4, 14), second = random_kernel(3, 2, 15);
    const FilterOptions plain{.threads = 1};
    const Tensor in_turn =
        filter(filter(planes, first, {.stride = {2, 3}}, plain, {}), second, {}, plain, {});
    const Tensor at_once =
        filter(planes, composed(first, spread(second, 2, 3)), {.stride = {2, 3}}, plain, {});
    QVERIFY(largest_difference(in_turn, at_once) < 1e-5);
    QVERIFY(largest_difference(filter(planes, second, {.dilation = {4, 2}}, plain, {}),
                               filter(planes, spread(second, 4, 2), {}, plain, {})) < 1e-5);
  }

  void aSinglePixelBecomesTheImpulseResponse() {
    const Tensor kernel = random_kernel(3, 4);
    Tensor pixel = Tensor::filled<float>(Shape{1, 5, 7}, 0);
    pixel.mutable_values<float>()[2 * 7 + 3] = 1;
    QCOMPARE(
        largest_difference(filtered(pixel, kernel).reshaped(Shape{3, 4}), impulse_response(kernel)),
        0.0);
  }

  void anEdgeBecomesTheStepResponse() {
    const Tensor kernel = random_kernel(4, 5, 12);
    for (const bool upright : {true, false}) {
      const std::int64_t length = upright ? 5 : 4;
      Tensor edge(Shape{1, 20, 20});
      for (std::size_t i = 0; i < 400; ++i)
        edge.mutable_values<float>()[i] = (upright ? i % 20 : i / 20) >= 10 ? 1 : 0;
      const Tensor output = filtered(edge, kernel);
      const auto response = step_response(kernel, upright ? Edge::upright : Edge::level);
      QCOMPARE(std::ssize(response), length + 1);
      for (std::int64_t n = 0; n <= length; ++n) {
        const std::int64_t at = 10 - length + n;  // so that n of the window have crossed
        const std::int64_t place =
            upright ? 3 * output.shape()[2] + at : at * output.shape()[2] + 3;
        QVERIFY(std::abs(output.floats()[static_cast<std::size_t>(place)] -
                         response[static_cast<std::size_t>(n)]) < 1e-5);
      }
    }
  }
};

QTEST_GUILESS_MAIN(AnalysisTest)
#include "analysis_test.moc"
