#include "ui/kernel/slide_model.h"

#include <QTest>
#include <cmath>
#include <random>

#include "core/onnx/bundled.h"
#include "core/ops/conv/presets.h"
#include "ui/kernel/slide_player.h"
#include "ui/kernel/slide_settings.h"

using namespace fovea;

namespace {

std::shared_ptr<const Picture> noise_picture() {
  Picture picture{
      .pixels = Tensor(Shape{40, 50, 3}, ElementType::uint8), .name = "noise", .warning = {}};
  std::mt19937 random(3);
  for (std::uint8_t& pixel : picture.pixels.mutable_values<std::uint8_t>())
    pixel = static_cast<std::uint8_t>(random() & 255);
  return std::make_shared<const Picture>(std::move(picture));
}

/// The page's models on a small picture, as QML makes them.
struct Page {
  explicit Page(const char* network = "lenet5-digits")
      : workspace(make_document(make_origin(bundled_network(network), network), noise_picture()),
                  {.threads = 1, .make_vulkan = {}}) {
    workspace.setLens(Workspace::KernelLens);
    bench.setWorkspace(&workspace);
    model.setBench(&bench);
    model.setRoom(QSizeF(800, 300));
    settings.setModel(&model);
    player.setModel(&model);
  }
  bool isReady() {
    return QTest::qWaitFor([this] { return model.isReady() && !model.isStale(); });
  }
  void choose(SlideSettings::Setting setting, const QString& text) {
    const QVariantList choices = settings.settings()[setting].toMap()["choices"].toList();
    for (int i = 0; i < choices.size(); ++i)
      if (choices[i].toMap()["text"].toString() == text) return settings.choose(setting, i);
    QFAIL(qPrintable("no choice " + text));
  }
  QVariantMap choice(SlideSettings::Setting setting, const QString& text) const {
    for (const QVariant& it : settings.settings()[setting].toMap()["choices"].toList())
      if (it.toMap()["text"].toString() == text) return it.toMap();
    return {};
  }
  /// The output value that the window makes.
  double made() {
    const Tensor& output = model.source().made()->output;
    const Shape& shape = output.shape();
    return static_cast<double>(output.floats()[static_cast<std::size_t>(
        (model.unit() * shape[1] + model.row()) * shape[2] + model.column())]);
  }

  Workspace workspace;
  KernelBench bench;
  SlideModel model;
  SlideSettings settings;
  SlidePlayer player;
};

}  // namespace

class SlideModelTest : public QObject {
  Q_OBJECT
 private slots:
  void onThePictureTheSumIsTheValueThere();
  void inTheNetworkTheSumIsTheEnginesValue();
  void theFilterNeverTouchesTheNetwork();
  void sizesFollowTheFormulaForAllSettings();
  void whatCannotBeSaysWhy();
  void inTheNetworkSettingsAreTriedOnTheLayerAlone();
  void pointingAtAnOutputMovesTheWindowThere();
  void theOutputFillsAsTheWindowSlides();
  void playingStopsAtTheEndOfTheFirstRow();
  void aSmallGridIsDrawnOn();
  void aCutOutBecomesTheKernel();
  void aPreviewIsComputedAndLeavesNoEdit();
  void pixelsComeBackFromNormalisedValues();
  void aPreviewInTheNetworkIsOfThatLayerAlone();
  void pictureGridAndNetworkKeepTheirOwnWindows();
  void playingGoesOnFromWhereTheWindowWasPut();
  void paddingSaysWhatItHolds();
};

void SlideModelTest::onThePictureTheSumIsTheValueThere() {
  Page lens;
  QVERIFY(lens.isReady());
  QCOMPARE(lens.model.positionCount(), 40 * 50);
  std::mt19937 random(4);
  for (const bool colour : {false, true}) {
    lens.model.setColour(colour);
    QVERIFY(lens.isReady());
    QTRY_COMPARE(lens.model.unitCount(), colour ? 3 : 1);
    for (int i = 0; i < 50; ++i) {
      lens.model.setPosition(static_cast<int>(random() % 2000));
      QVERIFY(std::abs(lens.model.sum().total() - lens.made()) < 1e-4);
    }
  }
}

void SlideModelTest::inTheNetworkTheSumIsTheEnginesValue() {
  Page lens;
  lens.bench.setOnPicture(false);
  QVERIFY(lens.isReady());
  std::mt19937 random(5);
  for (int layer = 0; layer < lens.model.layers().size(); ++layer) {
    lens.model.setLayer(layer);
    QVERIFY(lens.isReady());
    const auto place = *lens.bench.place();
    const auto frame = lens.workspace.frame();
    const Tensor& maps = frame->value(frame->graph.node(place.conv).outputs[0]);
    for (int i = 0; i < 50; ++i) {
      lens.model.setUnit(static_cast<int>(random()) & 3);
      lens.model.setPosition(static_cast<int>(random() % 64));
      const Shape& shape = maps.shape();
      const auto at = static_cast<std::size_t>(
          (lens.model.unit() * shape[2] + lens.model.row()) * shape[3] + lens.model.column());
      QVERIFY(std::abs(lens.model.sum().total() - static_cast<double>(maps.floats()[at])) < 1e-4);
    }
  }
}

void SlideModelTest::theFilterNeverTouchesTheNetwork() {
  Page lens;
  QVERIFY(lens.isReady());
  const Graph before = lens.workspace.document().network.graph;
  lens.bench.setKernel(kernel_preset("gaussian:7:2"), "Gaussian");
  QVERIFY(lens.isReady());
  QVERIFY(lens.workspace.document().network.graph == before);
  QVERIFY(!lens.workspace.isModified());
  lens.bench.setOnPicture(false);
  QVERIFY(lens.isReady());
  const PictureFilter filter = lens.workspace.document().filter;
  lens.bench.setKernel(kernel_preset("box:5"), "box");
  QVERIFY(!(lens.workspace.document().network.graph == before));
  QVERIFY(lens.workspace.document().filter == filter);
  lens.workspace.undo();
  lens.workspace.undo();
  QCOMPARE(QString::fromStdString(lens.workspace.document().filter.name), QString("Sobel x"));
}

void SlideModelTest::sizesFollowTheFormulaForAllSettings() {
  Page lens;
  QVERIFY(lens.isReady());
  for (const char* stride : {"1", "2", "3"})
    for (const char* padding : {"valid (0)", "1", "3"})
      for (const char* dilation : {"1", "2", "5"}) {
        lens.choose(SlideSettings::Stride, stride);
        lens.choose(SlideSettings::Padding, padding);
        lens.choose(SlideSettings::Dilation, dilation);
        QVERIFY(lens.isReady());
        const int pad = QByteArray(padding).startsWith("valid") ? 0 : atoi(padding);
        const int wide = (50 + 2 * pad - atoi(dilation) * 2 - 1) / atoi(stride) + 1;
        QTRY_COMPARE(lens.model.outputColumns(), wide);
        QVERIFY2(lens.model.widthFormula().endsWith(QString("= %1").arg(wide)),
                 qPrintable(lens.model.widthFormula()));
      }
  lens.choose(SlideSettings::Padding, "valid (0)");
  lens.choose(SlideSettings::Stride, "2");
  lens.choose(SlideSettings::Dilation, "1");
  QVERIFY(lens.isReady());
  QTRY_COMPARE(lens.model.widthFormula(), QString("⌊(50 + 0 + 0 − 1·(3 − 1) − 1) / 2⌋ + 1 = 24"));
}

void SlideModelTest::whatCannotBeSaysWhy() {
  Page lens;
  lens.model.setToy(true);
  QVERIFY(lens.isReady());
  QTRY_COMPARE(lens.model.positionCount(), 25);
  lens.choose(SlideSettings::Padding, "valid (0)");
  QVERIFY(lens.isReady());
  QTRY_COMPARE(lens.model.positionCount(), 9);
  const QVariantMap wide = lens.choice(SlideSettings::Dilation, "3");
  QCOMPARE(wide["enabled"].toBool(), false);
  QCOMPARE(wide["reason"].toString(), QString("a window of 7 does not fit into 5 + 0"));
  const int before = lens.model.positionCount();
  lens.choose(SlideSettings::Dilation, "3");
  QTest::qWait(50);
  QCOMPARE(lens.model.positionCount(), before);
  QCOMPARE(lens.choice(SlideSettings::Groups, "2")["enabled"].toBool(), false);
}

void SlideModelTest::inTheNetworkSettingsAreTriedOnTheLayerAlone() {
  Page lens;
  lens.bench.setOnPicture(false);
  QVERIFY(lens.isReady());
  const int own = lens.model.positionCount();
  const auto revision = lens.workspace.document().network.graph;
  lens.choose(SlideSettings::Stride, "2");
  QVERIFY(lens.settings.isTrying());
  QTRY_VERIFY(lens.model.positionCount() < own && !lens.model.isStale());
  QVERIFY(std::abs(lens.model.sum().total() - lens.made()) < 1e-4);
  QVERIFY2(lens.settings.consequence().contains("could not go on"),
           qPrintable(lens.settings.consequence()));
  QVERIFY(lens.workspace.document().network.graph == revision);
  QVERIFY(!lens.workspace.canUndo());
  lens.settings.endTrial();
  QTRY_COMPARE(lens.model.positionCount(), own);
  QVERIFY(!lens.settings.isTrying());
}

void SlideModelTest::pointingAtAnOutputMovesTheWindowThere() {
  Page lens;
  QVERIFY(lens.isReady());
  const QRectF output = lens.model.outputRect();
  QVERIFY(lens.model.moveTo(output.topLeft() +
                            QPointF(output.width() * 0.501, output.height() * 0.251)));
  QCOMPARE(lens.model.column(), 25);
  QCOMPARE(lens.model.row(), 10);
  // The window's middle is over the input where it was put.
  const QPointF middle = lens.model.innerRect().center();
  QVERIFY(lens.model.moveTo(middle));
  QVERIFY(lens.model.windowRect().contains(middle));
  QVERIFY(!lens.model.moveTo(QPointF(-5, -5)));
}

void SlideModelTest::theOutputFillsAsTheWindowSlides() {
  Page lens;
  QVERIFY(lens.isReady());
  QVERIFY(!lens.player.isFilling());
  lens.player.step();
  QVERIFY(lens.player.isFilling());
  QCOMPARE(lens.model.position(), 0);
  lens.player.step();
  lens.player.step();
  QCOMPARE(lens.model.position(), 2);
  lens.player.stepBack();
  QCOMPARE(lens.model.position(), 1);
  lens.player.scrubTo(1999);
  QCOMPARE(lens.model.position(), 1999);
  lens.player.step();  // from the end to the start
  QCOMPARE(lens.model.position(), 0);
  lens.player.showAll();
  QVERIFY(!lens.player.isFilling());
}

void SlideModelTest::playingStopsAtTheEndOfTheFirstRow() {
  Page lens;
  QVERIFY(lens.isReady());
  lens.player.setSpeed(16);
  const QString before = lens.player.caption();
  lens.player.play();
  QVERIFY(lens.player.isPlaying());
  QTRY_VERIFY(!lens.player.isPlaying());
  QCOMPARE(lens.model.position(), 49);
  QVERIFY(lens.player.caption() != before);
  lens.player.play();
  QTRY_VERIFY(!lens.player.isPlaying());
  QCOMPARE(lens.model.position(), 1999);
}

void SlideModelTest::aSmallGridIsDrawnOn() {
  Page lens;
  lens.model.setToy(true);
  QVERIFY(lens.isReady());
  QTRY_COMPARE(lens.model.positionCount(), 25);
  const QPointF first = lens.model.innerRect().topLeft() + QPointF(3, 3);
  lens.model.setToyCell(first, 1);
  lens.model.setToyCell(first, 1);
  QVERIFY(lens.isReady());
  QCOMPARE(lens.workspace.document().filter.toy.floats()[0], 2.0F);
  lens.model.toggleToyCell(first);
  QCOMPARE(lens.workspace.document().filter.toy.floats()[0], 0.0F);
}

void SlideModelTest::aCutOutBecomesTheKernel() {
  Page lens;
  QVERIFY(lens.isReady());
  lens.model.moveTo(lens.model.outputRect().center());
  double mean = 0;
  for (const Tap& tap : lens.model.taps()) mean += static_cast<double>(tap.value) / 9;
  const std::vector<Tap> taps = lens.model.taps();
  lens.model.takeWindowAsKernel();
  const Tensor kernel = lens.bench.kernel();
  for (const Tap& tap : taps)
    QVERIFY(std::abs(static_cast<double>(kernel.floats()[static_cast<std::size_t>(tap.cell)]) -
                     (static_cast<double>(tap.value) - mean)) < 1e-6);
}

void SlideModelTest::aPreviewIsComputedAndLeavesNoEdit() {
  Page lens;
  QVERIFY(lens.isReady());
  const Tensor before = lens.model.source().made()->output;
  lens.bench.preview(kernel_preset("gaussian:5:1"));
  QVERIFY(lens.isReady());
  QVERIFY(lens.model.source().made()->output.floats()[500] != before.floats()[500]);
  QVERIFY(!lens.workspace.canUndo());
  lens.bench.endPreview();
  QVERIFY(lens.isReady());
  QCOMPARE(lens.model.source().made()->output.floats()[500], before.floats()[500]);
}

void SlideModelTest::pixelsComeBackFromNormalisedValues() {
  Page lens("natural10");
  lens.bench.setOnPicture(false);
  QVERIFY(lens.isReady());
  QVERIFY(lens.model.arePixelsKnown());
  for (const Tap& tap : lens.model.taps()) {
    if (tap.padding) continue;
    const double pixel = lens.model.pixelOf(static_cast<double>(tap.value));
    QVERIFY(pixel > -0.01 && pixel < 255.01);
    QVERIFY(std::abs(pixel - std::round(pixel)) < 1e-3);
  }
  lens.model.setLayer(1);
  QVERIFY(lens.isReady());
  QVERIFY(!lens.model.arePixelsKnown());
}

void SlideModelTest::aPreviewInTheNetworkIsOfThatLayerAlone() {
  Page lens;
  lens.bench.setOnPicture(false);
  QVERIFY(lens.isReady());
  const double before = lens.made();
  lens.bench.preview(kernel_preset("identity"));
  QTRY_VERIFY(lens.made() != before);
  QVERIFY(std::abs(lens.model.sum().total() - lens.made()) < 1e-4);
  QVERIFY(!lens.workspace.canUndo());
  lens.bench.endPreview();
  QTRY_COMPARE(lens.made(), before);
}

void SlideModelTest::pictureGridAndNetworkKeepTheirOwnWindows() {
  Page lens;
  QVERIFY(lens.isReady());
  lens.model.setPosition(123);
  lens.model.setToy(true);
  QTRY_COMPARE(lens.model.positionCount(), 25);
  QCOMPARE(lens.model.position(), 12);
  lens.model.setPosition(3);
  lens.bench.setOnPicture(false);
  QVERIFY(lens.isReady());
  lens.model.setPosition(7);
  lens.bench.setOnPicture(true);
  QTRY_COMPARE(lens.model.positionCount(), 25);
  QCOMPARE(lens.model.position(), 3);
  lens.model.setToy(false);
  QTRY_COMPARE(lens.model.positionCount(), 2000);
  QCOMPARE(lens.model.position(), 123);
  lens.bench.setOnPicture(false);
  QVERIFY(lens.isReady());
  QCOMPARE(lens.model.position(), 7);
}

void SlideModelTest::playingGoesOnFromWhereTheWindowWasPut() {
  Page lens;
  QVERIFY(lens.isReady());
  lens.player.place();
  lens.model.setPosition(500);
  lens.player.step();
  QCOMPARE(lens.model.position(), 501);
  QVERIFY(lens.player.isFilling());
  // Another border makes other values: the whole output is there again.
  lens.choose(SlideSettings::BorderRule, "wrap");
  QTRY_VERIFY(!lens.player.isFilling());
}

void SlideModelTest::paddingSaysWhatItHolds() {
  Page lens;
  QVERIFY(lens.isReady());
  QCOMPARE(lens.model.paddingText(), QString());
  lens.model.setPosition(0);
  QCOMPARE(lens.model.paddingText(), QString("padding: the edge again"));
  lens.choose(SlideSettings::BorderRule, "zeros");
  QVERIFY(lens.isReady());
  QTRY_COMPARE(lens.model.paddingText(), QString("padding: zeros"));
}

QTEST_MAIN(SlideModelTest)
#include "slide_model_test.moc"
