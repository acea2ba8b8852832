#include "core/kernel/learn.h"

#include <QTest>
#include <cmath>
#include <random>

#include "core/base/error.h"
#include "core/filter/filter.h"
#include "core/media/kernel_file.h"
#include "core/ops/conv/presets.h"

namespace fovea {
namespace {

Tensor noise(std::int64_t rows, std::int64_t columns, std::uint32_t seed) {
  std::mt19937 random(seed);
  Tensor plane(Shape{rows, columns});
  for (float& value : plane.mutable_values<float>())
    value = static_cast<float>(random() % 1001) / 1000;
  return plane;
}

/// Cross-correlation, written out: over the windows inside, or as large as the plane with zeros
/// around it.
Tensor correlated(const Tensor& plane, const Tensor& kernel, bool same = false) {
  FilterSettings settings;
  const std::int64_t rows = kernel.shape()[0], columns = kernel.shape()[1];
  if (same) {
    settings.pads = {(rows - 1) / 2, (columns - 1) / 2, rows / 2, columns / 2};
  }
  const Shape shape = plane.shape();
  const Tensor out = filter(plane.reshaped(Shape{1, shape[0], shape[1]}), kernel, settings, {}, {});
  return out.reshaped(Shape{out.shape()[1], out.shape()[2]});
}

/// The mean squared error, window by window.
double direct_loss(const Tensor& before, const Tensor& after, const Shape& kernel,
                   std::span<const double> cells) {
  const std::int64_t wide = before.shape()[1];
  const std::int64_t rows = before.shape()[0] - kernel[0] + 1, columns = wide - kernel[1] + 1;
  double sum = 0;
  for (std::int64_t y = 0; y < rows; ++y) {
    for (std::int64_t x = 0; x < columns; ++x) {
      double made = 0;
      for (std::int64_t i = 0; i < kernel.elements(); ++i) {
        made += cells[static_cast<std::size_t>(i)] *
                double{before.floats()[static_cast<std::size_t>((y + i / kernel[1]) * wide + x +
                                                                i % kernel[1])]};
      }
      const double wanted = after.floats()[static_cast<std::size_t>(y * columns + x)];
      sum += (made - wanted) * (made - wanted);
    }
  }
  return sum / static_cast<double>(rows * columns);
}

double distance(const Tensor& a, const Tensor& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.floats().size(); ++i) {
    sum += std::pow(double{a.floats()[i]} - b.floats()[i], 2);
  }
  return std::sqrt(sum);
}

double largest_difference(const Tensor& a, const Tensor& b) {
  double largest = 0;
  for (std::size_t i = 0; i < a.floats().size(); ++i) {
    largest = std::max(largest, std::abs(double{a.floats()[i]} - b.floats()[i]));
  }
  return largest;
}

QString refusal(const Tensor& before, const Tensor& after, const Shape& kernel) {
  try {
    gather_fit(before, after, kernel);
  } catch (const Error& error) {
    return QString::fromStdString(error.sentence());
  }
  return {};
}

}  // namespace

class LearnTest : public QObject {
  Q_OBJECT

 private slots:
  void sobelIsLearnedFromNoiseIn200Steps() {
    const Tensor sobel = kernel_preset("sobel-x");
    const Tensor before = noise(64, 80, 1);
    const KernelFit fit = gather_fit(before, correlated(before, sobel), sobel.shape());
    const LearnOptions options{.rate = steady_rate(solve(fit))};
    KernelLearner learner(fit);
    for (int i = 0; i < 200; ++i) QVERIFY(learner.step(fit, options));
    QVERIFY2(distance(learner.kernel(fit), sobel) < 1e-2,
             qPrintable(QString::number(distance(learner.kernel(fit), sobel))));
  }

  void onAPhotographLossFallsAtEveryStepAndLeastSquaresFindsTheKernel() {
    const Tensor sobel = kernel_preset("sobel-x");
    const Tensor before = grey_plane(read_picture(FOVEA_SOURCE_DIR "/assets/pictures/camera.png"));
    const KernelFit fit = gather_fit(before, correlated(before, sobel, true), sobel.shape());
    const LeastSquares best = solve(fit);
    QVERIFY(largest_difference(best.kernel, sobel) < 1e-3);
    QVERIFY2(best.condition > 500, qPrintable(QString::number(best.condition)));

    const LearnOptions options{.rate = steady_rate(best)};
    KernelLearner learner(fit);
    double before_step = learner.loss(fit);
    for (int i = 0; i < 200; ++i) {
      QVERIFY(learner.step(fit, options));
      QVERIFY(learner.loss(fit) < before_step);
      before_step = learner.loss(fit);
    }
    QVERIFY(before_step > best.loss);
    QVERIFY(distance(learner.kernel(fit), sobel) > 1e-2);  // noise takes no more steps than these
  }

  void lossAndGradientAreThoseOfAllWindows_data() {
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("columns");
    for (const auto& [rows, columns] : {std::pair{1, 1}, {3, 3}, {2, 5}, {4, 1}, {1, 6}, {7, 9}}) {
      QTest::addRow("%d x %d", rows, columns) << rows << columns;
    }
  }
  void lossAndGradientAreThoseOfAllWindows() {
    QFETCH(int, rows);
    QFETCH(int, columns);
    const Shape kernel{rows, columns};
    const Tensor before = noise(11, 9, 2), after = noise(12 - rows, 10 - columns, 3);
    const KernelFit fit = gather_fit(before, after, kernel);
    QCOMPARE(fit.positions, after.elements());
    std::vector<double> cells(fit.moment.size());
    std::mt19937 random(4);
    for (double& cell : cells) cell = static_cast<double>(random() % 2001) / 1000 - 1;
    const double loss = direct_loss(before, after, kernel, cells);
    QVERIFY(std::abs(fit.loss(cells) - loss) < 1e-12 * std::max(1.0, loss));

    const std::vector<double> gradient = fit.gradient(cells);
    for (std::size_t i = 0; i < cells.size(); ++i) {
      constexpr double k_step = 1e-3;  // exact for a quadratic but for rounding
      std::vector<double> more = cells, less = cells;
      more[i] += k_step;
      less[i] -= k_step;
      const double slope =
          (direct_loss(before, after, kernel, more) - direct_loss(before, after, kernel, less)) /
          (2 * k_step);
      QVERIFY2(std::abs(gradient[i] - slope) < 1e-9, qPrintable(QString::number(slope)));
    }
  }

  void aPictureOfTheSameSizeIsComparedAtTheWindowsMiddles() {
    for (const char* name : {"sobel-x", "gaussian:5:1.2", "gabor:7:30", "haar-x:4"}) {
      const Tensor kernel = kernel_preset(name);
      const Tensor before = noise(24, 30, 5);
      const LeastSquares best =
          solve(gather_fit(before, correlated(before, kernel, true), kernel.shape()));
      QVERIFY2(largest_difference(best.kernel, kernel) < 1e-4, name);
      QVERIFY(best.loss < 1e-9);
    }
  }

  void momentumIsFasterOnAPhotograph() {
    const Tensor blur = kernel_preset("gaussian:5:1.2");
    const Tensor before = grey_plane(read_picture(FOVEA_SOURCE_DIR "/assets/pictures/camera.png"));
    const KernelFit fit = gather_fit(before, correlated(before, blur), blur.shape());
    const double rate = steady_rate(solve(fit));
    KernelLearner plain(fit), heavy(fit);
    for (int i = 0; i < 300; ++i) {
      QVERIFY(plain.step(fit, {.rate = rate}));
      QVERIFY(heavy.step(fit, {.rate = rate, .momentum = 0.9}));
    }
    QVERIFY(heavy.loss(fit) < 0.5 * plain.loss(fit));
  }

  void aRateBeyondTwiceTheSteadyOneDivergesAndStops() {
    const Tensor before = noise(30, 30, 6);
    const KernelFit fit =
        gather_fit(before, correlated(before, kernel_preset("sobel-x")), Shape{3, 3});
    const double rate = steady_rate(solve(fit));
    KernelLearner edge(fit), beyond(fit);
    for (int i = 0; i < 500; ++i) QVERIFY(edge.step(fit, {.rate = 1.9 * rate}));
    int steps = 0;
    while (steps < 5000 && beyond.step(fit, {.rate = 2.5 * rate})) ++steps;
    QVERIFY(steps < 5000);
    QVERIFY(std::isfinite(beyond.loss(fit)));
    for (const double cell : beyond.cells()) QVERIFY(std::isfinite(cell));
    QVERIFY(!beyond.step(fit, {.rate = 1e300}));
  }

  void aFlatPictureLeavesTheKernelOpen() {
    const Tensor before = Tensor::filled(Shape{10, 10}, 0.5F);
    const Tensor after = Tensor::filled(Shape{8, 8}, 1.0F);
    const LeastSquares best = solve(gather_fit(before, after, Shape{3, 3}));
    QVERIFY(std::isinf(best.condition));
    QVERIFY(best.loss < 1e-12);
    for (const float cell : best.kernel.floats()) QVERIFY(std::abs(cell - 2.0F / 9) < 1e-5F);
    const LeastSquares dark =
        solve(gather_fit(Tensor::filled(Shape{10, 10}, 0.0F), after, Shape{3, 3}));
    QVERIFY(std::isfinite(steady_rate(dark)));
    QCOMPARE(dark.loss, 1.0);
  }

  void sizesThatDoNotFitAreToldOf() {
    QCOMPARE(refusal(noise(8, 9, 1), noise(8, 10, 1), Shape{3, 3}),
             QString("The picture after is 10 × 8 pixels, the one before 9 × 8. Both must have the "
                     "same size."));
    QVERIFY(refusal(noise(3, 9, 1), noise(3, 9, 1), Shape{5, 5}).contains("does not fit"));
  }

  void gatheringIsGivenUpWhenNobodyWantsItAnyMore() {
    const CancelToken cancel;
    cancel.cancel();
    QVERIFY_THROWS_EXCEPTION(Cancelled,
                             gather_fit(noise(40, 40, 1), noise(40, 40, 2), Shape{3, 3}, cancel));
  }

  void gatheringIsFast() {
    const Tensor before = noise(512, 512, 1);
    QBENCHMARK_ONCE { gather_fit(before, before, Shape{15, 15}); }
  }
  void solvingIsFast() {
    const Tensor before = noise(64, 64, 1);
    const KernelFit fit = gather_fit(before, before, Shape{15, 15});
    QBENCHMARK_ONCE { solve(fit); }
  }
  void aStepIsFast() {
    const Tensor before = noise(64, 64, 1);
    const KernelFit fit = gather_fit(before, before, Shape{15, 15});
    KernelLearner learner(fit);
    QBENCHMARK { learner.step(fit, {.rate = 1e-3}); }
  }
};

}  // namespace fovea

QTEST_GUILESS_MAIN(fovea::LearnTest)
#include "learn_test.moc"
