// The gradients that a Vulkan device computes, against the plain loops in double.

#include <QtTest>

#include "tests/core/ops/gradient_plan_cases.h"
#include "tests/core/ops/vulkan_case.h"

using namespace fovea;
using namespace fovea::testing;

class GradientPlanGpuTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    if (shared_device() == nullptr) QSKIP("no Vulkan here");
  }

  void theDeviceDifferentiatesAsThePlainLoopsDo_data() {
    QTest::addColumn<int>("index");
    int index = 0;
    for (const GradientPlanFamily& family : gradient_plan_families()) {
      QTest::newRow(family.name) << index++;
    }
  }
  void theDeviceDifferentiatesAsThePlainLoopsDo() {
    QFETCH(const int, index);
    const std::vector<GradientPlanFamily> families = gradient_plan_families();
    for (const GradientPlanCase& c : families[static_cast<std::size_t>(index)].cases) {
      const std::string failure = gradient_plan_failure_of(c);
      QVERIFY2(failure.empty(), failure.c_str());
    }
  }

  void aWrongGradientIsFound() {
    const std::vector<GradientPlanFamily> families = gradient_plan_families();
    GradientPlanCase c = families[0].cases[0];
    c.op.tolerance = 0;
    QVERIFY(gradient_plan_failure_of(c).find("is off by") != std::string::npos);
  }
};

QTEST_GUILESS_MAIN(GradientPlanGpuTest)
#include "gradient_plan_gpu_test.moc"
