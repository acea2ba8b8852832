#include <QAccessible>
#include <QTest>

#include "tests/ui/journeys/person.h"
#include "ui/kernel/kernel_canvas.h"
#include "ui/kernel/slide_model.h"
#include "ui/kernel/slide_player.h"

using namespace fovea;
using namespace fovea::testing;

namespace {

/// The Kernel lens, with the first result there.
bool open_lens(Person& person) {
  person.key(Qt::Key_2, Qt::AltModifier);
  return QTest::qWaitFor(
      [&] {
        auto* slide = person.the<SlideModel>();
        return slide && slide->isReady() && !slide->isStale() && !slide->outputRect().isEmpty();
      },
      10000);
}

/// Middle of a cell of the canvas, in the window.
QPoint cell(const KernelCanvas& canvas, const KernelBench& bench, int row, int column) {
  return canvas
      .mapToScene(QPointF((column + 0.5) * canvas.width() / bench.columns(),
                          (row + 0.5) * canvas.height() / bench.rows()))
      .toPoint();
}

}  // namespace

/// Somebody at the Kernel lens: sees how a value is made, draws a kernel, tries the network's.
class KernelLensTest : public QObject {
  Q_OBJECT
 private slots:
  void initTestCase_data() { add_settings(); }

  void aValueIsSeenBeingMade() {
    Person person(this_setting());
    QVERIFY(open_lens(person));
    auto* slide = person.the<SlideModel>();
    QVERIFY(person.see("input under the window"));
    QVERIFY(person.see("kernel"));
    QVERIFY(person.see("products"));
    QVERIFY(person.see(slide->statusText()));
    // Pointing at an output value shows how it is made.
    auto* maps = slide->maps();
    person.hover(maps->mapToScene(slide->outputRect().center()).toPoint());
    QTRY_COMPARE(slide->row(), static_cast<int>(slide->slide()->rows() / 2));
    person.key(Qt::Key_Period);
    QTRY_VERIFY(person.the<SlidePlayer>()->isFilling());
  }

  void aBrushDrawsOnTheKernelAndUndoTakesItBack() {
    Person person(this_setting());
    QVERIFY(open_lens(person));
    if (this_setting().size.width() < 1100 && !person.see("Cells of the kernel"))
      QVERIFY(person.click("Inspector"));
    auto* canvas = person.the<KernelCanvas>();
    QVERIFY(canvas && canvas->isVisible());
    KernelBench& bench = *canvas->bench();
    QVERIFY(person.click("Brush"));
    const Tensor before = bench.kernel();
    const Tensor made = person.the<SlideModel>()->source().made()->output;
    QVERIFY(person.reach(canvas));
    person.press(cell(*canvas, bench, 0, 1));
    person.moveTo(cell(*canvas, bench, 1, 1));
    person.moveTo(cell(*canvas, bench, 2, 1));
    person.release(cell(*canvas, bench, 2, 1));
    for (const std::size_t at : {1, 4, 7}) QCOMPARE(bench.kernel().floats()[at], 1.0F);
    QTRY_VERIFY(!same(person.the<SlideModel>()->source().made()->output, made));
    person.key(Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(std::ranges::equal(bench.kernel().floats(), before.floats()));
    QVERIFY(!person.workspace().canUndo());
  }

  void theNetworksKernelIsEditedWithoutTouchingThePicturesOwn() {
    Person person(this_setting());
    QVERIFY(open_lens(person));
    const PictureFilter filter = person.document().filter;
    QVERIFY(person.click("In the network"));
    auto* slide = person.the<SlideModel>();
    QTRY_VERIFY(slide->isReady() && !slide->isStale());
    const QString unit = slide->unitText().isEmpty() ? QString() : ", in " + slide->unitText();
    QVERIFY(person.see("products: its share" + unit));
    KernelBench& bench = *slide->bench();
    bench.setKernel(Tensor::filled(Shape{bench.rows(), bench.columns()}, 0.1F), "flat");
    QTRY_VERIFY(person.workspace().isModified());
    QVERIFY(person.document().filter == filter);
    QVERIFY(person.click("On the picture"));
    QVERIFY(std::ranges::equal(bench.kernel().floats(), filter.kernel.floats()));
  }

  void everyPageOpensAndSaysWhatItIs() {
    Person person(this_setting());
    QVERIFY(open_lens(person));
    const QStringList pages{"Understand", "Learn", "Side by side", "Predict"};
    const QStringList names{"Understand this kernel", "Learn a kernel", "Operators side by side",
                            "Predict what a kernel does"};
    for (int i = 0; i < pages.size(); ++i) {
      QVERIFY2(person.click(pages[i]), qPrintable(pages[i]));
      QTRY_VERIFY2(person.see(names[i]), qPrintable(names[i]));
    }
  }
};

QTEST_MAIN(KernelLensTest)
#include "kernel_lens_test.moc"
