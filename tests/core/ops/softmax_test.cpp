#include <QtTest>
#include <numeric>

#include "tests/core/ops/plan_checks.h"

using namespace fovea;
using namespace fovea::testing;

namespace {

OpCase softmax(const Shape& input, Attributes attributes = {}, int opset = 13) {
  return {.op = "Softmax",
          .attributes = std::move(attributes),
          .inputs = {random_tensor(input, 1, -9, 9)},
          .opset = opset,
          .tolerance = 5e-6};
}

Attributes axis(std::int64_t index) { return {{"axis", index}}; }

}  // namespace

class SoftmaxTest : public QObject {
  Q_OBJECT

  static void agrees(const OpCase& c) {
    const std::string failure = failure_of(c);
    QVERIFY2(failure.empty(), failure.c_str());
    const std::string plan = plan_failure_of(c);
    QVERIFY2(plan.empty(), plan.c_str());
  }

 private slots:
  void everySizeAgreesAlongEveryAxis() {
    for (const std::int64_t size : {1, 3, 4, 7, 8, 9, 10, 15, 16, 17, 33, 130, 1000}) {
      agrees(softmax({size}));
      agrees(softmax({2, size}));
      agrees(softmax({2, size, 3}, axis(1)));
      agrees(softmax({2, 5, size}, axis(1)));
      agrees(softmax({size, 2}, axis(0)));
    }
  }

  void before13AllAxesFromTheGivenOneOnAreOne() {
    for (const std::int64_t first : {0, 1, 2, -1}) agrees(softmax({2, 3, 4}, axis(first), 11));
    const Tensor y = reference_of(softmax({2, 3, 4}, {}, 11))[0];
    const auto row = y.values<double>().first(12);
    QVERIFY(std::abs(std::accumulate(row.begin(), row.end(), 0.0) - 1) < 1e-12);
  }

  void from13OnItIsOneAxisAndTheLastByDefault() {
    const Tensor y = reference_of(softmax({2, 3, 4}))[0];
    const auto row = y.values<double>().first(4);
    QVERIFY(std::abs(std::accumulate(row.begin(), row.end(), 0.0) - 1) < 1e-12);
  }

  void largeNumbersDoNotOverflow() {
    OpCase c = softmax({2, 20});
    c.inputs = {random_tensor({2, 20}, 3, 9990, 10000)};
    agrees(c);
    c.inputs = {random_tensor({2, 20}, 3, -1e30F, 1e30F)};
    agrees(c);
  }

  void notANumberShowsInItsRowAlone() {
    std::vector<float> values(40, 0.5F);
    values[23] = std::numeric_limits<float>::quiet_NaN();
    OpCase c = softmax({2, 20});
    c.inputs = {Tensor::of({2, 20}, values)};
    agrees(c);
    c.inputs = {Tensor::of({1, 20, 2}, values)};
    c.attributes = axis(1);
    agrees(c);
  }

  void anAxisThatIsNotThereIsRefused() {
    const std::string text = refusal_of(softmax({1, 10}, axis(7)));
    QVERIFY2(text.find("no axis 7 in an input of 2 axes") != std::string::npos, text.c_str());
    QVERIFY(refusal_of(softmax({1, 10}, axis(-3))).find("no axis -3") != std::string::npos);
  }

  void aPositionReadsItsWholeRow() {
    const PreparedCase c = prepare(softmax({2, 3, 4}, axis(1)));
    const auto reads = c.op->reads(c.params, 0, c.inputs, c.outputs[0]);
    QVERIFY(reads[0] == AxisReads{});
    QVERIFY(reads[1] == AxisReads::whole(3));
    QVERIFY(reads[2] == AxisReads{});
    const PreparedCase old = prepare(softmax({2, 3, 4}, axis(1), 11));
    QVERIFY(old.op->reads(old.params, 0, old.inputs, old.outputs[0])[2] == AxisReads::whole(4));
  }
};

QTEST_GUILESS_MAIN(SoftmaxTest)
#include "softmax_test.moc"
