#include "ui/plots/matrix_plot.h"

#include <QAccessible>
#include <QPainter>
#include <QSignalSpy>
#include <QtTest>

#include "tests/ui/qml_harness.h"
#include "ui/plots/reliability_bars.h"

using namespace fovea;
using namespace fovea::testing;

namespace {

constexpr auto k_plots = R"(Item {
  width: 400; height: 900
  ConfusionPlot {
    objectName: "confusion"
    width: 400; height: 420
    classes: ["T-shirt", "Trouser", "Shirt"]
    counts: [800, 0, 200,  1, 999, 0,  112, 0, 888]
  }
  ReliabilityPlot { objectName: "reliability"; y: 440; width: 400; height: 300 }
})";

struct Bench {
  QmlHarness harness{k_plots};
  MatrixPlot* matrix = harness.root()->findChild<MatrixPlot*>();
  ReliabilityBars* bars = harness.root()->findChild<ReliabilityBars*>();
  QQuickItem* reliability = harness.find("reliability");

  QPoint place(int truth, int prediction, QPointF offset = {}) {
    return matrix->mapToScene(matrix->cellRect(truth, prediction).center() + offset).toPoint();
  }
  QString readAt(QPoint place) {
    QTest::mouseMove(harness.window(), place);
    return matrix->pointedText();
  }
  void key(Qt::Key key) { QTest::keyClick(harness.window(), key); }
};

QVariantMap bin(double from, double count, double confidence, double accuracy) {
  return {{"from", from},
          {"to", from + 0.5},
          {"count", count},
          {"confidence", confidence},
          {"accuracy", accuracy}};
}

}  // namespace

class MatrixPlotTest : public QObject {
  Q_OBJECT

 private slots:
  void aCellSaysWhoWasTakenForWhom() {
    Bench it;
    QCOMPARE(it.matrix->cellText(2, 0),
             QString("112 of 1,000 Shirt were taken for T-shirt (11.2\u202f%)"));
    QCOMPARE(it.matrix->cellText(1, 1),
             QString("999 of 1,000 Trouser were recognised (99.9\u202f%)"));
    QVERIFY(it.matrix->cellText(3, 0).isEmpty() && it.matrix->cellText(-1, 0).isEmpty());
  }

  void aClickChoosesWhatThePointerReads() {
    Bench it;
    QSignalSpy chosen(it.matrix, &MatrixPlot::cellChosen);
    QCOMPARE(it.readAt(it.place(2, 0)), it.matrix->cellText(2, 0));
    QTest::mouseClick(it.harness.window(), Qt::LeftButton, {}, it.place(2, 0));
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen[0], (QVariantList{2, 0}));
    const double side = it.matrix->cellRect(0, 0).width();
    QCOMPARE(it.readAt(it.place(2, 0, {-side / 2 - 12, 0})), QString("true class: Shirt"));
    QCOMPARE(it.readAt(it.place(0, 1, {0, -side / 2 - 12})), QString("predicted class: Trouser"));
  }

  void keysGoFromCellToCellAndStayInside() {
    Bench it;
    QSignalSpy chosen(it.matrix, &MatrixPlot::cellChosen);
    it.matrix->forceActiveFocus();
    for (const Qt::Key key :
         {Qt::Key_Down, Qt::Key_Down, Qt::Key_Right, Qt::Key_Right, Qt::Key_Right, Qt::Key_Right})
      it.key(key);
    QCOMPARE(it.matrix->pointedText(), it.matrix->cellText(1, 2));
    it.key(Qt::Key_Return);
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen[0], (QVariantList{1, 2}));
    QCOMPARE(it.matrix->truth(), 1);
    const QString said =
        QAccessible::queryAccessibleInterface(it.matrix)->text(QAccessible::Description);
    QCOMPARE(said, it.matrix->cellText(1, 2));
  }

  void eachScaleShowsWhatItSays() {
    Bench it;
    it.matrix->setProperty("scaling", QVariant::fromValue(MatrixPlot::Scaling::Counts));
    QCOMPARE(it.matrix->level(1, 1), 1.0);
    QCOMPARE(it.matrix->mostText(), QString("999"));
    it.matrix->setProperty("scaling", QVariant::fromValue(MatrixPlot::Scaling::Rows));
    QCOMPARE(it.matrix->level(2, 0), 0.112);
    QCOMPARE(it.matrix->mostText(), QString("100\u202f%"));
    it.matrix->setProperty("scaling", QVariant::fromValue(MatrixPlot::Scaling::Log));
    QCOMPARE(it.matrix->level(0, 1), 0.0);
    QVERIFY(it.matrix->level(1, 0) > 0.09);
    QCOMPARE(it.matrix->level(1, 1), 1.0);
  }

  void countsThatDoNotFitTheClassesShowNothing() {
    Bench it;
    it.matrix->setCounts({1, 2, 3});
    QVERIFY(it.matrix->isEmpty() && it.matrix->cellText(0, 0).isEmpty());
    it.matrix->setClasses({});
    QImage image(300, 300, QImage::Format_RGB32);
    QPainter painter(&image);
    it.matrix->paint(&painter);
  }

  void aHundredClassesFit() {
    Bench it;
    QStringList names;
    for (int i = 0; i < 100; ++i) names << QString("a class with a long name %1").arg(i);
    it.matrix->setClasses(names);
    it.matrix->setCounts(QList<qreal>(10'000, 3));
    QVERIFY(it.matrix->cellRect(99, 99).bottom() <= it.matrix->height());
    QCOMPARE(it.readAt(it.place(99, 98)), it.matrix->cellText(99, 98));
    QCOMPARE(it.readAt(it.place(0, 0)), it.matrix->cellText(0, 0));
  }

  void reliabilityIsOneSentence() {
    Bench it;
    const auto sentence = [&] { return it.reliability->property("sentence").toString(); };
    QVERIFY(it.bars->isEmpty() && sentence().isEmpty());
    it.bars->setBins({bin(0, 100, 0.4, 0.3), bin(0.5, 300, 0.9, 0.8)});
    QVERIFY(qAbs(it.bars->expectedError() - 0.1) < 1e-9);
    QCOMPARE(sentence(), QString("It is more sure than right."));
    it.bars->setBins({bin(0, 100, 0.3, 0.4), bin(0.5, 300, 0.8, 0.79)});
    QVERIFY(qAbs(it.bars->expectedError() - 0.0325) < 1e-9);
    QCOMPARE(sentence(), QString("It is about as sure as right."));
    it.bars->setBins({bin(0, 0, 0, 0), bin(0.5, 300, 0.6, 0.9)});
    QCOMPARE(sentence(), QString("It is less sure than right."));
    it.bars->forceActiveFocus();
    it.key(Qt::Key_Left);
    QCOMPARE(it.bars->pointedText(),
             QString("Between 50\u202f% and 100\u202f% sure: right 90.0\u202f% of 300 times"));
    it.key(Qt::Key_Left);
    QCOMPARE(it.bars->pointedText(), QString("Between 0\u202f% and 50\u202f% sure: never"));
  }
};

QTEST_MAIN(MatrixPlotTest)
#include "matrix_plot_test.moc"
