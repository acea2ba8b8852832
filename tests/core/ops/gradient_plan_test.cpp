// Plans of gradients, looked at as data; no device needed.

#include <QtTest>
#include <set>

#include "tests/core/ops/gradient_plan_cases.h"

using namespace fovea;
using namespace fovea::testing;

class GradientPlanTest : public QObject {
  Q_OBJECT

 private slots:
  void everyOperatorThatComputesHasOne() {
    for (const Operator* op : all_operators()) {
      const bool needs = op->gradient != nullptr && (!op->is_view || op->name == "Dropout");
      QVERIFY2((op->vulkan_gradient != nullptr) == needs, op->name.data());
    }
  }

  void theSweepsCoverEveryOperator() {
    std::set<std::string> swept;
    for (const GradientPlanFamily& family : gradient_plan_families()) {
      for (const GradientPlanCase& c : family.cases) swept.insert(c.op.op);
    }
    for (const Operator* op : all_operators()) {
      if (op->vulkan_gradient == nullptr) continue;
      QVERIFY2(swept.contains(std::string(op->name)), op->name.data());
    }
  }

  void everyPlanKeepsWithinTheLimits() {
    VulkanLimits small;
    small.max_invocations = 24;  // no power of two
    small.max_group_size = {24, 24, 8};
    VulkanLimits large;
    large.subgroup_size = 32;
    large.max_invocations = 1024;
    large.max_group_size = {1024, 1024, 64};
    large.busy_invocations = 8192;
    for (const GradientPlanFamily& family : gradient_plan_families()) {
      for (const GradientPlanCase& c : family.cases) {
        for (const VulkanLimits& limits : {VulkanLimits{}, small, large}) {
          const std::string failure = training_plan_failure_of(c, limits);
          QVERIFY2(failure.empty(), failure.c_str());
        }
      }
    }
  }

  void whatHasNoPlanIsLeftToTheCpu() {
    GradientPlanCase c{
        .op = {.op = "MatMul",
               .attributes = {},
               .inputs = {random_tensor({2, 3, 4}, 1), random_tensor({2, 4, 5}, 2)}}};
    QVERIFY(training_plan_failure_of(c).find("here is no plan") != std::string::npos);
    c.op = {.op = "Clip",
            .attributes = {},
            .inputs = {random_tensor({3}, 1), Tensor::filled<float>({}, 0), {}}};
    c.wanted = {0, 1};
    QVERIFY(training_plan_failure_of(c).find("here is no plan") != std::string::npos);
  }
};

QTEST_GUILESS_MAIN(GradientPlanTest)
#include "gradient_plan_test.moc"
