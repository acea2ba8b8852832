#include <QTest>

#include "core/document/answer.h"
#include "core/onnx/bundled.h"
#include "tests/ui/qml_harness.h"
#include "ui/source/drawing_pad.h"
#include "ui/source/picture_view.h"
#include "ui/source/recipe_table.h"
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

  void everyRecipeIsAnsweredAndOneIsAdopted() {
    Document document = digits_document();
    auto origin = std::make_shared<NetworkOrigin>(*document.network.origin);
    origin->preprocessing.reset();  // as a model of unknown preprocessing
    Bench bench(make_document(origin, document.input->picture));
    QVERIFY(!bench.input().preprocessing.known);
    RecipeTable table;
    table.setWorkspace(&bench.workspace);
    QCOMPARE(table.rowCount(), 0);  // nothing is computed before somebody looks
    table.setActive(true);
    QCOMPARE(table.rowCount(), 4);  // the grey ones
    const auto at = [&](int row, int role) { return table.data(table.index(row, 0), role); };
    for (int row = 0; row < 4; ++row) QTRY_VERIFY(at(row, RecipeTable::Done).toBool());
    QVERIFY(at(0, RecipeTable::Used).toBool() && !at(1, RecipeTable::Used).toBool());
    QVERIFY(at(0, RecipeTable::Answers) != at(2, RecipeTable::Answers));

    // What the table says is what the network says once the recipe is in use.
    const auto promised = at(3, RecipeTable::Answers).toList();
    bench.get<SourceModel>()->chooseRecipe(at(3, RecipeTable::RecipeIndex).toInt());
    QVERIFY(bench.input().preprocessing.known);
    QTRY_VERIFY(bench.workspace.isCurrent());
    const Answer answer = answer_of(*origin, *bench.workspace.frame());
    QCOMPARE(promised[0].toMap()["name"].toString(),
             QString::fromStdString(class_name(*origin, answer.top(1)[0])));
    QTRY_VERIFY(at(3, RecipeTable::Used).toBool());
  }

  void aDrawingStaysADrawingWhenTheNetworkChanges() {
    Document start = edges_document();
    Bench bench(start);
    auto* pad = bench.get<DrawingPad>();
    pad->begin();
    QTest::mouseClick(bench.harness.window(), Qt::LeftButton, {}, bench.harness.middle(pad));
    bench.workspace.openBundled("lenet5-digits");
    QTRY_COMPARE(bench.workspace.networkName(), QString("lenet5-digits"));
    auto* model = bench.get<SourceModel>();
    QVERIFY(model->isDrawing() && pad->isVisible());
    QVERIFY(model->hasWrongPolarity());
    model->invert();
    QVERIFY(model->isDrawing() && !model->hasWrongPolarity());
    QTest::qWait(50);
    const QPoint corner = bench.harness.middle(pad, {-60, -60});
    QTest::mouseClick(bench.harness.window(), Qt::LeftButton, {}, corner);
    QVERIFY(*bench.input().picture->at(5, 5) < 50);
    QVERIFY(!looks_dark_on_light(*bench.input().picture));
  }
};

QTEST_MAIN(SourcePanelTest)
#include "source_panel_test.moc"