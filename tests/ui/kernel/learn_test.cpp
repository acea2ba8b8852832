#include <QQuickItem>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>

#include "core/base/files.h"
#include "core/onnx/bundled.h"
#include "core/ops/conv/presets.h"
#include "tests/ui/qml_harness.h"
#include "ui/kernel/learn/learn_model.h"

using namespace fovea;
using namespace fovea::testing;

namespace {

constexpr auto k_page = R"(Item {
  id: root
  required property Workspace workspace
  width: 880; height: 860
  KernelBench { id: bench; workspace: root.workspace }
  LearnPage { objectName: "page"; anchors.fill: parent; bench: bench; workspace: root.workspace; focus: true }
})";

Document cat_document() {
  return make_document(make_origin(bundled_network("edges"), "edges"),
                       std::make_shared<const Picture>(
                           read_picture(FOVEA_SOURCE_DIR "/assets/pictures/chelsea.png")));
}

/// A model that learns on a workspace, which begins with Sobel x from noise.
struct Bench {
  Workspace workspace;
  KernelBench bench;
  LearnModel model;
  explicit Bench(Document document = edges_document())
      : workspace(std::move(document), {.threads = 1, .make_vulkan = {}}) {
    bench.setWorkspace(&workspace);
    model.setBench(&bench);
  }
  int preset(std::string_view name) const {
    return static_cast<int>(find_kernel_preset(name) - kernel_presets().data());
  }
  int own() const { return static_cast<int>(kernel_presets().size()); }
};

double largest_magnitude(const QList<qreal>& values) {
  double largest = 0;
  for (const qreal value : values) largest = std::max(largest, std::abs(value));
  return largest;
}

bool falls(const QList<qreal>& losses) {
  return std::is_sorted(losses.rbegin(), losses.rend()) && losses.front() > losses.back();
}

}  // namespace

class LearnTest : public QObject {
  Q_OBJECT

 private slots:
  void itBeginsAtZeroAndFindsTheTrueKernelIn200Steps() {
    Bench on;
    QTRY_VERIFY(on.model.isReady());
    QCOMPARE(on.model.position(), 0);
    QCOMPARE(largest_magnitude(on.model.learned()), 0.0);
    on.model.setPosition(200);
    QCOMPARE(on.model.losses().size(), 201);
    QVERIFY(falls(on.model.losses()));
    QVERIFY(on.model.distanceToTruth() < 1e-2);
    QVERIFY(on.model.slowText().isEmpty());
  }

  void playingGoesOnStepByStepAndScrubbingGoesBack() {
    Bench on;
    QTRY_VERIFY(on.model.isReady());
    on.model.setPlaying(true);
    QTRY_VERIFY(on.model.reached() > 12);
    on.model.setPosition(5);
    QVERIFY(!on.model.isPlaying());
    const int reached = on.model.reached();
    const double at_5 = on.model.distanceToTruth();
    on.model.step();
    QCOMPARE(on.model.position(), 6);
    QCOMPARE(on.model.reached(), reached);
    QVERIFY(on.model.distanceToTruth() < at_5);
    on.model.restart();
    QCOMPARE(on.model.reached(), 0);
    QCOMPARE(on.model.losses().size(), 1);
  }

  void learningIsContinuedBeyondTheStepsComputedFirst() {
    Bench on;
    QTRY_VERIFY(on.model.isReady());
    on.model.setPosition(300);
    QCOMPARE(on.model.position(), 300);
    QTRY_VERIFY((on.model.setPosition(500), on.model.position() == 500));
    QCOMPARE(on.model.losses().size(), 501);
  }

  void anotherRateShowsAtOnceWhatItWouldHaveDone() {
    Bench on;
    QTRY_VERIFY(on.model.isReady());
    on.model.setPosition(60);
    const double loss = on.model.losses().last();
    on.model.setRate(0.25);
    QTRY_VERIFY(on.model.losses().last() > 1.5 * loss);
    QCOMPARE(on.model.position(), 60);
    on.model.setMomentum(0.8);
    QTRY_VERIFY(on.model.losses().last() < loss);
  }

  void aRateThatIsTooLargeIsSaidAndStaysFinite() {
    Bench on;
    QTRY_VERIFY(on.model.isReady());
    on.model.setPosition(250);
    on.model.setRate(3);
    QTRY_VERIFY(on.model.hasDiverged());
    QVERIFY(on.model.divergedText().contains("too large"));
    QVERIFY(on.model.position() < 250);
    for (const qreal loss : on.model.losses()) QVERIFY(std::isfinite(loss));
    QVERIFY(std::isfinite(largest_magnitude(on.model.learned())));
    QVERIFY(on.model.isAtEnd());
    on.model.setRate(1);
    QTRY_VERIFY(!on.model.hasDiverged());
    QVERIFY(on.model.divergedText().isEmpty());
  }

  void aPhotographIsSlowAndItIsSaidWhy() {
    Bench on(cat_document());
    on.model.setNoise(false);
    QTRY_VERIFY(on.model.isReady() && on.model.slowText().contains("photograph"));
    QCOMPARE(on.model.beforeText(), QString("in grey, 451 × 300"));
    on.model.setPosition(100);
    QVERIFY(falls(on.model.losses()));
    QVERIFY(on.model.distanceToTruth() > 0.1);
    QVERIFY(on.model.bestLoss() < 1e-9);
    QVERIFY(std::abs(on.model.best()[3] - on.model.truth()[3]) < 1e-3);
  }

  void aLargePictureIsReducedAndThatIsSaid() {
    Document document = cat_document();
    const Picture large{Tensor::filled(Shape{900, 1200, 1}, std::uint8_t{90}), "large", {}};
    document = make_document(document.network.origin, std::make_shared<const Picture>(large));
    Bench on(std::move(document));
    on.model.setNoise(false);
    QTRY_COMPARE(on.model.beforeText(), QString("in grey, reduced from 1200 × 900 to 512 × 384"));
    QVERIFY(on.model.slowText().contains("many kernels are equally good"));
  }

  void theSizeFollowsTheTargetAndMayBeOtherThanItsOwn() {
    Bench on;
    on.model.chooseTarget(on.preset("gaussian"));
    QCOMPARE(on.model.size(), 5);
    QTRY_COMPARE(on.model.truth().size(), 25);
    on.model.setSize(7);
    QTRY_COMPARE(on.model.truth().size(), 49);
    QVERIFY(on.model.bestLoss() < 1e-9);
    on.model.setSize(3);
    QTRY_COMPARE(on.model.best().size(), 9);
    QVERIFY(on.model.truth().isEmpty());
    QVERIFY(on.model.distanceToTruth() < 0);
    QVERIFY(on.model.bestLoss() > 1e-9);
  }

  void theWorkshopsKernelIsLearnedAndReplacedByWhatWasLearned() {
    Bench on;
    on.bench.setKernel(kernel_preset("sobel-y"), "Sobel y", {}, "Sobel y");
    on.model.chooseTarget(on.own());
    QTRY_VERIFY(on.model.isReady() && on.model.truth().size() == 9 && on.model.truth()[1] != 0);
    on.model.setPosition(40);
    const QList<qreal> learned = on.model.learned();
    on.model.use();
    QCOMPARE(on.bench.kernel().floats()[1], static_cast<float>(learned[1]));
    QCOMPARE(on.model.position(), 40);  // what was learned from is still the same
    on.workspace.undo();
    QCOMPARE(on.bench.kernel().floats()[1], kernel_preset("sobel-y").floats()[1]);
  }

  void aSecondPictureIsLearnedFrom() {
    Bench on(cat_document());
    on.model.chooseFile(QUrl::fromLocalFile(FOVEA_SOURCE_DIR "/assets/pictures/chelsea.png"));
    QVERIFY(on.model.wantsFile() && !on.model.isNoise());
    QTRY_COMPARE(on.model.best().size(), 9);
    QVERIFY(on.model.truth().isEmpty());
    QVERIFY(std::abs(on.model.best()[4] - 1) < 1e-4);  // the same picture: the identity
    QCOMPARE(on.model.afterText(), QString("chelsea.png"));
  }

  void aSecondPictureOfAnotherSizeIsRefusedInASentence() {
    Bench on(cat_document());
    on.model.chooseFile(QUrl::fromLocalFile(FOVEA_SOURCE_DIR "/assets/pictures/coffee.png"));
    QTRY_COMPARE(on.model.problem(),
                 QString("The picture after is 600 × 400 pixels, the one before 451 × 300. Choose "
                         "one of the same size."));
    QVERIFY(!on.model.isReady());
    on.model.chooseTarget(on.preset("box"));
    QTRY_VERIFY(on.model.isReady());
    QVERIFY(on.model.problem().isEmpty());
  }

  void picturesOfAStepAreDrawnAsLargeAsTheirRoom() {
    Bench on;
    on.model.setRoom({600, 530, true});
    QTRY_VERIFY(on.model.view().run != nullptr);
    QCOMPARE(on.model.view().before.size(), QSize(512, 512));  // twice 256
    const auto dark = [](const QImage& image) {
      return image.pixelColor(100, 100) == image.pixelColor(300, 200);
    };
    QVERIFY(dark(on.model.view().made));
    on.model.setPosition(300);
    QTRY_COMPARE(on.model.view().step, 300);
    QVERIFY(!dark(on.model.view().made));
    on.model.setRoom({100, 200, true});
    QTRY_COMPARE(on.model.view().after.size(), QSize(100, 100));
  }

  void thePageIsWorkedWithKeys() {
    Workspace workspace(edges_document(), {.threads = 1, .make_vulkan = {}});
    QmlHarness harness(k_page, &workspace);
    auto* model = harness.root()->findChild<LearnModel*>();
    QVERIFY(model);
    QTRY_VERIFY(model->isReady());
    harness.find("page")->forceActiveFocus();
    QTest::keyClick(harness.window(), Qt::Key_Period);
    QTRY_COMPARE(model->position(), 1);
    QTest::keyClick(harness.window(), Qt::Key_Space);
    QTRY_VERIFY(model->position() > 3);
    QTest::keyClick(harness.window(), Qt::Key_Space);
    QVERIFY(!model->isPlaying());
  }
};

QTEST_MAIN(LearnTest)
#include "learn_test.moc"
