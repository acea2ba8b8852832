#include "core/train/loss.h"

#include <QtTest>
#include <array>
#include <cmath>
#include <numeric>
#include <random>
#include <vector>

using namespace fovea;

namespace {

constexpr std::array k_kinds{LossKind::cross_entropy, LossKind::mean_squared,
                             LossKind::mean_absolute, LossKind::hinge};

/// Apart from each other and from kinks by far more than a finite difference's step.
std::vector<double> random_logits(std::size_t count, std::uint64_t seed) {
  std::mt19937_64 generator(seed);
  std::vector<double> logits(count);
  for (double& logit : logits) logit = -3 + 6 * static_cast<double>(generator() >> 40) * 0x1p-24;
  return logits;
}

double worst_difference(const LossSettings& settings, const std::vector<double>& logits,
                        std::int32_t label) {
  constexpr double k_step = 1e-5;
  std::vector<double> gradient(logits.size());
  loss(settings, logits, label, gradient);
  double worst = 0;
  for (std::size_t c = 0; c < logits.size(); ++c) {
    std::vector<double> more = logits, less = logits;
    more[c] += k_step;
    less[c] -= k_step;
    const double slope = (loss(settings, more, label) - loss(settings, less, label)) / (2 * k_step);
    worst = std::max(worst, std::abs(slope - gradient[c]));
  }
  return worst;
}

}  // namespace

class LossTest : public QObject {
  Q_OBJECT

 private slots:
  void everyGradientIsThatOfFiniteDifferences() {
    for (const LossKind kind : k_kinds) {
      for (const double smoothing : {0.0, 0.1, 1.0}) {
        for (std::uint64_t seed = 0; seed < 20; ++seed) {
          const std::size_t classes = 2 + seed % 7;
          const auto label = static_cast<std::int32_t>(seed % classes);
          const double worst = worst_difference({.kind = kind, .label_smoothing = smoothing},
                                                random_logits(classes, seed), label);
          QVERIFY2(worst < 1e-8, qPrintable(QString("kind %1, seed %2: %3")
                                                .arg(static_cast<int>(kind))
                                                .arg(seed)
                                                .arg(worst)));
        }
      }
    }
  }

  void crossEntropyIsTheLogarithmOfTheShareOfTheRightClass() {
    const std::vector<double> logits{std::log(1.0), std::log(2.0), std::log(5.0)};
    QVERIFY(std::abs(loss({}, logits, 1) - std::log(4.0)) < 1e-14);
    std::vector<double> shares(3);
    softmax(logits, shares);
    QVERIFY(std::abs(shares[2] - 0.625) < 1e-14);
  }

  void smoothingSpreadsTheTargetOverAllClasses() {
    const std::vector<double> logits{std::log(1.0), std::log(2.0), std::log(5.0)};
    std::vector<double> gradient(3);
    const double smoothed = loss({.label_smoothing = 0.3}, logits, 1, gradient);
    const double expected = 0.1 * std::log(8.0) + 0.8 * std::log(4.0) + 0.1 * std::log(1.6);
    QVERIFY(std::abs(smoothed - expected) < 1e-14);
    QVERIFY(std::abs(gradient[0] - (0.125 - 0.1)) < 1e-14);
    QVERIFY(std::abs(gradient[1] - (0.25 - 0.8)) < 1e-14);
  }

  void logitsOfAnySizeGiveFiniteNumbers() {
    for (const LossKind kind : k_kinds) {
      const std::vector<double> logits{3e38, -3e38, 0};
      std::vector<double> gradient(3);
      QVERIFY(std::isfinite(loss({.kind = kind}, logits, 1, gradient)));
      for (const double slope : gradient) QVERIFY(std::isfinite(slope));
    }
  }

  void othersAreMeasuredAgainstZerosAndAOne() {
    const std::vector<double> logits{2, -1, 0.5, 1};
    QCOMPARE(loss({.kind = LossKind::mean_squared}, logits, 3), (4 + 1 + 0.25) / 4);
    QCOMPARE(loss({.kind = LossKind::mean_absolute}, logits, 3), (2 + 1 + 0.5) / 4);
    QCOMPARE(loss({.kind = LossKind::hinge}, logits, 3), 2.0);
    QCOMPARE(loss({.kind = LossKind::hinge}, logits, 0), 0.0);
    std::vector<double> gradient(4, 9);
    loss({.kind = LossKind::mean_absolute}, logits, 3, gradient);
    QCOMPARE(gradient, (std::vector{0.25, -0.25, 0.25, 0.0}));
    loss({.kind = LossKind::hinge}, logits, 0, gradient);
    QCOMPARE(gradient, std::vector<double>(4));
  }

  void oneClassHasNobodyToLoseAgainst() {
    const std::vector<double> logits{-4};
    QCOMPARE(loss({}, logits, 0), 0.0);
    QCOMPARE(loss({.kind = LossKind::hinge}, logits, 0), 0.0);
  }

  void aBatchIsItsSamplesSideBySide() {
    constexpr std::size_t k_classes = 3, k_lanes = 16;
    const std::vector<std::int32_t> labels{2, 0, 1, 1, 2};
    std::vector<float> logits(k_classes * k_lanes), gradient(k_classes * k_lanes, 7);
    for (std::size_t i = 0; i < logits.size(); ++i) logits[i] = std::sin(static_cast<float>(i));
    for (const LossKind kind : k_kinds) {
      const LossSettings settings{.kind = kind, .label_smoothing = 0.1};
      const LossSum sum = loss_and_gradient(settings, {.logits = logits.data(),
                                                       .gradient = gradient.data(),
                                                       .classes = k_classes,
                                                       .lanes = k_lanes,
                                                       .labels = labels,
                                                       .scale = 0.2});
      double expected = 0;
      for (std::size_t lane = 0; lane < k_lanes; ++lane) {
        std::vector<double> own(k_classes), slope(k_classes);
        for (std::size_t c = 0; c < k_classes; ++c) own[c] = logits[c * k_lanes + lane];
        if (lane < labels.size()) expected += loss(settings, own, labels[lane], slope);
        for (std::size_t c = 0; c < k_classes; ++c) {
          QCOMPARE(gradient[c * k_lanes + lane], static_cast<float>(0.2 * slope[c]));
        }
      }
      QCOMPARE(sum.loss, expected);
      const LossSum again = loss_and_gradient(
          settings,
          {.logits = logits.data(), .classes = k_classes, .lanes = k_lanes, .labels = labels});
      QCOMPARE(again.loss, expected);
    }
  }

  void anAnswerIsTheLargestLogitAndTheFirstOfEquals() {
    std::vector<float> logits(2 * 16);
    logits[1] = 1;
    logits[16 + 2] = 1;
    const auto right = [&](std::vector<std::int32_t> labels) {
      return loss_and_gradient(
                 {}, {.logits = logits.data(), .classes = 2, .lanes = 16, .labels = labels})
          .right;
    };
    QCOMPARE(right({0, 0, 1}), 3);
    QCOMPARE(right({1, 1, 0}), 0);
    QCOMPARE(right({1, 0, 0}), 1);
  }
};

QTEST_GUILESS_MAIN(LossTest)
#include "loss_test.moc"
