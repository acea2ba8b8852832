#include "tests/core/ops/op_cases.h"

#include <QtTest>
#include <limits>

#include "core/cpu/isa.h"

using namespace fovea;
using namespace fovea::testing;

/// The harness itself: it must be able to fail.
class OpCasesTest : public QObject {
  Q_OBJECT

 private slots:
  void relativeErrorIsOverTheLargestMagnitude() {
    const auto reference = Tensor::of<double>(Shape{3}, std::vector<double>{1, -4, 2});
    const auto near = Tensor::of<float>(Shape{3}, std::vector<float>{1, -4, 3});
    QCOMPARE(relative_error(near, reference), 0.25);
    QCOMPARE(relative_error(reference, reference), 0.0);
  }

  void anElementThatNobodyWroteIsAnInfiniteError() {
    const auto reference = Tensor::filled<double>(Shape{2}, 1.0);
    const auto unwritten = Tensor::filled<float>(Shape{2}, std::numeric_limits<float>::quiet_NaN());
    QCOMPARE(relative_error(unwritten, reference), std::numeric_limits<double>::infinity());
  }

  void randomTensorsRepeat() {
    const Tensor a = random_tensor(Shape{2, 3}, 7), b = random_tensor(Shape{2, 3}, 7);
    QCOMPARE(relative_error(a, b), 0.0);
    QVERIFY(relative_error(a, random_tensor(Shape{2, 3}, 8)) > 0);
  }

  void aViewIsComparedAndAnUnknownOperatorRefused() {
    const std::string failure =
        failure_of({.op = "Identity", .attributes = {}, .inputs = {random_tensor(Shape{4}, 1)}});
    QVERIFY2(failure.empty(), failure.c_str());
    QVERIFY(!refusal_of({.op = "Nonsense", .attributes = {}, .inputs = {}}).empty());
  }

  void anInstructionSetIsForcedAndGivenBack() {
    const std::string best(isa_name());
    for (const std::int64_t isa : supported_isas()) {
      const ForcedIsa forced(isa);
      QCOMPARE(supported_isas(), std::vector<std::int64_t>{isa});
    }
    QCOMPARE(std::string(isa_name()), best);
  }
};

QTEST_GUILESS_MAIN(OpCasesTest)
#include "op_cases_test.moc"
