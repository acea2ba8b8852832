#include <QtTest>

#include "tests/core/ops/plan_checks.h"

using namespace fovea;
using namespace fovea::testing;

namespace {

OpCase batch_norm(const Shape& input, std::int64_t channels, int opset = 15) {
  return {.op = "BatchNormalization",
          .attributes = {},
          .inputs = {random_tensor(input, 1, -3, 3), random_tensor({channels}, 2),
                     random_tensor({channels}, 3), random_tensor({channels}, 4),
                     random_tensor({channels}, 5, 0.1F, 2)},
          .opset = opset,
          .tolerance = 1e-6};
}

}  // namespace

class NormalisationTest : public QObject {
  Q_OBJECT

  static void agrees(const OpCase& c) {
    const std::string failure = failure_of(c);
    QVERIFY2(failure.empty(), failure.c_str());
    const std::string plan = plan_failure_of(c);
    QVERIFY2(plan.empty(), plan.c_str());
  }

  static void refuses(const OpCase& c, std::string_view part) {
    const std::string text = refusal_of(c);
    QVERIFY2(text.find(part) != std::string::npos, (describe(c) + ": " + text).c_str());
  }

 private slots:
  void everySizeAgreesWithTheReference() {
    for (const std::int64_t size : {1, 2, 3, 7, 8, 9, 15, 16, 17, 33, 130}) {
      agrees(batch_norm({2, 3, size}, 3));
      agrees(batch_norm({1, 4, 2, size}, 4));
      agrees(batch_norm({2, size}, size));
      agrees(batch_norm({1, 2, 1, 2, size}, 2));
    }
    agrees(batch_norm({5}, 1));
  }

  void epsilonKeepsAVanishingVarianceFinite() {
    OpCase c = batch_norm({1, 2, 8}, 2);
    c.inputs[4] = Tensor::filled<float>({2}, 0);
    c.attributes = {{"epsilon", 0.25F}};
    agrees(c);
    const double x = c.inputs[0].floats()[0], mean = c.inputs[3].floats()[0];
    const double expected = c.inputs[1].floats()[0] * (x - mean) / 0.5 + c.inputs[2].floats()[0];
    QVERIFY(std::abs(reference_of(c)[0].values<double>()[0] - expected) < 1e-12);
  }

  void trainingIsRefusedAtEveryOpset() {
    refuses(batch_norm({1, 2, 4}, 2, 6), "is_test");
    OpCase inference = batch_norm({1, 2, 4}, 2, 6);
    inference.attributes = {{"is_test", std::int64_t{1}}};
    agrees(inference);
    agrees(batch_norm({1, 2, 4}, 2, 7));
    agrees(batch_norm({1, 2, 4}, 2, 9));
    OpCase training = batch_norm({1, 2, 4}, 2, 14);
    training.attributes = {{"training_mode", std::int64_t{1}}};
    refuses(training, "training");
    OpCase by_position = batch_norm({1, 2, 4}, 2, 7);
    by_position.attributes = {{"spatial", std::int64_t{0}}};
    refuses(by_position, "spatial");
  }

  void weightsOfAnotherLengthAreRefusedByName() {
    OpCase c = batch_norm({1, 2, 4}, 2);
    c.inputs[3] = random_tensor({3}, 1);
    refuses(c, "mean is 3, but the input has 2 channels");
  }

  void everyWeightBelongsToTheUnits() {
    const PreparedCase c = prepare(batch_norm({1, 2, 4}, 2));
    const std::vector<UnitSlice> slices = c.op->unit_slices(c.params, c.inputs);
    QCOMPARE(slices.size(), 4U);
    QCOMPARE(slices[0].input, 1U);
    QCOMPARE(slices[3].input, 4U);
    QVERIFY(slices[1].silences && !slices[2].silences && !slices[3].silences);
  }
};

QTEST_GUILESS_MAIN(NormalisationTest)
#include "normalisation_test.moc"
