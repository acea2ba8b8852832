#include <QtTest>
#include <cmath>
#include <limits>

#include "tests/core/ops/plan_checks.h"

using namespace fovea;
using namespace fovea::testing;

namespace {

constexpr float k_infinity = std::numeric_limits<float>::infinity();
constexpr float k_nan = std::numeric_limits<float>::quiet_NaN();

/// Around every vector length, and one that takes several tiles.
constexpr std::array<std::int64_t, 15> k_sizes{1,  3,  4,  5,  7,  8,   9,    15,
                                               16, 17, 31, 33, 34, 130, 40000};

Tensor scalar(float value) { return Tensor::filled<float>({}, value); }

OpCase with_input(std::string op, Tensor input, Attributes attributes = {}) {
  return {.op = std::move(op),
          .attributes = std::move(attributes),
          .inputs = {std::move(input)},
          .tolerance = 1e-6};
}

}  // namespace

class ActivationTest : public QObject {
  Q_OBJECT

  static void agrees(const OpCase& c) {
    const std::string failure = failure_of(c);
    QVERIFY2(failure.empty(), failure.c_str());
    const std::string plan = plan_failure_of(c);
    QVERIFY2(plan.empty(), plan.c_str());
  }

 private slots:
  void everySizeAgreesWithTheReference() {
    for (const std::int64_t size : k_sizes) {
      const Tensor input = random_tensor({size}, static_cast<std::uint64_t>(size), -8, 8);
      for (const std::string op : {"Relu", "LeakyRelu", "Sigmoid", "Tanh"}) {
        agrees(with_input(op, input));
      }
      agrees(with_input("LeakyRelu", input, {{"alpha", -0.3F}}));
      agrees({.op = "Clip",
              .attributes = {},
              .inputs = {input, scalar(-1.5F), scalar(2)},
              .tolerance = 1e-6});
    }
  }

  void anyRankWillDo() {
    agrees(with_input("Relu", random_tensor({}, 1)));
    agrees(with_input("Sigmoid", random_tensor({2, 3, 5, 7}, 2)));
    agrees(with_input("Tanh", random_tensor({2, 1, 3, 1, 2, 3}, 3)));
  }

  void extremesNeitherOverflowNorHide() {
    const std::vector<float> values{0,     -0.0F, 1e-30F, -1e-30F, 88,         -88,         104,
                                    -104,  1e30F, -1e30F, 1e-4F,   k_infinity, -k_infinity, k_nan,
                                    0.24F, 0.26F, -0.25F, 9,       -9,         19};
    const Tensor input = Tensor::of({static_cast<std::int64_t>(values.size())}, values);
    for (const std::string op : {"Relu", "LeakyRelu", "Sigmoid", "Tanh"}) {
      agrees(with_input(op, input));
    }
    agrees({.op = "Clip", .attributes = {}, .inputs = {input, scalar(-3), scalar(3)}});
  }

  void tinyNumbersKeepTheirRelativePrecision() {
    for (const float x : {1e-6F, 1e-3F, 0.03F}) {
      const OpCase c = with_input("Tanh", Tensor::filled<float>({16}, x));
      agrees(c);
      QVERIFY(std::abs(reference_of(c)[0].values<double>()[0] - std::tanh(double{x})) < 1e-15);
    }
  }

  void clipTakesBoundsFromAttributesAtOpset6() {
    OpCase c = with_input("Clip", random_tensor({40}, 4, -3, 3), {{"min", -1.0F}, {"max", 0.5F}});
    c.opset = 6;
    agrees(c);
    const Tensor y = reference_of(c)[0];
    QVERIFY(std::ranges::all_of(y.values<double>(), [](double v) { return v >= -1 && v <= 0.5; }));
    c.inputs.push_back(scalar(0));
    QVERIFY(refusal_of(c).find("attributes") != std::string::npos);
  }

  void clipTakesEachBoundByItself() {
    const Tensor input = random_tensor({37}, 5, -3, 3);
    agrees({.op = "Clip", .attributes = {}, .inputs = {input}});
    agrees({.op = "Clip", .attributes = {}, .inputs = {input, scalar(0.25F)}});
    const OpCase high{.op = "Clip", .attributes = {}, .inputs = {input, Tensor(), scalar(0.5F)}};
    agrees(high);
    const auto plan = plan_of(high);
    const std::span<const Binding> bindings = plan->dispatches[0].bindings;
    QVERIFY((bindings[2] == Binding{Binding::Kind::input, 0}));
    QVERIFY((bindings[3] == Binding{Binding::Kind::input, 2}));
  }

  void whereMinIsGreaterThanMaxMaxWins() {
    const OpCase c{
        .op = "Clip", .attributes = {}, .inputs = {random_tensor({9}, 6), scalar(2), scalar(1)}};
    agrees(c);
    const std::vector<Tensor> expected = reference_of(c);
    for (const double v : expected[0].values<double>()) QCOMPARE(v, 1.0);
  }

  void otherTypesAndBoundsOfSeveralNumbersAreRefused() {
    const OpCase integers = with_input("Relu", Tensor::filled<std::int64_t>({3}, 1));
    QVERIFY(refusal_of(integers).find("int64") != std::string::npos);
    const OpCase bounds{
        .op = "Clip", .attributes = {}, .inputs = {random_tensor({3}, 7), random_tensor({3}, 8)}};
    QVERIFY(refusal_of(bounds).find("one number") != std::string::npos);
  }

  void aGridBeyondTheDeviceIsCutToIt() {
    VulkanLimits small;
    small.max_group_count = {7, 1, 1};
    small.max_group_size = {100, 1, 1};
    const OpCase c = with_input("Relu", random_tensor({40000}, 9));
    const std::string failure = plan_failure_of(c, small);
    QVERIFY2(failure.empty(), failure.c_str());
    const std::array<std::uint32_t, 3> groups{7, 1, 1};
    QCOMPARE(plan_of(c, small)->dispatches[0].groups, groups);
    QCOMPARE(plan_of(c, small)->dispatches[0].specialization[0], 64U);
  }
};

QTEST_GUILESS_MAIN(ActivationTest)
#include "activation_test.moc"
