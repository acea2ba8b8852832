// What a person copies out of the window, and drags.

#include <QClipboard>
#include <QDragEnterEvent>
#include <QElapsedTimer>
#include <QGuiApplication>
#include <QMimeData>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>
#include <QTimer>
#include <QUrl>
#include <atomic>

#include "core/document/unit_view.h"
#include "core/figure/recipe.h"
#include "core/figure/series_colors.h"
#include "tests/ui/journeys/person.h"
#include "tests/ui/train/train_bench.h"
#include "ui/clipboard/copied_map.h"
#include "ui/clipboard/copy_desk.h"
#include "ui/clipboard/dragged.h"
#include "ui/kernel/slide_model.h"
#include "ui/kernel/terms_grid.h"
#include "ui/plots/histogram.h"
#include "ui/plots/matrix_plot.h"
#include "ui/train/train_copies.h"

using namespace fovea;
using namespace fovea::testing;

namespace {

const QMimeData* on_clipboard() {
  static const QMimeData nothing;
  const QMimeData* data = QGuiApplication::clipboard()->mimeData();
  return data ? data : &nothing;
}

std::vector<std::vector<double>> numbers_in(const QString& text, QChar between) {
  std::vector<std::vector<double>> rows;
  for (const QString& line : text.split('\n', Qt::SkipEmptyParts)) {
    rows.emplace_back();
    for (const QString& cell : line.split(between)) rows.back().push_back(cell.toDouble());
  }
  return rows;
}

/// Whether these are a map's values, to the last bit.
bool are_values(const std::vector<std::vector<double>>& rows, std::span<const float> values) {
  std::size_t at = 0;
  for (const auto& row : rows)
    for (const double cell : row)
      if (at >= values.size() || static_cast<float>(cell) != values[at++]) return false;
  return at == values.size();
}

std::span<const float> map_of(Person& person, int column, std::int64_t unit) {
  const ValueId value = person.lens().layout().columns[static_cast<std::size_t>(column)].value;
  return unit_values(person.workspace().frame()->value(value), unit);
}

/// A window with one thing that can be dragged out of it.
class DragBench {
 public:
  explicit DragBench(Copied copied) {
    window_.resize(200, 200);
    desk = new CopyDesk;  // watches the window that it is put into
    desk->setParentItem(window_.contentItem());
    auto* source = new Source(window_.contentItem());
    source->what = std::move(copied);
    source->setSize({200, 200});
    desk->setDrag(
        [this](std::unique_ptr<QMimeData> taken, const QImage&) { data = std::move(taken); });
    window_.show();
    static_cast<void>(QTest::qWaitForWindowExposed(&window_));
  }
  ~DragBench() { delete desk; }
  void dragOut() {
    QTest::mousePress(&window_, Qt::LeftButton, {}, {50, 50});
    QTest::mouseMove(&window_, {50, -20});
    QTest::qWait(1);
  }
  void letGo() { QTest::mouseRelease(&window_, Qt::LeftButton, {}, {50, -20}); }
  void point() {
    QTest::mouseMove(&window_, {60, 60});
    QTest::qWait(1);
  }

  CopyDesk* desk = nullptr;
  std::unique_ptr<QMimeData> data;

 private:
  struct Source : public QQuickItem, public CopySource {
    using QQuickItem::QQuickItem;
    Copied copied(std::optional<QPointF>) const override { return what; }
    Copied what;
  };
  QQuickWindow window_;
};

Copied some_map() {
  const QImage image(8, 8, QImage::Format_RGB32);
  return {.name = "map", .picture = [image] { return image; }, .is_map = true};
}

}  // namespace

class CopyTest : public QObject {
  Q_OBJECT
 private slots:
  void init() { QGuiApplication::clipboard()->clear(); }

  void numbersComeBackFromTheirText() {
    for (const float value : {0.1F, -1.0F / 3, 1e-30F, 3.4e38F, 0.0F, 123456.78F})
      QCOMPARE(full_number(value).toFloat(), value);
    QCOMPARE(full_number(0.1), QString("0.1"));
  }

  void tablesAreWrittenAsSpreadsheetsReadThem() {
    const CopiedTable table{.header = {"class", "share"},
                            .rows = {{"a, \"b\"", "1"}, {"c\td", "0.5"}}};
    QCOMPARE(text_as_csv(table), QString("class,share\n\"a, \"\"b\"\"\",1\nc\td,0.5\n"));
    QCOMPARE(text_with_tabs(table), QString("class\tshare\na, \"b\"\t1\nc d\t0.5\n"));
    const CopiedTable back = table_from_csv(text_as_csv(table).toStdString());
    QCOMPARE(back.header, table.header);
    QVERIFY(back.rows == table.rows);
  }

  void aMapUnderThePointerIsCopiedAsPictureAndAsValues() {
    Person person;
    QVERIFY(!person.maps().empty());
    while (person.lens().layout().columns[1].enlarged < 2) person.lens().zoomBy(1.5, {0, 0});
    person.hover(person.onMap(1, 2, 5, 6));
    person.key(Qt::Key_C, Qt::ControlModifier);
    QTRY_VERIFY(on_clipboard()->hasImage());
    const std::span<const float> values = map_of(person, 1, 2);
    QVERIFY(are_values(numbers_in(on_clipboard()->text(), '\t'), values));
    QVERIFY(are_values(numbers_in(on_clipboard()->data("text/csv"), ','), values));
    const QImage picture = QImage::fromData(on_clipboard()->data("image/png"));
    const UnitView view =
        unit_view(person.workspace().shaped()->shape(person.lens().layout().columns[1].value));
    QVERIFY(picture.width() >= 512 && picture.width() % view.columns == 0);
    QCOMPARE(picture.width() / view.columns, picture.height() / view.rows);
    const int cell = picture.width() / static_cast<int>(view.columns);
    QCOMPARE(picture.pixel(3 * cell, 4 * cell), picture.pixel(4 * cell - 1, 5 * cell - 1));
    // The window draws the same map in the same colours.
    person.hover({person.window().width() / 2, person.window().height() - 3});
    QTest::qWait(100);
    const QImage seen = person.window().grabWindow();
    const QPoint at = person.onMap(1, 2, 9, 11);
    QCOMPARE(QColor(seen.pixel(at * seen.devicePixelRatio())),
             QColor(picture.pixel(11 * cell + cell / 2, 9 * cell + cell / 2)));
  }

  void withoutThePointerTheSelectedMapIsCopied() {
    Person person;
    QVERIFY(!person.maps().empty());
    QTest::mouseClick(&person.window(), Qt::LeftButton, {}, person.onMap(1, 3, 2, 2));
    person.hover({person.window().width() / 2, person.window().height() - 3});
    person.key(Qt::Key_C, Qt::ControlModifier);
    QTRY_VERIFY(on_clipboard()->hasImage());
    QVERIFY(are_values(numbers_in(on_clipboard()->text(), '\t'), map_of(person, 1, 3)));
  }

  void theMenuCopiesOneThingAlone() {
    Person person;
    QVERIFY(!person.maps().empty());
    const QPoint at = person.onMap(1, 2, 5, 6);
    QTest::mouseClick(&person.window(), Qt::RightButton, {}, at);
    QTRY_VERIFY(person.see("Copy the values"));
    QVERIFY(person.document().selection.value == k_no_value);  // no click on the map
    QVERIFY(person.click("Copy the values"));
    QTRY_VERIFY(on_clipboard()->hasText());
    QVERIFY(!on_clipboard()->hasImage());
    QTest::mouseClick(&person.window(), Qt::RightButton, {}, at);
    QVERIFY(person.click("Copy the picture"));
    QTRY_VERIFY(on_clipboard()->hasImage());
    QVERIFY(!on_clipboard()->hasText());
    const UnitView view =
        unit_view(person.workspace().shaped()->shape(person.lens().layout().columns[1].value));
    person.hover(at);
    const Place place = *person.workspace().hover();
    const float value =
        map_of(person, 1, 2)[static_cast<std::size_t>(place.row * view.columns + place.column)];
    QTest::mouseClick(&person.window(), Qt::RightButton, {}, at);
    QCOMPARE(person.the<CopyDesk>()->value(), full_number(value));
    QVERIFY(person.click("Copy the value " + full_number(value)));
    QCOMPARE(on_clipboard()->text(), full_number(value));
  }

  void theKeyboardOpensTheMenuOfWhatHasTheFocus() {
    Person person;
    QVERIFY(!person.maps().empty());
    QTest::mouseClick(&person.window(), Qt::LeftButton, {}, person.onMap(1, 3, 2, 2));
    person.key(Qt::Key_F10, Qt::ShiftModifier);
    QTRY_VERIFY(person.see("Copy the picture"));
    person.key(Qt::Key_Down);
    QTRY_COMPARE(person.focusName(), QString("Copy the picture"));
    person.key(Qt::Key_Return);
    QTRY_VERIFY(on_clipboard()->hasImage());
    QTRY_VERIFY(!person.see("Copy the picture"));
    person.key(Qt::Key_Menu);
    QTRY_VERIFY(person.see("Copy the picture"));
    person.key(Qt::Key_Escape);
    QTRY_VERIFY(!person.see("Copy the picture"));
  }

  void aCoveredAnswerIsNotCopiedAndSaysWhy() {
    Person person;
    QVERIFY(!person.maps().empty());
    person.workspace().notes()->setCovered(true);
    QQuickItem* list = person.see("Answer");
    QVERIFY(list);
    person.hover(list->mapToScene({list->width() / 2, 20}).toPoint());
    person.key(Qt::Key_C, Qt::ControlModifier);
    QTRY_VERIFY(person.see("The answer is covered."));
    QVERIFY(!on_clipboard()->hasText());
    person.workspace().notes()->setCovered(false);
    person.key(Qt::Key_C, Qt::ControlModifier);
    QTRY_VERIFY(on_clipboard()->hasText());
    const QStringList lines = on_clipboard()->text().split('\n', Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 11);  // all ten, and the names of the columns
    QCOMPARE(lines[0], QString("class\tscore"));
    QVERIFY(lines[1].startsWith("cat\t"));
    // And its bars, each as long as its score: those of cat over all others.
    const QImage picture = QImage::fromData(on_clipboard()->data("image/png"));
    QVERIFY(!picture.isNull() && picture.width() > 300);
    const QRgb bar = series_color(0, true).rgb();
    std::vector<int> lengths;  // of the rows of pixels, a bar once
    for (int y = 0, before = 0; y < picture.height(); ++y) {
      int length = 0;
      for (int x = 0; x < picture.width(); ++x) length += picture.pixel(x, y) == bar;
      if (length > 0 && before == 0) lengths.push_back(length);
      before = length;
    }
    QVERIFY(!lengths.empty());
    const double most = lines[1].section('\t', 1).toDouble();
    for (std::size_t i = 1; i < lengths.size(); ++i) {
      const double share = lines[static_cast<qsizetype>(i) + 1].section('\t', 1).toDouble() / most;
      QVERIFY(std::abs(lengths[i] - share * lengths[0]) <= 2.0);
    }
  }

  void whatIsNotComputedAnewIsNotCopied() {
    Workspace workspace(edges_document(), {.threads = 1, .make_vulkan = {}});
    QTRY_VERIFY(workspace.isCurrent());
    const ValueId value = workspace.shaped()->graph.node(0).outputs[0];
    QVERIFY(copied_map(workspace, {value, 0, 1, 1}, true).lack.isEmpty());
    workspace.apply(set_muted(workspace.document(), {0, 0}, true));
    QVERIFY(!copied_map(workspace, {value, 0, 1, 1}, true).lack.isEmpty());
    QTRY_VERIFY(workspace.isCurrent());
    QVERIFY(copied_map(workspace, {value, 0, 1, 1}, true).lack.isEmpty());
    QVERIFY(copied_map(workspace, {value, 1000, 0, 0}, true).name.isEmpty());
  }

  void aTextFieldKeepsItsOwnCopy() {
    Person person;
    QVERIFY(!person.maps().empty());
    person.hover(person.onMap(1, 2, 5, 6));
    person.key(Qt::Key_K, Qt::ControlModifier);  // the palette has a text field
    person.type("abc");
    person.key(Qt::Key_A, Qt::ControlModifier);
    person.key(Qt::Key_C, Qt::ControlModifier);
    QTest::qWait(200);
    QCOMPARE(on_clipboard()->text(), QString("abc"));
    QVERIFY(!on_clipboard()->hasImage());
  }

  void numbersOfTheStatusLineAndTheInspectorAreCopied() {
    Person person;
    QVERIFY(!person.maps().empty());
    QTest::mouseClick(&person.window(), Qt::LeftButton, {}, person.onMap(1, 3, 2, 4));
    const UnitView view =
        unit_view(person.workspace().shaped()->shape(person.lens().layout().columns[1].value));
    const float value = map_of(person, 1, 3)[static_cast<std::size_t>(2 * view.columns + 4)];
    person.hover({24, person.window().height() - 12});
    person.key(Qt::Key_C, Qt::ControlModifier);
    QTRY_VERIFY2(on_clipboard()->text().contains('\t' + full_number(value) + '\n'),
                 qPrintable(on_clipboard()->text()));
    Histogram* bars = nullptr;
    QTRY_VERIFY((bars = person.the<Histogram>()) && bars->isVisible());
    person.hover(bars->mapToScene({bars->width() / 2, bars->height() / 2}).toPoint());
    person.key(Qt::Key_C, Qt::ControlModifier);
    QTRY_VERIFY(on_clipboard()->text().startsWith("from\tto\tvalues\n"));
    QVERIFY(on_clipboard()->hasImage());
    person.hover(bars->mapToScene({bars->width() / 2, bars->height() + 14}).toPoint());
    person.key(Qt::Key_C, Qt::ControlModifier);
    QTRY_VERIFY2(on_clipboard()->text().startsWith("least\t"), qPrintable(on_clipboard()->text()));
  }

  void aKernelThatIsCopiedIsPastedAsOne() {
    Person person;
    QVERIFY(!person.maps().empty());
    const NodeId conv =
        person.workspace().shaped()->graph.producer(person.lens().layout().columns[1].value);
    const Copied kernel = copied_kernel(person.workspace(), {{conv, 1}, 0, 4}, true);
    const ClipContent content = content_of(kernel, CopyParts::all);
    QVERIFY(!content.image.isNull() && !kernel.value.isEmpty());
    QSignalSpy offered(&person.workspace(), &Workspace::kernelOffered);
    QVERIFY(person.workspace().take(*mime_of(content)));
    QCOMPARE(offered.count(), 1);
    // The numbers of a map are no kernel.
    const ValueId value = person.lens().layout().columns[1].value;
    const Copied map = copied_map(person.workspace(), {value, 0, 1, 1}, true);
    QVERIFY(person.workspace().take(*mime_of(content_of(map, CopyParts::all))));
    QTRY_COMPARE(person.document().input->picture->name, std::string("picture without a name"));
    QCOMPARE(offered.count(), 1);
  }

  void mapsAndFactorsOfTheKernelLensAreCopied() {
    Person person;
    person.key(Qt::Key_2, Qt::AltModifier);
    SlideModel* slide = nullptr;
    QTRY_VERIFY((slide = person.the<SlideModel>()) && slide->isReady() && !slide->isStale());
    const Tensor& output = slide->source().made()->output;
    const ClipContent map = content_of(slide->copied(slide->outputRect().center()), CopyParts::all);
    QVERIFY(are_values(numbers_in(map.tabs, '\t'), output.floats()));
    QVERIFY(!map.image.isNull());
    const auto at =
        static_cast<std::size_t>(slide->row() * slide->outputColumns() + slide->column());
    QCOMPARE(slide->copied({}).value, full_number(output.floats()[at]));
    QVERIFY(slide->copied(QPointF(-5, -5)).name.isEmpty());
    const ClipContent input =
        content_of(slide->copied(slide->inputRect().center()), CopyParts::all);
    QVERIFY(input.image.height() > 100 && input.tabs != map.tabs);
    for (TermsGrid* grid : person.window().findChildren<TermsGrid*>()) {
      const auto rows = numbers_in(content_of(grid->copied({}), CopyParts::values).tabs, '\t');
      QCOMPARE(rows.size(), std::size_t{3});
      for (std::size_t i = 0; i < slide->taps().size(); ++i) {
        const Tap& tap = slide->taps()[i];
        const int part = grid->property("part").toInt();
        const double wanted = part == TermsGrid::Input    ? double{tap.value}
                              : part == TermsGrid::Kernel ? double{tap.weight}
                                                          : tap.product();
        const double found = rows[i / 3][i % 3];
        // The two factors are of single precision.
        QVERIFY(part == TermsGrid::Products
                    ? found == wanted
                    : static_cast<float>(found) == static_cast<float>(wanted));
      }
    }
  }

  void chartsOfARunAreCopiedAsTheirFigures() {
    TrainBench train;
    TrainCopies curves, matrix;
    curves.setProperty("model", QVariant::fromValue(&train.model));
    matrix.setProperty("model", QVariant::fromValue(&train.model));
    matrix.setProperty("confusion", true);
    QVERIFY(curves.copied({}).name.isEmpty());  // there is no run
    train.model.settings()->setEpochs(2);
    train.model.play();
    QVERIFY(train.ends());
    const ClipContent content = content_of(curves.copied({}), CopyParts::all);
    QVERIFY(content.image.width() > 600);
    QVERIFY(content.tabs.split('\n').size() > 10);
    QVERIFY(content.csv.contains("loss"));
    QTRY_VERIFY(train.model.evaluation());
    const ClipContent counts = content_of(matrix.copied({}), CopyParts::all);
    QVERIFY(counts.tabs.startsWith("true class\tleft\tright\nleft\t"));
    QVERIFY(!counts.image.isNull());
  }

  void aMatrixByItselfIsATable() {
    MatrixPlot plot;
    plot.setSize({200, 200});
    QVERIFY(plot.copied({}).name.isEmpty());
    plot.setClasses({"a", "b"});
    plot.setCounts({5, 1, 2, 7});
    const ClipContent content = content_of(plot.copied({}), CopyParts::all);
    QCOMPARE(content.tabs, QString("true class\ta\tb\na\t5\t1\nb\t2\t7\n"));
    QCOMPARE(content.image.size(), QSize(400, 400));
  }

  void aMapThatLeavesTheWindowIsDraggedAsAFileThatOpensIt() {
    Person person;
    QVERIFY(!person.maps().empty());
    auto* desk = person.the<CopyDesk>();
    std::unique_ptr<QMimeData> data;
    desk->setDrag(
        [&](std::unique_ptr<QMimeData> taken, const QImage&) { data = std::move(taken); });
    const QPointF scroll = person.lens().scroll();
    const QPoint start = person.onMap(1, 2, 5, 6);
    person.press(start);
    person.moveTo(start + QPoint(40, 30));
    QTest::qWait(50);
    QVERIFY(!data);  // within the window it moves what is seen
    person.moveTo({start.x(), -20});
    QTRY_VERIFY(data);
    person.release({start.x(), -20});
    QCOMPARE(person.lens().scroll(), scroll);
    QVERIFY(!person.workspace().hover());
    QVERIFY(is_own_drag(*data));
    const QList<QUrl> urls = data->urls();
    QCOMPARE(urls.size(), 1);
    QVERIFY2(urls[0].fileName().endsWith("-unit-2.png"), qPrintable(urls[0].fileName()));
    QFile file(urls[0].toLocalFile());
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), data->data("image/png"));
    const FigureRecipe recipe = read_recipe(urls[0].toLocalFile().toStdString());
    QVERIFY(recipe.spec.units == std::vector<std::int64_t>{2});
    QVERIFY(are_values(numbers_in(data->text(), '\t'), map_of(person, 1, 2)));
    // Over its own window it is nothing to be opened; later, as a file, it is.
    QDragEnterEvent enter({400, 400}, Qt::CopyAction, data.get(), Qt::LeftButton, {});
    QCoreApplication::sendEvent(&person.window(), &enter);
    QVERIFY(!enter.isAccepted());
    QDragLeaveEvent leave;
    QCoreApplication::sendEvent(&person.window(), &leave);
    person.workspace().openBundled("lenet5-digits");
    QTRY_COMPARE(person.workspace().networkName(), QString("lenet5-digits"));
    person.drop(urls[0].toLocalFile());
    QTRY_COMPARE(person.workspace().networkName(), QString("natural10"));
    QCOMPARE(person.document().selection.unit, std::int64_t{2});
  }

  void withControlAMapIsDraggedAtOnceAndAClickStaysAClick() {
    Person person;
    QVERIFY(!person.maps().empty());
    int drags = 0;
    person.the<CopyDesk>()->setDrag([&](std::unique_ptr<QMimeData>, const QImage&) { ++drags; });
    const QPoint start = person.onMap(1, 2, 5, 6);
    QTest::mousePress(&person.window(), Qt::LeftButton, Qt::ControlModifier, start);
    QTest::mouseRelease(&person.window(), Qt::LeftButton, Qt::ControlModifier, start);
    QCOMPARE(person.document().selection.unit, std::int64_t{2});
    QTest::mousePress(&person.window(), Qt::LeftButton, Qt::ControlModifier, start);
    QMouseEvent move(QEvent::MouseMove, start + QPoint(30, 0), start + QPoint(30, 0),
                     person.window().mapToGlobal(start + QPoint(30, 0)), Qt::NoButton,
                     Qt::LeftButton, Qt::ControlModifier);
    QCoreApplication::sendEvent(&person.window(), &move);
    QTRY_COMPARE(drags, 1);
    QTest::mouseRelease(&person.window(), Qt::LeftButton, {}, start + QPoint(30, 0));
    QCOMPARE(person.document().selection.unit, std::int64_t{2});
  }

  void aDragWhosePictureFailsSaysSo() {
    Copied map = some_map();
    map.picture = []() -> QImage { throw std::bad_alloc(); };
    DragBench on(map);
    QSignalSpy refused(on.desk, &CopyDesk::refused);
    on.dragOut();
    QTRY_COMPARE(refused.count(), 1);
    QVERIFY(!on.data);
    on.letGo();
  }

  void aDragWhoseRecipeFailsHasItsPicture() {
    Copied map = some_map();
    map.recipe = []() -> std::string { throw std::bad_alloc(); };
    DragBench on(map);
    on.dragOut();
    QTRY_VERIFY(on.data);
    QVERIFY(!on.data->data("image/png").isEmpty());
    QCOMPARE(on.data->urls().size(), 1);
    on.letGo();
  }

  void theWindowGoesOnWhileADragIsMadeAndTheHandMayLetGo() {
    Copied map = some_map();
    std::atomic<int> made = 0, prepared = 0;
    map.prepare = [&] { ++prepared; };
    map.recipe = [&]() -> std::string {
      QThread::msleep(1500);
      ++made;
      return "{}";
    };
    DragBench on(map);
    qint64 longest = 0;
    QElapsedTimer tick;
    QTimer timer;
    connect(&timer, &QTimer::timeout, this, [&] { longest = std::max(longest, tick.restart()); });
    tick.start();
    timer.start(5);
    on.dragOut();
    QTRY_VERIFY(on.data);
    QVERIFY(!on.data->data("image/png").isEmpty());
    QVERIFY2(longest < 1000, qPrintable(QString::number(longest)));
    QCOMPARE(prepared.load(), 1);
    on.letGo();
    on.data.reset();
    on.dragOut();
    on.letGo();
    QTRY_COMPARE(made.load(), 2);
    QTest::qWait(50);
    QVERIFY(!on.data);
  }

  void aHugeMapIsOneTextAndADragOfItIsAPicture() {
    constexpr std::int64_t k_side = 300;
    std::vector<float> values(k_side * k_side);
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = 0.1F * static_cast<float>(i);
    Copied map = some_map();
    map.table = [&] { return table_of_map(values, k_side, k_side); };
    const ClipContent dragged = content_of(map, CopyParts::drag);
    QVERIFY(!dragged.png.isEmpty() && dragged.tabs.isNull() && dragged.csv.isNull());
    QVERIFY(map.table().rows.empty());  // no text for each cell
    DragBench on(map);
    QSignalSpy copied(on.desk, &CopyDesk::copied);
    on.point();
    on.desk->copyHere();
    QTRY_COMPARE(copied.count(), 1);
    QCOMPARE(copied[0][0].toString(), QString("map, 90000 values"));
    QVERIFY(are_values(numbers_in(on_clipboard()->text(), '\t'), values));
    QVERIFY(!on_clipboard()->hasFormat("text/csv"));
  }

  void underADialogNothingIsCopied() {
    Person person;
    QVERIFY(!person.maps().empty());
    const QPoint at = person.onMap(1, 2, 5, 6);
    person.key(Qt::Key_P, Qt::ControlModifier);
    QTRY_VERIFY(person.see("Export a figure"));
    QTest::mouseClick(&person.window(), Qt::RightButton, {}, at);
    QTest::qWait(100);
    QVERIFY(!person.see("Copy the picture"));
  }

  void theGroundBesideTheMapsHasNothingToCopy() {
    Person person;
    QVERIFY(!person.maps().empty());
    QQuickItem* panel = person.see("Inspector");
    QVERIFY(panel);
    person.hover(panel->mapToScene({panel->width() / 2, panel->height() - 10}).toPoint());
    person.key(Qt::Key_C, Qt::ControlModifier);
    QTRY_VERIFY(person.see("Point at a map, a chart or a number to copy it."));
    QVERIFY(!on_clipboard()->hasImage());
  }
};

QTEST_MAIN(CopyTest)
#include "copy_test.moc"
