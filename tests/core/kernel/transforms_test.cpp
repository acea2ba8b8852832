#include "core/kernel/transforms.h"

#include <QtTest>

#include "core/kernel/gain.h"
#include "core/kernel/turns.h"
#include "core/ops/conv/presets.h"
#include "tests/core/kernel/kernels.h"

using namespace fovea;
using namespace fovea::testing;

class TransformsTest : public QObject {
  Q_OBJECT

 private slots:
  void normalisedKernelsSumToOne() {
    const Tensor kernel = kernel_of_cells(2, 2, {1, 2, 3, -1});
    QCOMPARE(normalised_by(kernel), NormalisedBy::sum);
    QVERIFY(std::abs(gain_of(normalised(kernel)).sum - 1) < 1e-6);
  }

  void ofKernelsThatSumToNothingTheMagnitudesSumToOne() {
    const Tensor sobel = kernel_preset("sobel-x"), zeros = Tensor::filled<float>(Shape{3, 3}, 0);
    QCOMPARE(normalised_by(sobel), NormalisedBy::magnitudes);
    QVERIFY(std::abs(gain_of(normalised(sobel)).l1 - 1) < 1e-6);
    QCOMPARE(normalised_by(zeros), NormalisedBy::nothing);
    QCOMPARE(largest_difference(normalised(zeros), zeros), 0.0);
  }

  void zeroMeanKernelsSumToNothing() {
    for (const auto& [rows, columns] : k_kernel_sizes) {
      const Tensor kernel = zero_mean(random_kernel(rows, columns, 2));
      const Gain gain = gain_of(kernel);
      QVERIFY(std::abs(gain.sum) <= 1e-6 * gain.l1);
    }
  }

  void mirroredTwiceIsAsBefore() {
    for (const auto& [rows, columns] : k_kernel_sizes) {
      const Tensor kernel = random_kernel(rows, columns, 3);
      for (const auto& change :
           {flipped_left_right, flipped_up_down, transposed, turned_by_half, negated})
        QCOMPARE(largest_difference(change(change(kernel)), kernel), 0.0);
    }
  }

  void fourQuartersAreAWholeTurn() {
    for (const auto& [rows, columns] : k_kernel_sizes) {
      const Tensor kernel = random_kernel(rows, columns, 4);
      const Tensor once = turned_by_quarter(kernel);
      QCOMPARE(once.shape(), (Shape{columns, rows}));
      QCOMPARE(largest_difference(turned_by_quarter(once), turned_by_half(kernel)), 0.0);
      QCOMPARE(
          largest_difference(turned_by_quarter(turned_by_quarter(turned_by_quarter(once))), kernel),
          0.0);
    }
  }

  void aQuarterTakesTheUpperRowToTheRight() {
    QCOMPARE(largest_difference(turned_by_quarter(kernel_of_cells(2, 3, {1, 2, 3, 4, 5, 6})),
                                kernel_of_cells(3, 2, {4, 1, 5, 2, 6, 3})),
             0.0);
    QCOMPARE(largest_difference(transposed(kernel_of_cells(2, 3, {1, 2, 3, 4, 5, 6})),
                                kernel_of_cells(3, 2, {1, 4, 2, 5, 3, 6})),
             0.0);
    QCOMPARE(largest_difference(flipped_left_right(kernel_of_cells(2, 2, {1, 2, 3, 4})),
                                kernel_of_cells(2, 2, {2, 1, 4, 3})),
             0.0);
    QCOMPARE(largest_difference(flipped_up_down(kernel_of_cells(2, 2, {1, 2, 3, 4})),
                                kernel_of_cells(2, 2, {3, 4, 1, 2})),
             0.0);
  }

  void multiplesOfAQuarterAreExact() {
    for (const std::int64_t side : {1, 2, 3, 4, 31}) {
      const Tensor kernel = random_kernel(side, side, 5);
      for (const double whole : {0.0, 360.0, -720.0})
        QCOMPARE(largest_difference(turned(kernel, whole), kernel), 0.0);
      QCOMPARE(largest_difference(turned(kernel, -90), turned_by_quarter(kernel)), 0.0);
      QCOMPARE(largest_difference(turned(kernel, 270), turned_by_quarter(kernel)), 0.0);
      QCOMPARE(largest_difference(turned(kernel, 180), turned_by_half(kernel)), 0.0);
    }
    const Tensor wide = random_kernel(3, 6, 6);
    QCOMPARE(largest_difference(turned(wide, 0), wide), 0.0);
    QCOMPARE(largest_difference(turned(wide, 180), turned_by_half(wide)), 0.0);
  }

  /// Bilinear: what is linear over the kernel stays exact inside it.
  void aRampTurnsAsItShould() {
    Tensor ramp(Shape{9, 9}), expected(Shape{9, 9});
    const double angle = 0.5235987755982988;  // 30°
    for (std::size_t i = 0; i < 81; ++i) {
      const double x = static_cast<double>(i % 9) - 4, y = static_cast<double>(i / 9) - 4;
      ramp.mutable_values<float>()[i] = static_cast<float>(x);
      expected.mutable_values<float>()[i] =
          static_cast<float>(std::cos(angle) * x - std::sin(angle) * y);
    }
    const Tensor got = turned(ramp, 30);
    for (std::size_t y = 2; y < 7; ++y)
      for (std::size_t x = 2; x < 7; ++x)
        QVERIFY(std::abs(got.floats()[y * 9 + x] - expected.floats()[y * 9 + x]) < 1e-5);
  }

  void anglesAreThoseOfPresets() {
    const Tensor level = kernel_preset("gabor:31:0:16:4");
    const Tensor steep = kernel_preset("gabor:31:30:16:4");
    QVERIFY(largest_difference(turned(level, 30), steep) <
            0.1 * largest_difference(turned(level, -30), steep));
  }

  void aSizeThatStaysChangesNothing() {
    for (const auto& [rows, columns] : k_kernel_sizes) {
      const Tensor kernel = random_kernel(rows, columns, 7);
      QCOMPARE(largest_difference(resized(kernel, rows, columns, false), kernel), 0.0);
      QVERIFY(largest_difference(resized(kernel, rows, columns, true), kernel) < 1e-6);
    }
  }

  void constantsStayConstant() {
    const Tensor ones = Tensor::filled<float>(Shape{5, 4}, 1);
    for (const auto& [rows, columns] : k_kernel_sizes)
      QVERIFY(largest_difference(resized(ones, rows, columns, false),
                                 Tensor::filled<float>(Shape{rows, columns}, 1)) < 1e-6);
  }

  void theSumIsKeptOnRequest() {
    const Tensor gaussian = kernel_preset("gaussian:7:1.5");
    for (const auto& [rows, columns] : k_kernel_sizes)
      QVERIFY(std::abs(gain_of(resized(gaussian, rows, columns, true)).sum -
                       gain_of(gaussian).sum) < 1e-5);
    const Gain sobel = gain_of(resized(kernel_preset("sobel-x"), 9, 9, true));
    QVERIFY(is_balanced(sobel));
    QVERIFY(std::abs(sobel.l1 - 8) < 2);
  }

  void theSameSeedMakesTheSameNoise() {
    const Tensor kernel = kernel_preset("box:31");
    const Tensor noisy = with_noise(kernel, 0.1, 1);
    QCOMPARE(largest_difference(noisy, with_noise(kernel, 0.1, 1)), 0.0);
    QVERIFY(largest_difference(noisy, with_noise(kernel, 0.1, 2)) > 0);
    QCOMPARE(largest_difference(kernel, with_noise(kernel, 0, 1)), 0.0);
  }

  void noiseHasTheDeviationThatWasAskedFor() {
    const Tensor kernel = Tensor::filled<float>(Shape{31, 31}, -4);
    const Tensor noisy = with_noise(kernel, 0.05, 3);
    double mean = 0, square = 0;
    for (const float cell : noisy.floats()) {
      mean += (double{cell} + 4) / 961;
      square += (double{cell} + 4) * (double{cell} + 4) / 961;
    }
    QVERIFY(std::abs(mean) < 0.03);
    QVERIFY(std::abs(std::sqrt(square) - 0.2) < 0.02);
  }

  void quantisedCellsAreMultiplesOfTheStep() {
    const Tensor kernel = random_kernel(7, 7, 8);
    const Quantised result = quantised_to_step(kernel, 0.25);
    QCOMPARE(result.step, 0.25);
    for (const float cell : result.kernel.floats()) QCOMPARE(cell * 4, std::round(cell * 4));
    QCOMPARE(result.largest_error, largest_difference(kernel, result.kernel));
    QVERIFY(result.largest_error > 0 && result.largest_error <= 0.125);
  }

  void bitsGiveSymmetricLevels() {
    const Tensor kernel = random_kernel(9, 9, 9);
    const double largest = std::abs(
        *std::ranges::max_element(kernel.floats(), {}, [](float cell) { return std::abs(cell); }));
    for (const int bits : {2, 3, 8, 16}) {
      const Quantised result = quantised_to_bits(kernel, bits);
      const double levels = (1 << (bits - 1)) - 1;
      QVERIFY(std::abs(result.step * levels - largest) < 1e-6);
      QVERIFY(result.largest_error <= result.step * 0.5001);
      QVERIFY(largest_difference(negated(result.kernel),
                                 quantised_to_bits(negated(kernel), bits).kernel) == 0);
    }
    QVERIFY(quantised_to_bits(kernel, 24).largest_error < 1e-7);
    const Tensor zeros = Tensor::filled<float>(Shape{2, 2}, 0);
    QCOMPARE(quantised_to_bits(zeros, 4).step, 0.0);
  }

  void aBlendStartsAtOneAndEndsAtTheOther() {
    const Tensor small = random_kernel(3, 3, 10), large = random_kernel(5, 7, 11);
    QCOMPARE(largest_difference(blended(small, large, 0), centred(small, 5, 7)), 0.0);
    QCOMPARE(largest_difference(blended(small, large, 1), large), 0.0);
    QCOMPARE(largest_difference(blended(large, small, 0.25), blended(small, large, 0.75)), 0.0);
    const Tensor half = blended(large, small, 0.5);
    QCOMPARE(half.floats()[0], large.floats()[0] / 2);
  }
};

QTEST_GUILESS_MAIN(TransformsTest)
#include "transforms_test.moc"
