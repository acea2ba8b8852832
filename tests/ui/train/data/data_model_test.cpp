#include "ui/train/data/data_model.h"

#include <QFile>
#include <QPainter>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include "tests/ui/qml_harness.h"
#include "ui/train/data/example_grid.h"

using namespace fovea;
using namespace fovea::testing;

namespace {

/// 100 pictures of 2 × 2 pixels in the classes 0, 1 and 2.
QString table_in(const QTemporaryDir& folder, int rows = 100) {
  const QString path = folder.filePath("table.csv");
  QFile file(path);
  if (!file.open(QIODevice::WriteOnly)) return {};
  for (int i = 0; i < rows; ++i)
    file.write(QByteArray::number(i % 3) + "," + QByteArray::number(i % 256) + ",0,255,7\n");
  file.write("2,1,2\n");  // cannot be read
  return path;
}

std::shared_ptr<const DataSet> two_of_class(const std::string& name) {
  DataSet set;
  set.name = "drawn";
  set.height = set.width = 2;
  set.pixels.assign(8, 9);
  set.labels = {0, 0};
  set.classes = {name};
  set.first_test = 2;
  return make_data_set(std::move(set));
}

struct Bench {
  QTemporaryDir folder;
  DataModel model;
  bool ready(const QString& source) {
    model.load(source);
    return QTest::qWaitFor([this] { return model.state() != DataModel::State::Loading; }, 20'000);
  }
};

}  // namespace

class DataModelTest : public QObject {
  Q_OBJECT

 private slots:
  void aSetIsReadAndDivided() {
    Bench it;
    QVERIFY(it.ready(table_in(it.folder)));
    QVERIFY2(it.model.state() == DataModel::State::Ready, qPrintable(it.model.problem()));
    QCOMPARE(it.model.count(), 100);
    QCOMPARE(it.model.training() + it.model.validation() + it.model.test(), 100);
    QVERIFY(it.model.test() >= 8 && !it.model.hasOwnTest());
    QCOMPARE(it.model.classNames(), (QStringList{"0", "1", "2"}));
    QCOMPARE(it.model.unreadable().size(), 1);
    QCOMPARE(it.model.scaling().mean.size(), std::size_t{1});
    const auto* classes = it.model.classes();
    QCOMPARE(classes->rowCount(), 3);
    QVERIFY(!classes->index(0, 0).data(ClassCountsModel::Mean).value<QImage>().isNull());
    QVERIFY(classes->index(0, 0).data(ClassCountsModel::Training).toInt() > 20);
  }

  void whatCannotBeReadIsSaidAndWhatWasThereStays() {
    Bench it;
    QVERIFY(it.ready("/nowhere/at/all"));
    QCOMPARE(it.model.state(), DataModel::State::Failed);
    QVERIFY(it.model.problem().contains("no such data"));
    QVERIFY(it.ready(table_in(it.folder)));
    QVERIFY(it.model.problem().isEmpty());
    QVERIFY(it.ready("/nowhere/at/all"));
    QCOMPARE(it.model.state(), DataModel::State::Ready);
    QVERIFY(!it.model.problem().isEmpty());
    QCOMPARE(it.model.count(), 100);
  }

  void anExampleThatIsLeftOutMovesNoOther() {
    Bench it;
    QVERIFY(it.ready(table_in(it.folder)));
    const Splits before = it.model.splits();
    const int out = before.training.front();
    QSignalSpy changed(&it.model, &DataModel::changed);
    it.model.setExcluded(out, true);
    QVERIFY(it.model.isExcluded(out));
    QCOMPARE(it.model.placeOf(out), QString("left out"));
    QTRY_COMPARE(changed.size(), 1);
    Splits expected = before;
    expected.training.erase(expected.training.begin());
    QCOMPARE(it.model.splits().training, expected.training);
    QCOMPARE(it.model.splits().validation, expected.validation);
    QCOMPARE(it.model.splits().test, expected.test);
    it.model.setExcluded(out, false);
    QTRY_COMPARE(it.model.splits().training, before.training);
  }

  void theNewestSettingsAreInForceInTheEnd() {
    Bench it;
    it.model.load(table_in(it.folder));
    it.model.setValidationShare(0.3);  // while it is being read
    for (const double share : {0.4, 0.5, 0.6}) it.model.setValidationShare(share);
    QTRY_COMPARE(it.model.count(), 100);
    QTRY_VERIFY(it.model.splitSettings().validation == 0.6);
    QVERIFY(it.model.validation() > 45);
    it.model.setValidationShare(7);
    QCOMPARE(it.model.validationShare(), 0.9);
    const auto seen = it.model.splits().validation;
    it.model.setSeed(43);
    QTRY_VERIFY(it.model.splitSettings().seed == 43);
    QVERIFY(it.model.splits().validation != seen);
  }

  void searchAndClassNarrowTheExamples() {
    Bench it;
    QVERIFY(it.ready(table_in(it.folder)));
    QCOMPARE(it.model.foundCount(), 100);
    it.model.setClassFilter(1);
    QCOMPARE(it.model.foundCount(), 33);
    QCOMPARE(it.model.className(it.model.found().front()), QString("1"));
    it.model.setClassFilter(-1);
    it.model.setSearchText("#17");
    QCOMPARE(it.model.found(), std::vector<std::int32_t>{17});
    it.model.setSearchText("nothing like that");
    QCOMPARE(it.model.foundCount(), 0);
  }

  void aSetThatIsAddedKeepsWhatWasLeftOut() {
    Bench it;
    QVERIFY(it.ready(table_in(it.folder)));
    it.model.setExcluded(5, true);
    QTRY_VERIFY(it.model.splitSettings().excluded.contains(5));
    it.model.add(two_of_class("mine"));
    QTRY_COMPARE(it.model.count(), 102);
    QCOMPARE(it.model.classNames().back(), QString("mine"));
    QVERIFY(it.model.isExcluded(5));
    it.model.use(two_of_class("alone"));
    QTRY_COMPARE(it.model.count(), 2);
    QVERIFY(!it.model.isExcluded(5));
  }

  void whatIsCancelledDoesNotArrive() {
    Bench it;
    it.model.load(table_in(it.folder, 20'000));
    it.model.cancel();
    QCOMPARE(it.model.state(), DataModel::State::Empty);
    QTest::qWait(300);
    QCOMPARE(it.model.count(), 0);
  }

  void theGridDrawsOnlyWhatIsInView() {
    Bench it;
    QVERIFY(it.ready(table_in(it.folder, 5'000)));
    ExampleGrid grid;
    grid.setSize({300, 200});
    grid.setModel(&it.model);
    grid.setProperty("side", 20);
    QVERIFY(grid.contentHeight() > 5'000);
    grid.setScrollY(2'000);
    const auto [first, last] = grid.rowsInView();
    QVERIFY(first > 50 && last - first < 12);
    QImage image(300, 200, QImage::Format_RGB32);
    image.fill(Qt::magenta);
    QPainter painter(&image);
    grid.paint(&painter);
    const int example = first * grid.columns();
    const QRectF place = grid.placeOf(example);
    QVERIFY(place.top() <= 0 && place.bottom() > 0);
    const QPointF next = grid.placeOf(example + grid.columns()).topLeft();
    // Lower left of the four pixels is 255, lower right 7; each is 10 × 10 here.
    QCOMPARE(image.pixelColor((next + QPointF(5, 15)).toPoint()), QColor(255, 255, 255));
    QCOMPARE(image.pixelColor((next + QPointF(15, 15)).toPoint()), QColor(7, 7, 7));
    QCOMPARE(grid.exampleAt(next.x() + 5, next.y() + 15), example + grid.columns());
    QCOMPARE(grid.exampleAt(next.x() + 22, next.y() + 5), -1);  // between two
  }

  void theBrowserWorksWithKeysAlone() {
    QTemporaryDir folder;
    QmlHarness harness(R"(Item {
      width: 860; height: 640
      DataModel { id: data; objectName: "data" }
      DataBrowser { objectName: "browser"; anchors.fill: parent; model: data }
    })");
    QVERIFY(harness.root());
    auto* model = harness.root()->findChild<DataModel*>();
    model->load(table_in(folder));
    QTRY_COMPARE(model->count(), 100);
    auto* grid = harness.root()->findChild<ExampleGrid*>();
    grid->forceActiveFocus();
    QSignalSpy chosen(grid, &ExampleGrid::exampleChosen);
    QTest::keyClick(harness.window(), Qt::Key_Home);
    QTest::keyClick(harness.window(), Qt::Key_Right);
    QCOMPARE(grid->chosen(), 1);
    QCOMPARE(chosen.size(), 2);
    QTest::keyClick(harness.window(), Qt::Key_Delete);
    QVERIFY(model->isExcluded(1));
    QTest::keyClick(harness.window(), Qt::Key_Delete);
    QVERIFY(!model->isExcluded(1));
    QTest::keyClick(harness.window(), Qt::Key_End);
    QCOMPARE(grid->chosen(), 99);
    QVERIFY(grid->placeOf(99).bottom() <= grid->height());
    model->setSearchText("#3");
    QCOMPARE(grid->chosen(), -1);
  }
};

QTEST_MAIN(DataModelTest)
#include "data_model_test.moc"
