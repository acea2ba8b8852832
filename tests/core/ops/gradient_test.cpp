#include <QtTest>
#include <cmath>
#include <set>

#include "core/ops/shape/dropout.h"
#include "tests/core/ops/gradient_checks.h"

using namespace fovea;
using namespace fovea::testing;

namespace {

using Ints = std::vector<std::int64_t>;
constexpr std::int64_t k_one = 1;
constexpr TrainingMode k_trains{.trains = true, .seed = 5};

OpCase unary(std::string op, const Shape& input, Attributes attributes = {}) {
  return {.op = std::move(op), .attributes = std::move(attributes), .inputs = {apart(input, 1)}};
}

OpCase conv(const Shape& input, const Shape& weight, Attributes attributes, bool bias = true) {
  OpCase c{.op = "Conv", .attributes = std::move(attributes), .inputs = {}};
  c.inputs = {apart(input, 1), apart(weight, 2)};
  if (bias) c.inputs.push_back(apart({weight[0]}, 3));
  return c;
}

OpCase gemm(const Shape& a, const Shape& b, Attributes attributes, const Tensor& c = {}) {
  return {
      .op = "Gemm", .attributes = std::move(attributes), .inputs = {apart(a, 1), apart(b, 2), c}};
}

OpCase pair(std::string op, const Shape& a, const Shape& b) {
  return {.op = std::move(op), .attributes = {}, .inputs = {apart(a, 1), apart(b, 2)}};
}

OpCase pool(std::string op, const Shape& input, Attributes attributes) {
  return unary(std::move(op), input, std::move(attributes));
}

OpCase batch_norm(const Shape& input, std::int64_t channels) {
  return {.op = "BatchNormalization",
          .attributes = {{"epsilon", 0.01F}},
          .inputs = {apart(input, 1), apart({channels}, 2), apart({channels}, 3),
                     apart({channels}, 4), random_tensor({channels}, 5, 0.5F, 2)}};
}

OpCase clip(const Shape& input, Tensor low, Tensor high) {
  return {.op = "Clip", .attributes = {}, .inputs = {apart(input, 1), low, high}};
}

}  // namespace

class GradientTest : public QObject {
  Q_OBJECT

  static void agrees(const OpCase& c, TrainingMode mode = {}) {
    const std::string failure = gradient_failure_of(c, mode);
    QVERIFY2(failure.empty(), failure.c_str());
  }

  static Tensor scalar(float value) { return Tensor::filled<float>({}, value); }

 private slots:
  void everyOperatorButConstantHasOne() {
    const std::set<std::string_view> without{"Constant"};
    for (const Operator* op : all_operators()) {
      QVERIFY2((op->gradient == nullptr) == without.contains(op->name), op->name.data());
    }
  }

  void aWrongGradientIsFound() {
    OpCase c = unary("Relu", {2});
    QVERIFY(gradient_failure_of(c).empty());
    // At a corner no finite difference is the derivative.
    c.inputs[0] = Tensor::filled<float>({2}, 0);
    QVERIFY(gradient_failure_of(c).find("by differences") != std::string::npos);
  }

  void convolutionsOfOneToThreeAxes() {
    agrees(conv({2, 2, 7}, {3, 2, 3}, {}));
    agrees(conv({1, 2, 5, 7}, {3, 2, 3, 2}, {}));
    agrees(conv({1, 2, 3, 4, 5}, {2, 2, 2, 3, 2}, {{"pads", Ints{1, 0, 1, 0, 1, 1}}}));
    agrees(conv({1, 1, 1, 1}, {1, 1, 1, 1}, {}));
    agrees(conv({1, 1, 9}, {2, 1, 4}, {{"strides", Ints{3}}, {"dilations", Ints{2}}}, false));
  }

  void convolutionsWithStridesDilationsGroupsAndPads() {
    agrees(conv({2, 2, 7, 6}, {2, 2, 3, 3}, {{"strides", Ints{2, 3}}, {"pads", Ints{1, 2, 0, 1}}}));
    agrees(
        conv({1, 2, 9, 8}, {1, 2, 3, 2}, {{"dilations", Ints{3, 2}}, {"pads", Ints{2, 1, 3, 0}}}));
    agrees(conv({2, 4, 5, 5}, {6, 2, 3, 3}, {{"group", std::int64_t{2}}}, false));
    agrees(
        conv({1, 3, 5, 5}, {3, 1, 3, 3}, {{"group", std::int64_t{3}}, {"pads", Ints{1, 1, 1, 1}}}));
    agrees(conv({1, 1, 2, 2}, {1, 1, 5, 5}, {{"pads", Ints{3, 3, 3, 3}}, {"strides", Ints{2, 2}}}));
    agrees(conv({1, 2, 6, 5}, {2, 2, 4, 4}, {{"auto_pad", "SAME_UPPER"}, {"strides", Ints{2, 2}}}));
  }

  void matrixProducts() {
    for (const std::int64_t a : {0, 1}) {
      for (const std::int64_t b : {0, 1}) {
        const Attributes attributes{{"transA", a}, {"transB", b}, {"alpha", 0.5F}, {"beta", -2.0F}};
        const Shape left = a == 1 ? Shape{4, 3} : Shape{3, 4};
        const Shape right = b == 1 ? Shape{5, 4} : Shape{4, 5};
        agrees(gemm(left, right, attributes, apart({3, 5}, 3)));
        agrees(gemm(left, right, attributes, apart({5}, 3)));
        agrees(gemm(left, right, attributes, apart({3, 1}, 3)));
        agrees(gemm(left, right, attributes, apart({1, 1}, 3)));
        agrees(gemm(left, right, attributes, scalar(0.3F)));
        agrees(gemm(left, right, attributes));
      }
    }
    agrees(pair("MatMul", {3, 4}, {4, 2}));
    agrees(pair("MatMul", {4}, {4}));
    agrees(pair("MatMul", {4}, {2, 4, 3}));
    agrees(pair("MatMul", {2, 3, 4}, {4}));
    agrees(pair("MatMul", {2, 1, 3, 4}, {5, 4, 2}));
    agrees(pair("MatMul", {3, 2}, {2, 2, 2, 3}));
  }

  void activations() {
    for (const char* op : {"Relu", "LeakyRelu", "Sigmoid", "Tanh"}) {
      agrees(unary(op, {2, 3, 5}));
      agrees(unary(op, {}));
    }
    agrees(unary("LeakyRelu", {17}, {{"alpha", -0.3F}}));
  }

  void clipAndItsBounds() {
    agrees(clip({31}, scalar(-0.501F), scalar(0.403F)));
    agrees(clip({31}, {}, scalar(0.403F)));
    agrees(clip({31}, scalar(-0.501F), {}));
    agrees(clip({31}, scalar(0.501F), scalar(-0.403F)));
    OpCase old = unary("Clip", {31}, {{"min", -0.25F}, {"max", 0.3F}});
    old.opset = 6;
    agrees(old);
  }

  void pools() {
    for (const char* op : {"MaxPool", "AveragePool"}) {
      agrees(pool(op, {2, 1, 7}, {{"kernel_shape", Ints{3}}}));
      agrees(pool(op, {1, 2, 5, 7}, {{"kernel_shape", Ints{2, 3}}, {"strides", Ints{2, 2}}}));
      agrees(pool(op, {1, 1, 3, 4, 5}, {{"kernel_shape", Ints{2, 2, 2}}}));
      agrees(pool(op, {1, 1, 1, 1}, {{"kernel_shape", Ints{1, 1}}}));
      for (const std::int64_t ceil : {0, 1}) {
        agrees(pool(op, {1, 2, 6, 7},
                    {{"kernel_shape", Ints{3, 2}},
                     {"strides", Ints{2, 3}},
                     {"pads", Ints{1, 0, 2, 1}},
                     {"ceil_mode", ceil}}));
      }
    }
    agrees(
        pool("MaxPool", {1, 1, 8, 9}, {{"kernel_shape", Ints{2, 3}}, {"dilations", Ints{3, 2}}}));
    for (const std::int64_t counts : {0, 1}) {
      agrees(pool("AveragePool", {1, 2, 5, 5},
                  {{"kernel_shape", Ints{3, 3}},
                   {"pads", Ints{1, 1, 1, 1}},
                   {"strides", Ints{2, 2}},
                   {"ceil_mode", k_one},
                   {"count_include_pad", counts}}));
    }
  }

  void equalSamplesGiveTheirGradientToTheFirst() {
    const Operator& op = *find_operator("MaxPool");
    const OpCase c = pool("MaxPool", {1, 1, 2, 2}, {{"kernel_shape", Ints{2, 2}}});
    const PreparedCase prepared = prepare(c);
    const std::vector<Tensor> inputs{Tensor::of<double>({1, 1, 2, 2}, std::vector{1., 3., 3., 3.})};
    const std::vector<Tensor> outputs{Tensor::filled<double>({1, 1, 1, 1}, 3)};
    std::vector<Tensor> gradients{Tensor::filled<double>({1, 1, 2, 2}, 0)};
    op.gradient({.params = prepared.params,
                 .inputs = inputs,
                 .outputs = outputs,
                 .output_gradients = outputs,
                 .input_gradients = gradients});
    const auto result = gradients[0].values<double>();
    QCOMPARE(std::vector(result.begin(), result.end()), (std::vector{0., 3., 0., 0.}));
  }

  void globalPools() {
    for (const char* op : {"GlobalMaxPool", "GlobalAveragePool"}) {
      agrees(unary(op, {2, 3, 4, 5}));
      agrees(unary(op, {2, 2, 7}));
      agrees(unary(op, {1, 1, 1, 1}));
    }
  }

  void batchNormalisationByGivenAndByOwnStatistics() {
    for (const TrainingMode mode : {TrainingMode{}, k_trains}) {
      agrees(batch_norm({3, 2, 3, 2}, 2), mode);
      agrees(batch_norm({1, 2, 5}, 2), mode);
      agrees(batch_norm({4, 3}, 3), mode);
      agrees(batch_norm({5}, 1), mode);
      agrees(batch_norm({1, 3}, 3), mode);
    }
  }

  void ownStatisticsMakeMeanZeroAndVarianceOne() {
    OpCase c = batch_norm({3, 1, 4}, 1);
    c.attributes = {{"epsilon", 0.0F}};
    c.inputs[1] = Tensor::filled<float>({1}, 2);
    c.inputs[2] = Tensor::filled<float>({1}, 7);
    const PreparedCase prepared = prepare(c);
    std::vector<Tensor> inputs, outputs{Tensor({3, 1, 4}, ElementType::float64)};
    for (const Tensor& input : c.inputs) inputs.push_back(input.to(ElementType::float64));
    prepared.op->reference(
        {.params = prepared.params, .inputs = inputs, .outputs = outputs, .mode = k_trains});
    double sum = 0, squares = 0;
    for (const double y : outputs[0].values<double>()) sum += y, squares += (y - 7) * (y - 7);
    QVERIFY(std::abs(sum / 12 - 7) < 1e-12);
    QVERIFY(std::abs(squares / 12 - 4) < 1e-12);
  }

  void sumsAndProductsOfStretchedInputs() {
    for (const char* op : {"Add", "Mul"}) {
      agrees(pair(op, {2, 3, 4}, {2, 3, 4}));
      agrees(pair(op, {2, 3, 4}, {3, 1}));
      agrees(pair(op, {1, 4}, {3, 1}));
      agrees(pair(op, {}, {2, 2}));
      agrees(pair(op, {2, 3, 2, 2}, {1, 3, 1, 1}));
    }
  }

  void aValueAddedToOrMultipliedByItselfCountsTwice() {
    // The inputs' gradients are apart; who reads a value twice adds them up.
    OpCase c = pair("Mul", {3}, {3});
    c.inputs[1] = c.inputs[0];
    agrees(c);
  }

  void concatenations() {
    for (const std::int64_t axis : {0, 1, 2, -1}) {
      OpCase c{.op = "Concat", .attributes = {{"axis", axis}}, .inputs = {}};
      for (const std::int64_t extent : {1, 3, 2}) {
        Shape shape{2, 2, 2};
        shape[axis < 0 ? 2 : static_cast<std::size_t>(axis)] = extent;
        c.inputs.push_back(apart(shape, static_cast<std::uint64_t>(extent)));
      }
      agrees(c);
    }
  }

  void softmaxAlongAnyAxis() {
    for (const std::int64_t axis : {0, 1, -1}) {
      for (const int opset : {11, 13}) {
        OpCase c = unary("Softmax", {3, 4, 2}, {{"axis", axis}});
        c.opset = axis < 0 ? 13 : opset;
        agrees(c);
      }
    }
  }

  void views() {
    agrees(unary("Flatten", {2, 3, 2}));
    agrees(unary("Identity", {3, 2}));
    OpCase c = unary("Reshape", {2, 6});
    c.inputs.push_back(Tensor::of<std::int64_t>({2}, Ints{3, -1}));
    agrees(c);
  }

  void dropoutDropsOnlyWhereTheNetworkLearns() {
    agrees(unary("Dropout", {40}));
    agrees(unary("Dropout", {40}), k_trains);
    OpCase old = unary("Dropout", {40}, {{"ratio", 0.2F}});
    old.opset = 7;
    agrees(old, k_trains);
  }

  void dropoutDropsItsShareAndKeepsTheExpectation() {
    for (const double ratio : {0.0, 0.3, 0.5, 1.0}) {
      const ops::DropoutMask mask(ratio, 12);
      double dropped = 0, sum = 0;
      for (std::int64_t i = 0; i < 100000; ++i) {
        const double factor = mask.factor(i);
        QVERIFY(factor == 0 || factor == 1 / (1 - ratio));
        dropped += factor == 0 ? 1 : 0;
        sum += factor;
      }
      QVERIFY(std::abs(dropped / 1e5 - ratio) < 0.01);
      QVERIFY(std::abs(sum / 1e5 - (ratio < 1 ? 1 : 0)) < 0.02);
    }
  }

  void anotherSeedOrNodeDropsOthers() {
    const auto drawn = [](TrainingMode mode) {
      std::vector<double> factors;
      for (std::int64_t i = 0; i < 64; ++i) {
        factors.push_back(ops::DropoutMask(0.5, mode.seed).factor(i));
      }
      return factors;
    };
    QCOMPARE(drawn(k_trains.of_node(3)), drawn(k_trains.of_node(3)));
    QVERIFY(drawn(k_trains.of_node(3)) != drawn(k_trains.of_node(4)));
    QVERIFY(drawn(k_trains) != drawn({.trains = true, .seed = 6}));
  }

  void theRatioIsInputOneFromOpsetTwelveOn() {
    OpCase c = unary("Dropout", {1000});
    c.inputs.push_back(scalar(0.9F));
    const PreparedCase prepared = prepare(c);
    const std::vector<Tensor> inputs{Tensor::filled<double>({1000}, 1),
                                     Tensor::filled<double>({}, 0.9)};
    std::vector<Tensor> outputs{Tensor({1000}, ElementType::float64)};
    prepared.op->reference(
        {.params = prepared.params, .inputs = inputs, .outputs = outputs, .mode = k_trains});
    const auto zeros = std::ranges::count(outputs[0].values<double>(), 0.0);
    QVERIFY(zeros > 850 && zeros < 950);
  }
};

QTEST_GUILESS_MAIN(GradientTest)
#include "gradient_test.moc"
