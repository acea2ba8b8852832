#include <QtTest>

#include "tests/core/ops/op_cases.h"

using namespace fovea;
using namespace fovea::testing;

namespace {

std::optional<VulkanPlan> plan_of(const std::string& op, const Shape& a, const Shape& b,
                                  const Attributes& attributes = {},
                                  const VulkanLimits& limits = {}) {
  const PreparedCase prepared =
      prepare({.op = op, .attributes = attributes, .inputs = {Tensor(a), Tensor(b)}});
  return prepared.op->vulkan({.params = prepared.params,
                              .inputs = prepared.inputs,
                              .outputs = prepared.outputs,
                              .limits = limits});
}

std::int64_t groups_of(const VulkanPlan& plan) {
  const auto& groups = plan.dispatches.at(0).groups;
  return std::int64_t{groups[0]} * groups[1] * groups[2];
}

}  // namespace

class ConvPlanTest : public QObject {
  Q_OBJECT
 private slots:
  void twoAxesTakeTheTiledShader();
  void depthAndHighKernelsTakeTheGeneralShader();
  void moreGroupsThanTheDeviceTakesGoToTheCpu();
  void groupsStayWithinTheLimits();
  void smallTilesKeepALargeDeviceBusy();
  void aRowOfSumsIsSharedOnALargeDevice();
};

void ConvPlanTest::twoAxesTakeTheTiledShader() {
  for (const auto& [input, kernel] :
       {std::pair{Shape{1, 3, 32, 32}, Shape{8, 3, 5, 5}}, {Shape{2, 1, 100}, Shape{4, 1, 3}}}) {
    const auto plan = plan_of("Conv", input, kernel);
    QVERIFY(plan);
    QCOMPARE(plan->dispatches.size(), 1U);
    QCOMPARE(plan->dispatches[0].shader, "ops/conv/conv2d");
    QVERIFY(plan->scratch_bytes.empty());
  }
}

void ConvPlanTest::depthAndHighKernelsTakeTheGeneralShader() {
  const auto depth = plan_of("Conv", {1, 1, 8, 8, 8}, {1, 1, 3, 3, 3});
  QCOMPARE(depth->dispatches[0].shader, "ops/conv/conv");
  const auto high = plan_of("Conv", {1, 1, 80, 8}, {1, 1, 40, 3});
  QCOMPARE(high->dispatches[0].shader, "ops/conv/conv");
}

void ConvPlanTest::moreGroupsThanTheDeviceTakesGoToTheCpu() {
  QVERIFY(!plan_of("Conv", {70000, 1, 2, 2}, {1, 1, 1, 1}));
  QVERIFY(!plan_of("MatMul", {70000, 1, 2}, {70000, 2, 1}));
  QVERIFY(!plan_of("MatMul", {2, 2, 2, 2, 1, 2}, {2, 2, 2, 2, 2, 1}));
}

void ConvPlanTest::groupsStayWithinTheLimits() {
  VulkanLimits limits;
  limits.max_invocations = 32;
  limits.subgroup_size = 64;
  for (const auto& plan : {plan_of("Conv", {1, 3, 32, 32}, {8, 3, 5, 5}, {}, limits),
                           plan_of("MatMul", {1, 400}, {400, 120}, {}, limits)}) {
    QVERIFY(plan->dispatches[0].specialization[0] <= 32);
  }
}

void ConvPlanTest::smallTilesKeepALargeDeviceBusy() {
  VulkanLimits software, card;
  software.busy_invocations = 64;
  card.busy_invocations = 8192;
  const auto few = plan_of("Conv", {1, 16, 16, 16}, {16, 16, 3, 3}, {}, software);
  const auto many = plan_of("Conv", {1, 16, 16, 16}, {16, 16, 3, 3}, {}, card);
  QVERIFY(groups_of(*many) > groups_of(*few));
}

void ConvPlanTest::aRowOfSumsIsSharedOnALargeDevice() {
  VulkanLimits card;
  card.busy_invocations = 8192;
  card.subgroup_size = 32;
  constexpr std::size_t k_split = 6;  // of the specialization
  const auto shared = plan_of("MatMul", {1, 400}, {400, 10}, {}, card);
  QCOMPARE(shared->dispatches[0].specialization[k_split], 32U);
  const auto wide = plan_of("MatMul", {1, 400}, {400, 10000}, {}, card);
  QCOMPARE(wide->dispatches[0].specialization[k_split], 1U);
}

QTEST_GUILESS_MAIN(ConvPlanTest)
#include "conv_plan_test.moc"
