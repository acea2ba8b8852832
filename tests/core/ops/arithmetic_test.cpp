#include <QtTest>

#include "core/base/error.h"
#include "core/ops/arithmetic/broadcast.h"
#include "tests/core/ops/plan_checks.h"

using namespace fovea;
using namespace fovea::testing;

namespace {

OpCase binary(std::string op, const Shape& a, const Shape& b) {
  return {.op = std::move(op),
          .attributes = {},
          .inputs = {random_tensor(a, 1), random_tensor(b, 2)},
          .first_weight = 2,
          .tolerance = 1e-6};
}

OpCase concat(std::int64_t axis, const std::vector<Shape>& shapes) {
  OpCase c{.op = "Concat", .attributes = {{"axis", axis}}, .inputs = {}, .tolerance = 0};
  for (const Shape& shape : shapes) c.inputs.push_back(random_tensor(shape, c.inputs.size()));
  c.first_weight = shapes.size();
  return c;
}

}  // namespace

class ArithmeticTest : public QObject {
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
  void equalShapesAgreeAtEverySize() {
    for (const std::int64_t size : {1, 3, 4, 7, 8, 9, 15, 16, 17, 33, 130, 40000}) {
      for (const std::string op : {"Add", "Mul"}) {
        agrees(binary(op, {size}, {size}));
        agrees(binary(op, {size}, {}));
        agrees(binary(op, {1}, {size}));
      }
    }
  }

  void everyBroadcastAgrees() {
    for (const std::string op : {"Add", "Mul"}) {
      agrees(binary(op, {}, {}));
      agrees(binary(op, {2, 3, 4, 5}, {3, 1, 1}));
      agrees(binary(op, {2, 3, 4, 5}, {5}));
      agrees(binary(op, {4, 5}, {2, 3, 4, 5}));
      agrees(binary(op, {1, 4, 5}, {2, 3, 1, 1}));
      agrees(binary(op, {3, 1}, {1, 40}));
      agrees(binary(op, {2, 1, 3, 5}, {1, 7, 1, 5}));
    }
  }

  void broadcastingMatchesNumpysExample() {
    OpCase c = binary("Add", {2, 1}, {3});
    c.inputs = {Tensor::of<float>({2, 1}, std::vector<float>{10, 20}),
                Tensor::of<float>({3}, std::vector<float>{1, 2, 3})};
    const Tensor y = reference_of(c)[0];
    QVERIFY(std::ranges::equal(y.values<double>(), std::vector<double>{11, 12, 13, 21, 22, 23}));
  }

  void axesThatBothWalkAlikeAreOne() {
    const Shape output{2, 3, 4, 5};
    QCOMPARE(ops::BroadcastWalk(output, output, output).dims, std::vector<std::int64_t>{120});
    QCOMPARE(ops::BroadcastWalk(output, Shape{3, 1, 1}, output).dims,
             (std::vector<std::int64_t>{2, 3, 20}));
    QCOMPARE(ops::BroadcastWalk(output, Shape{}, output).dims, std::vector<std::int64_t>{120});
  }

  void shapesThatDoNotGoTogetherAreNamed() {
    refuses(binary("Add", {1, 8, 4}, {3, 4}), "1 × 8 × 4 and 3 × 4");
    refuses(binary("Add", {1, 8, 4}, {3, 4}), "8 against 3");
    OpCase integers = binary("Mul", {2}, {2});
    integers.inputs[1] = Tensor::filled<std::int64_t>({2}, 1);
    refuses(integers, "nput 2 is int64");
  }

  void moreAxesThanTheShaderHasAreLeftToTheCpu() {
    OpCase c = binary("Add", {2, 1, 2, 1, 2}, {1, 2, 1, 2, 1});
    c.has_plan = false;
    const std::string failure = failure_of(c);
    QVERIFY2(failure.empty(), failure.c_str());
  }

  void concatenationAgreesAlongEveryAxis() {
    agrees(concat(0, {{2, 3}, {1, 3}, {4, 3}}));
    agrees(concat(1, {{2, 3}, {2, 1}, {2, 17}}));
    agrees(concat(1, {{2, 3, 5, 7}, {2, 1, 5, 7}}));
    agrees(concat(-1, {{2, 3, 5}, {2, 3, 2}}));
    agrees(concat(1, {{1, 64, 56, 56}, {1, 32, 56, 56}}));
    agrees(concat(0, {{4}}));
    agrees(concat(0, {{1}, {40}}));
  }

  void concatenationKeepsTheOrder() {
    OpCase c = concat(1, {{2, 1}, {2, 2}});
    c.inputs = {Tensor::of<float>({2, 1}, std::vector<float>{1, 2}),
                Tensor::of<float>({2, 2}, std::vector<float>{3, 4, 5, 6})};
    const Tensor y = reference_of(c)[0];
    QVERIFY(std::ranges::equal(y.values<double>(), std::vector<double>{1, 3, 4, 2, 5, 6}));
  }

  void whatCannotBeJoinedIsRefusedWithBothShapes() {
    refuses(concat(1, {{1, 2, 8, 8}, {1, 2, 7, 8}}), "1 × 2 × 8 × 8 and 1 × 2 × 7 × 8");
    refuses(concat(1, {{2, 3}, {2}}), "2 × 3 and 2");
    refuses(concat(2, {{2, 3}, {2, 3}}), "no axis 2");
    OpCase missing = concat(0, {{2}, {2}});
    missing.attributes = {};
    refuses(missing, "“axis” is missing");
  }

  void eachPartOfAConcatenationKnowsItsPlace() {
    const PreparedCase c = prepare(concat(1, {{1, 3, 4}, {1, 2, 4}, {1, 5, 4}}));
    QCOMPARE(c.op->reads(c.params, 0, c.inputs, c.outputs[0])[1].offset, 0);
    QCOMPARE(c.op->reads(c.params, 2, c.inputs, c.outputs[0])[1].offset, -5);
    QVERIFY(c.op->reads(c.params, 2, c.inputs, c.outputs[0])[2] == AxisReads{});
  }
};

QTEST_GUILESS_MAIN(ArithmeticTest)
#include "arithmetic_test.moc"
