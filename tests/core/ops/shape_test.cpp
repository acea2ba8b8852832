#include <QtTest>

#include "tests/core/ops/op_cases.h"

using namespace fovea;
using namespace fovea::testing;
using Dims = std::vector<std::int64_t>;

namespace {

OpCase reshape(const Shape& from, const Dims& to, Attributes attributes = {}) {
  return {.op = "Reshape",
          .attributes = std::move(attributes),
          .inputs = {random_tensor(from, 1),
                     Tensor::of(Shape{static_cast<std::int64_t>(to.size())}, to)}};
}

OpCase flatten(const Shape& from, Attributes attributes = {}) {
  return {.op = "Flatten", .attributes = std::move(attributes), .inputs = {random_tensor(from, 1)}};
}

OpCase constant(Attributes attributes) {
  return {.op = "Constant", .attributes = std::move(attributes), .inputs = {}};
}

Tensor constant_of(Attributes attributes) {
  const PreparedCase c = prepare(constant(std::move(attributes)));
  return c.op->constant(c.params);
}

}  // namespace

class ShapeTest : public QObject {
  Q_OBJECT

  static void becomes(const OpCase& c, const Shape& expected) {
    const std::string failure = failure_of(c);
    QVERIFY2(failure.empty(), failure.c_str());
    QCOMPARE(prepare(c).outputs[0].shape.to_string(), expected.to_string());
    QVERIFY(prepare(c).op->is_view);
  }

  static void refuses(const OpCase& c, std::string_view part) {
    const std::string text = refusal_of(c);
    QVERIFY2(text.find(part) != std::string::npos, (describe(c) + ": " + text).c_str());
  }

 private slots:
  void reshapingTakesZeroFromTheInputAndOneOpenExtentFromTheCount() {
    becomes(reshape({2, 3, 4}, {4, 6}), {4, 6});
    becomes(reshape({2, 3, 4}, {0, -1}), {2, 12});
    becomes(reshape({2, 3, 4}, {0, 0, 0}), {2, 3, 4});
    becomes(reshape({2, 3, 4}, {-1}), {24});
    becomes(reshape({1, 1}, {}), {});
  }

  void withAllowzeroZeroMeansNothing() {
    refuses(reshape({2, 3}, {0, 6}, {{"allowzero", std::int64_t{1}}}), "6 elements are not 0");
    QVERIFY(refusal_of(reshape({0, 3}, {3, 0}, {{"allowzero", std::int64_t{1}}})).empty());
  }

  void aWrongCountIsRefusedWithBothShapes() {
    refuses(reshape({8, 8}, {63}), "8 × 8 cannot become 63");
    refuses(reshape({8, 8}, {63}), "64 elements");
    refuses(reshape({8, 8}, {7, -1}), "not a multiple of 7");
    refuses(reshape({8, 8}, {-1, -1}), "only one");
    refuses(reshape({8, 8}, {-2, 8}), "negative");
    refuses(reshape({8}, {0, 0}), "an axis it has not");
    refuses(reshape({8, 8}, {1LL << 40, 1LL << 40}), "computer can hold");
  }

  void aShapeThatIsComputedIsRefused() {
    OpCase c = reshape({8}, {8});
    c.first_weight = 2;
    refuses(c, "computed by the network");
  }

  void flatteningSplitsAtTheAxis() {
    becomes(flatten({2, 3, 4}), {2, 12});
    becomes(flatten({2, 3, 4}, {{"axis", std::int64_t{0}}}), {1, 24});
    becomes(flatten({2, 3, 4}, {{"axis", std::int64_t{3}}}), {24, 1});
    becomes(flatten({2, 3, 4}, {{"axis", std::int64_t{-1}}}), {6, 4});
    refuses(flatten({2, 3, 4}, {{"axis", std::int64_t{4}}}), "no axis 4 in an input of 2 × 3 × 4");
  }

  void aViewSeesWholeAxesFromTheFirstThatChanges() {
    const PreparedCase c = prepare(reshape({2, 3, 4, 5}, {2, 3, 20, 1}));
    const auto reads = c.op->reads(c.params, 0, c.inputs, c.outputs[0]);
    QVERIFY(reads[1] == AxisReads{});
    QVERIFY(reads[2] == AxisReads::whole(4));
    QVERIFY(reads[3] == AxisReads::whole(5));
    const PreparedCase flat = prepare(flatten({2, 3, 4}));
    QVERIFY(flat.op->reads(flat.params, 0, flat.inputs, flat.outputs[0])[0] == AxisReads::whole(2));
  }

  void dropoutPassesItsInputOnUnlessItTrains() {
    OpCase c{.op = "Dropout", .attributes = {}, .inputs = {random_tensor({2, 3}, 1)}};
    becomes(c, {2, 3});
    c.opset = 6;
    refuses(c, "training");
    c.attributes = {{"is_test", std::int64_t{1}}};
    becomes(c, {2, 3});
    c.opset = 12;
    c.inputs.push_back(Tensor::filled<float>({}, 0.5F));
    c.inputs.push_back(Tensor::filled<std::uint8_t>({}, 0));
    becomes(c, {2, 3});
    c.inputs[2] = Tensor::filled<std::uint8_t>({}, 1);
    refuses(c, "training");
    c.inputs = {random_tensor({2, 3}, 1), Tensor::filled<float>({0}, 0)};
    refuses(c, "one number");
  }

  void aConstantComesInEveryForm() {
    QCOMPARE(constant_of({{"value_float", 2.5F}}).floats()[0], 2.5F);
    QCOMPARE(constant_of({{"value_float", 2.5F}}).shape().rank(), 0U);
    QCOMPARE(constant_of({{"value_int", std::int64_t{7}}}).values<std::int64_t>()[0], 7);
    QVERIFY((constant_of({{"value_floats", std::vector<float>{1, 2}}}).shape() == Shape{2}));
    QCOMPARE(constant_of({{"value_ints", Dims{1, 2, 3}}}).values<std::int64_t>()[2], 3);
    const Tensor value = random_tensor({2, 2}, 1);
    QVERIFY(same(constant_of({{"value", value}}), value));
  }

  void otherConstantsAreRefusedByName() {
    refuses(constant({{"value_string", std::string("x")}}), "“value_string”");
    refuses(constant({}), "no attribute");
  }
};

QTEST_GUILESS_MAIN(ShapeTest)
#include "shape_test.moc"
