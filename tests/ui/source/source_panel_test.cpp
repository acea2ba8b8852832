#include <QSignalSpy>
#include <QTest>

#include "core/document/answer.h"
#include "core/onnx/bundled.h"
#include "tests/ui/source/source_bench.h"
#include "ui/source/recipe_table.h"
#include "ui/source/size_model.h"
#include "ui/source/small_copy.h"
#include "ui/source/source_model.h"
#include "ui/source/steps_model.h"

using namespace fovea;
using fovea::testing::digits_document;
using fovea::testing::edges_document;
using Bench = fovea::testing::SourceBench;

class SourcePanelTest : public QObject {
  Q_OBJECT
 private slots:
  void onlySizesAtWhichTheNetworkRunsAreOffered() {
    Bench fixed(digits_document());
    auto* size = fixed.get<SizeModel>();
    QCOMPARE(size->text(), QString("28 × 28"));
    const QVariantMap refused = size->choices().back().toMap();
    QCOMPARE(refused["enabled"].toBool(), false);
    QVERIFY(!refused["reason"].toString().isEmpty());
    QVERIFY(!size->isWidthFree() && !size->isHeightFree());
    QVERIFY(!fixed.number("Width"));

    Bench open(edges_document());
    size = open.get<SizeModel>();
    QVERIFY(size->choices().size() > 1);
    for (int i = 0; i < size->choices().size(); ++i) {
      size->choose(i);
      QCOMPARE(size->choice(), i);
    }
    QCOMPARE(open.input().width, 64);  // the picture's own size comes last
    QCOMPARE(open.input().height, 48);
  }

  void anySizeIsTypedAndSlid() {
    Bench bench(edges_document());
    const auto start = bench.input().width;
    QCOMPARE(bench.input().height, start);
    QQuickItem* box = bench.number("Width");
    QVERIFY(box);
    const auto type = [&](const char* digits) {
      box->forceActiveFocus();
      for (const char* it = digits; *it; ++it) QTest::keyClick(bench.harness.window(), *it);
      QTest::keyClick(bench.harness.window(), Qt::Key_Return);
    };
    type("51");
    QCOMPARE(bench.input().width, 51);
    QCOMPARE(bench.input().height, start);
    QCOMPARE(bench.get<SizeModel>()->choice(), -1);
    QTRY_VERIFY(bench.workspace.isCurrent());
    bench.workspace.undo();
    QCOMPARE(bench.input().width, start);

    // A drag of the slider is one step.
    QQuickItem* slider = bench.slider("Height");
    const QPoint from = bench.harness.middle(slider);
    QTest::mousePress(bench.harness.window(), Qt::LeftButton, {}, from);
    for (int step = 1; step <= 5; ++step)
      QTest::mouseMove(bench.harness.window(), from - QPoint(5 * step, 0));
    QTest::mouseRelease(bench.harness.window(), Qt::LeftButton, {}, from - QPoint(25, 0));
    QVERIFY(bench.input().height < start && bench.input().height >= 32);
    QCOMPARE(bench.input().width, start);
    bench.workspace.undo();
    QCOMPARE(bench.input().height, start);
    QVERIFY(!bench.workspace.canUndo());
  }

  void aRefusedSizeSaysWhyAndStaysAsItWas() {
    Document edges = edges_document();
    Bench bench(make_document(make_origin(bundled_network("natural10"), "natural10"),
                              edges.input->picture));
    const auto before = bench.workspace.document().input;
    QSignalSpy failed(&bench.workspace, &Workspace::failed);
    QQuickItem* box = bench.number("Height");
    for (const Qt::Key key : {Qt::Key_2, Qt::Key_Return}) {
      if (key != Qt::Key_Return) box->forceActiveFocus();
      QTest::keyClick(bench.harness.window(), key);
    }
    QCOMPARE(failed.count(), 1);
    QVERIFY(!failed[0][0].toString().isEmpty());
    QVERIFY(bench.workspace.document().input == before && !bench.workspace.canUndo());
    QCOMPARE(box->property("shownText").toString(), QString("64"));
  }

  void anInputLargerThanItsPictureIsRefused() {
    Bench bench(edges_document());
    auto* size = bench.get<SizeModel>();
    const auto before = bench.workspace.document().input;
    QSignalSpy failed(&bench.workspace, &Workspace::failed);
    size->set(size->mostWidth() + 1, static_cast<int>(before->height));
    size->set(static_cast<int>(before->width), 99'999);
    QCOMPARE(failed.count(), 2);
    QVERIFY(bench.workspace.document().input == before);
    size->set(size->mostWidth(), size->mostHeight());
    QCOMPARE(bench.input().width, size->mostWidth());
    QCOMPARE(failed.count(), 2);
  }

  void theSmallCopyHasTheProportionsOfTheInput() {
    Bench bench(edges_document());
    auto* copy = bench.get<SmallCopy>();
    QCOMPARE(copy->width(), copy->height());
    bench.get<SizeModel>()->set(64, 32);
    QCOMPARE(copy->width(), 2 * copy->height());
    bench.get<SizeModel>()->set(32, 64);
    QCOMPARE(2 * copy->width(), copy->height());
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
    bench.get<StepsModel>()->chooseRecipe(at(3, RecipeTable::RecipeIndex).toInt());
    QVERIFY(bench.input().preprocessing.known);
    QTRY_VERIFY(bench.workspace.isCurrent());
    const Answer answer = answer_of(*origin, *bench.workspace.frame());
    QCOMPARE(promised[0].toMap()["name"].toString(),
             QString::fromStdString(class_name(*origin, answer.top(1)[0])));
    QTRY_VERIFY(at(3, RecipeTable::Used).toBool());
  }

  void theRowsOfTheRecipesChangeAndTheListKeepsItsPlace() {
    Bench bench(digits_document());
    RecipeTable table;
    table.setWorkspace(&bench.workspace);
    table.setActive(true);
    QTRY_VERIFY(table.data(table.index(3, 0), RecipeTable::Done).toBool());
    QSignalSpy resets(&table, &RecipeTable::modelReset), removed(&table, &RecipeTable::rowsRemoved),
        inserted(&table, &RecipeTable::rowsInserted), changed(&table, &RecipeTable::dataChanged);
    bench.get<StepsModel>()->chooseFit(1);
    QVERIFY(changed.count() > 0 && removed.isEmpty() && inserted.isEmpty());
    QVERIFY(!table.data(table.index(3, 0), RecipeTable::Done).toBool());
    QTRY_VERIFY(table.data(table.index(3, 0), RecipeTable::Done).toBool());
    bench.workspace.openBundled("natural10");  // the recipes of three channels take their place
    QTRY_VERIFY(removed.count() == 4 && !inserted.isEmpty());
    for (int row = 0; row < table.rowCount(); ++row)
      QTRY_VERIFY(table.data(table.index(row, 0), RecipeTable::Done).toBool());
    QVERIFY(resets.isEmpty());
  }
};

QTEST_MAIN(SourcePanelTest)
#include "source_panel_test.moc"
