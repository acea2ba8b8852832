#include <QGuiApplication>
#include <QTest>

#include "core/ops/conv/presets.h"
#include "tests/ui/journeys/person.h"
#include "ui/kernel/slide_model.h"

using namespace fovea;
using namespace fovea::testing;

namespace {

/// Pixels of the window over the output map.
QImage output_pixels(Person& person) {
  const SlideModel& slide = *person.the<SlideModel>();
  const QImage image = person.window().grabWindow();
  const qreal ratio = image.devicePixelRatio();
  const QRectF place = slide.maps()->mapRectToScene(slide.outputRect());
  return image.copy(QRectF(place.topLeft() * ratio, place.size() * ratio).toRect());
}

struct Colours {
  int blue = 0, orange = 0, grey = 0;
};

Colours colours_of(const QImage& image) {
  Colours count;
  for (int y = 0; y < image.height(); y += 2) {
    for (int x = 0; x < image.width(); x += 2) {
      const QColor color = image.pixelColor(x, y);
      const int difference = color.red() - color.blue();
      ++(difference > 24 ? count.orange : difference < -24 ? count.blue : count.grey);
    }
  }
  return count;
}

bool settled(Person& person) {
  auto* slide = person.the<SlideModel>();
  const bool ready = QTest::qWaitFor(
      [&] { return slide->isReady() && !slide->isStale() && !slide->outputRect().isEmpty(); },
      10000);
  QTest::qWait(300);  // the picture of it is made and drawn
  return ready;
}

}  // namespace

/// What the Kernel lens draws on a real display: signed results in blue and orange, pictures in
/// grey, and what a new kernel makes in its place.
class KernelPixelsTest : public QObject {
  Q_OBJECT
 private slots:
  void initTestCase_data() { add_settings(); }

  void aKernelsResultIsSeenAndFollowsTheKernel() {
    if (QGuiApplication::platformName() != "xcb")
      QSKIP("there is no X server: the Debian package xvfb is not installed");
    Person person(this_setting());
    person.key(Qt::Key_2, Qt::AltModifier);
    QTRY_VERIFY(person.the<SlideModel>());
    QVERIFY(settled(person));
    const QImage edges = output_pixels(person);
    const Colours signs = colours_of(edges);
    QVERIFY2(signs.blue > 50 && signs.orange > 50,
             qPrintable(QString("%1 blue, %2 orange").arg(signs.blue).arg(signs.orange)));
    KernelBench& bench = *person.the<SlideModel>()->bench();
    bench.setKernel(kernel_preset("gaussian:7:2"), "Gaussian");
    QVERIFY(settled(person));
    const QImage blurred = output_pixels(person);
    QVERIFY(blurred != edges);
    const Colours greys = colours_of(blurred);
    QVERIFY2(greys.grey > 20 * (greys.blue + greys.orange + 1),
             qPrintable(QString("%1 grey of %2").arg(greys.grey).arg(greys.blue + greys.orange)));
  }
};

QTEST_MAIN(KernelPixelsTest)
#include "kernel_pixels_xvfb_test.moc"
