#include <QTest>

#include "tests/ui/journeys/person.h"
#include "tests/ui/train/train_bench.h"

using namespace fovea;
using namespace fovea::testing;

/// Training with the engine that the window is told to use.
class TrainVulkanTest : public QObject {
  Q_OBJECT

 private slots:
  void aRunTrainsOnVulkanWhereThatIsChosen() {
    if (!has_vulkan()) QSKIP("there is no Vulkan device");
    TrainBench on;
    on.workspace.setEngineChoice(Workspace::Vulkan);
    on.model.settings()->setEpochs(2);
    on.model.play();
    QVERIFY(on.ends());
    QCOMPARE(on.model.engineText(), QString("Vulkan"));
    QVERIFY(on.model.notice().isEmpty());
    QVERIFY(on.model.validationAccuracy()->newest() > 0.9);
    // The next run is on what is chosen then.
    on.workspace.setEngineChoice(Workspace::Cpu);
    on.model.newRun();
    QTRY_VERIFY(on.model.engineText().startsWith("CPU"));
  }
};

QTEST_MAIN(TrainVulkanTest)
#include "train_vulkan_gpu_test.moc"
