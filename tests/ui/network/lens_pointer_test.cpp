#include <QTest>

#include "core/onnx/bundled.h"
#include "tests/ui/qml_harness.h"
#include "ui/network/lens_model.h"

using namespace fovea;
using fovea::testing::QmlHarness;

namespace {

constexpr auto k_lens = R"(Item {
  id: root
  required property Workspace workspace
  width: 900; height: 700
  NetworkLens { anchors.fill: parent; workspace: root.workspace }
})";

Document natural10() {
  auto picture = std::make_shared<const Picture>(
      Picture{.pixels = Tensor::filled<std::uint8_t>(Shape{32, 32, 3}, 120),
              .name = "grey",
              .warning = {}});
  return make_document(make_origin(bundled_network("natural10"), "natural10"), picture);
}

/// A visible item that shows exactly this text; null where there is none.
const QQuickItem* showing(const QQuickItem* item, const QString& text) {
  if (!item->isVisible()) return nullptr;
  if (item->property("text").toString() == text) return item;
  for (const QQuickItem* child : item->childItems())
    if (const QQuickItem* found = showing(child, text)) return found;
  return nullptr;
}

/// A window with the lens in it, and a mouse.
struct Bench {
  Workspace workspace{natural10(), {.threads = 1, .make_vulkan = {}}};
  QmlHarness harness{k_lens, &workspace};
  LensModel* lens = nullptr;

  Bench() {
    harness.window()->resize(900, 700);
    lens = harness.root()->findChild<LensModel*>();
    if (!QTest::qWaitFor([&] { return workspace.isCurrent(); })) qWarning("no maps came");
    QTest::qWait(50);  // items get their places
  }
  QPoint at(QPointF in_lens) const {
    return lens->maps()->mapToScene(in_lens - lens->scroll()).toPoint();
  }
  QPoint onMap(int column, std::int64_t unit) const {
    return at(lens->layout().map_rect(column, unit).center());
  }
  const Selection& selection() const { return workspace.document().selection; }
  ValueId value(int column) const {
    return lens->layout().columns[static_cast<std::size_t>(column)].value;
  }
  /// What the window shows of a map, marks of its own around it included or not.
  QImage seen(int column, std::int64_t unit, double margin = 4) {
    const QRectF map =
        lens->layout().map_rect(column, unit).adjusted(-margin, -margin, margin, margin);
    QTest::qWait(30);
    return harness.window()->grabWindow().copy(QRect(at(map.topLeft()), map.size().toSize()));
  }
};

}  // namespace

class LensPointerTest : public QObject {
  Q_OBJECT
 private slots:
  void aDoubleClickFillsTheViewAndSelectsNothingElse() {
    Bench bench;
    const QPoint point = bench.onMap(1, 3) + QPoint(7, -5);
    const auto hit =
        bench.lens->layout().hit(bench.lens->maps()->mapFromScene(point) + bench.lens->scroll());
    QVERIFY(hit.has_value());
    QTest::mouseDClick(bench.harness.window(), Qt::LeftButton, {}, point);
    QVERIFY(bench.lens->isZoomed());
    QCOMPARE(bench.selection().value, bench.value(1));
    QCOMPARE(bench.selection().unit, std::int64_t{3});
    QVERIFY(bench.selection().pinned == std::pair(hit->row, hit->column_in_map));
  }

  void aDoubleClickOnAPinnedValueKeepsItPinned() {
    Bench bench;
    const QPoint point = bench.onMap(1, 2);
    QTest::mouseClick(bench.harness.window(), Qt::LeftButton, {}, point);
    const Selection pinned = bench.selection();
    QVERIFY(pinned.pinned.has_value());
    QTest::qWait(600);  // longer than a double click may take
    QTest::mouseDClick(bench.harness.window(), Qt::LeftButton, {}, point);
    QVERIFY(bench.lens->isZoomed());
    QVERIFY(bench.selection() == pinned);
  }

  void aClickOnAKernelSelectsIt() {
    Bench bench;
    QTest::mouseClick(bench.harness.window(), Qt::LeftButton, {},
                      bench.at(bench.lens->layout().kernel_rect(1, 4, 2).center()));
    QCOMPARE(bench.selection().value, bench.value(1));
    QCOMPARE(bench.selection().unit, std::int64_t{4});
    QCOMPARE(bench.selection().kernel_input, std::int64_t{2});
    QVERIFY(!bench.selection().pinned);
  }

  void aWeightUnderThePointerLightsWhatItMultiplies() {
    Bench bench;
    const QPoint cell = bench.at(bench.lens->layout().kernel_rect(1, 4, 2).center());
    QTest::mouseMove(bench.harness.window(), {890, 690});
    const QImage read = bench.seen(0, 2), not_read = bench.seen(0, 1, 0);
    QTest::mouseMove(bench.harness.window(), cell);
    QVERIFY(bench.workspace.hoveredWeight().has_value());
    QVERIFY(bench.seen(0, 2) != read);
    QVERIFY(bench.seen(0, 1, 0) == not_read);
    QTest::mouseMove(bench.harness.window(), {890, 690});
    QVERIFY(!bench.workspace.hoveredWeight());
    QVERIFY(bench.seen(0, 2) == read);
  }

  void marksAroundTheFirstMapAreWhole() {
    Bench bench;
    QTest::mouseMove(bench.harness.window(), {890, 690});
    const auto above = [&] { return bench.seen(0, 0, 4).copy(0, 0, 20, 3); };
    const QImage before = above();
    QTest::mouseClick(bench.harness.window(), Qt::LeftButton, {}, bench.onMap(0, 0));
    QVERIFY(above() != before);
  }

  void aNarrowLensStillSaysHowMapsAreReduced() {
    Bench bench;
    QVERIFY(showing(bench.harness.root(), "Reduced by: mean"));
    bench.harness.root()->setWidth(508);  // what a window of 1024 pixels leaves
    QTest::qWait(20);
    const QQuickItem* mean = showing(bench.harness.root(), "mean");
    QVERIFY(mean);
    bench.lens->setPeak(true);
    QVERIFY(showing(bench.harness.root(), "peak"));
    bench.lens->zoomBy(1.5, {100, 100});
    const QQuickItem* last = showing(bench.harness.root(), "Start");
    QVERIFY(last);
    QTest::qWait(20);
    QVERIFY2(last->mapToItem(bench.harness.root(), QPointF(last->width(), 0)).x() <= 508,
             qPrintable(QString::number(
                 last->mapToItem(bench.harness.root(), QPointF(last->width(), 0)).x())));
  }

  void aValueOfTheInputMarksWhatItReaches() {
    Bench bench;
    QTest::mouseMove(bench.harness.window(), {890, 690});
    const QImage first = bench.seen(1, 3), other_channel = bench.seen(0, 2, 0);
    QTest::mouseMove(bench.harness.window(), bench.onMap(0, 1));
    QVERIFY(bench.seen(1, 3) != first);
    QVERIFY(bench.seen(0, 2, 0) == other_channel);
    QVERIFY2(bench.workspace.hoverField().startsWith("reaches "),
             qPrintable(bench.workspace.hoverField()));
  }
};

QTEST_MAIN(LensPointerTest)
#include "lens_pointer_test.moc"
