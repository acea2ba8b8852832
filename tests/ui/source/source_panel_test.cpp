#include <QTest>

#include "core/onnx/bundled.h"
#include "tests/ui/qml_harness.h"
#include "ui/source/drawing_pad.h"
#include "ui/source/picture_view.h"
#include "ui/source/source_model.h"

using namespace fovea;
using fovea::testing::edges_document;
using fovea::testing::QmlHarness;

namespace {

constexpr auto k_panel = R"(Item {
  id: root
  required property Workspace workspace
  width: 400; height: 900
  SourcePanel { objectName: "source"; width: 236; height: 900; workspace: root.workspace }
})";

Document digits_document() {
  Document edges = edges_document();
  return make_document(make_origin(bundled_network("lenet5-digits"), "lenet5-digits"),
                       edges.input->picture);
}

struct Bench {
  Workspace workspace;
  QmlHarness harness{k_panel, &workspace};
  explicit Bench(Document document)
      : workspace(std::move(document), {.threads = 1, .make_vulkan = {}}) {
    QTest::qWait(50);
  }
  template <typename T>
  T* get() const {
    return harness.root()->findChild<T*>();
  }
  const Input& input() const { return *workspace.document().input; }
};

}  // namespace

class SourcePanelTest : public QObject {
  Q_OBJECT
 private slots:
  void eachStrokeIsOneStepAndChangesWhatTheNetworkGets() {
    Bench bench(digits_document());
    auto* pad = bench.get<DrawingPad>();
    pad->begin();
    QTest::qWait(50);
    QVERIFY(pad->isDrawing() && pad->isVisible());
    const auto empty = bench.input().picture;
    const QPoint from = bench.harness.middle(pad, {-40, 0});
    for (int stroke = 0; stroke < 2; ++stroke) {
      const QPoint start = from + QPoint(0, 30 * stroke);
      QTest::mousePress(bench.harness.window(), Qt::LeftButton, {}, start);
      for (int step = 1; step <= 5; ++step)
        QTest::mouseMove(bench.harness.window(), start + QPoint(15 * step, 0));
      QTest::mouseRelease(bench.harness.window(), Qt::LeftButton, {}, start + QPoint(75, 0));
    }
    QVERIFY(!(*bench.input().picture == *empty));
    const std::uint8_t* middle = bench.input().picture->at(140, 140);
    QVERIFY(*middle > 200);  // light on dark, as the digits network wants it
    bench.workspace.undo();
    bench.workspace.undo();
    QVERIFY(*bench.input().picture == *empty);
    QVERIFY(pad->isDrawing());
    bench.workspace.undo();
    QVERIFY(!pad->isDrawing());
  }

  void theEraserMakesTheGroundAgain() {
    Bench bench(digits_document());
    auto* pad = bench.get<DrawingPad>();
    pad->begin();
    QTest::qWait(50);
    const QPoint at = bench.harness.middle(pad);
    QTest::mouseClick(bench.harness.window(), Qt::LeftButton, {}, at);
    QVERIFY(*bench.input().picture->at(140, 140) > 200);
    pad->setErasing(true);
    pad->setPenSize(60);
    QTest::mouseClick(bench.harness.window(), Qt::LeftButton, {}, at);
    QCOMPARE(int{*bench.input().picture->at(140, 140)}, 0);
  }

  void theCropIsMovedWithinThePictureAsOneStep() {
    Bench bench(edges_document());
    auto* view = bench.get<PictureView>();
    QVERIFY(view->isCropped());  // 64 × 48 pixels to a square
    const double before = bench.input().crop.x;
    const QPoint from = bench.harness.middle(view);
    QTest::mousePress(bench.harness.window(), Qt::LeftButton, {}, from);
    for (int step = 1; step <= 8; ++step)
      QTest::mouseMove(bench.harness.window(), from + QPoint(20 * step, 0));
    QTest::mouseRelease(bench.harness.window(), Qt::LeftButton, {}, from + QPoint(160, 0));
    QVERIFY(bench.input().crop.x > before);
    QVERIFY(bench.input().crop.right() <= 64.0 + 1e-9);
    bench.workspace.undo();
    QCOMPARE(bench.input().crop.x, before);
    QVERIFY(!bench.workspace.canUndo());
  }

  void theCropMovesWithTheArrowKeys() {
    Bench bench(edges_document());
    auto* view = bench.get<PictureView>();
    view->forceActiveFocus();
    const double before = bench.input().crop.x;
    QTest::keyClick(bench.harness.window(), Qt::Key_Right);
    QCOMPARE(bench.input().crop.x, before + 1);
  }

  void onlySizesAtWhichTheNetworkRunsAreOffered() {
    Bench fixed(digits_document());
    auto* model = fixed.get<SourceModel>();
    QCOMPARE(model->sizeText(), QString("28 × 28"));
    const QVariantMap refused = model->sizes().back().toMap();
    QCOMPARE(refused["enabled"].toBool(), false);
    QVERIFY(!refused["reason"].toString().isEmpty());
    model->setSide(64);  // refused, said, and nothing changes
    QCOMPARE(fixed.input().width, 28);

    Bench open(edges_document());
    model = open.get<SourceModel>();
    QVERIFY(model->sizes().size() > 1);
    for (int i = 0; i < model->sizes().size(); ++i) {
      model->chooseSize(i);
      QCOMPARE(model->sizeIndex(), i);
    }
    QCOMPARE(open.input().width, 64);  // the picture's own size comes last
    QCOMPARE(open.input().height, 48);
  }
};

QTEST_MAIN(SourcePanelTest)
#include "source_panel_test.moc"
