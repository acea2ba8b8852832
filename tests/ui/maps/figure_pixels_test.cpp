// What is exported is what the window shows: the same values on the same scale have the same
// colours, enlarged, as they are and reduced.

#include <QtTest>
#include <cmath>

#include "core/figure/scene.h"
#include "ui/maps/atlas.h"

using namespace fovea;

namespace {

constexpr int k_side = 24;

Tensor waves() {
  Tensor tensor(Shape{k_side, k_side});
  float place = 0;
  for (float& value : tensor.mutable_values<float>()) value = 3 * std::sin(place += 0.37F);
  return tensor;
}

QImage in_window(const Tensor& values, Palette palette, bool dark, bool peak, int side) {
  AtlasJob job;
  job.size = QSize(side, side);
  job.dark = dark;
  job.peak = peak;
  job.frame = Qt::transparent;
  job.text = Qt::black;
  job.scales = {{.over = {values}, .palette = palette}};
  job.tiles = {{.values = values.floats(),
                .rows = k_side,
                .columns = k_side,
                .place = QRectF(0, 0, side, side),
                .framed = false}};
  RangeCache ranges;
  return compose(job, ranges).image;
}

QImage in_figure(const Tensor& values, Palette palette, bool dark, bool peak, int side) {
  const Statistics range = statistics(values.floats());
  const Scale scale =
      palette == Palette::diverging ? scale_for(range, true) : Scale{range.min, range.max, false};
  Scene scene{.width = double(side), .height = double(side)};
  scene.items.push_back(Scene::Map{.place = QRectF(0, 0, side, side),
                                   .values = values,
                                   .map = {values.floats(), k_side, k_side},
                                   .scale = scale,
                                   .palette = palette,
                                   .theme = dark ? Theme::dark : Theme::light,
                                   .reduction = peak ? Reduction::peak : Reduction::mean});
  return paint_scene(scene, 1);
}

}  // namespace

class FigurePixelsTest : public QObject {
  Q_OBJECT

 private slots:
  void aFiguresPixelsAreTheWindows_data() {
    QTest::addColumn<int>("palette");
    QTest::addColumn<bool>("dark");
    QTest::addColumn<bool>("peak");
    QTest::addColumn<int>("side");
    for (const auto& [name, palette] : {std::pair{"diverging", Palette::diverging},
                                        {"sequential", Palette::sequential},
                                        {"print", Palette::print}}) {
      for (const bool dark : {false, true})
        for (const bool peak : {false, true})
          for (const int side : {8, 24, 72})
            QTest::addRow("%s %d %d %d", name, dark, peak, side)
                << int(palette) << dark << peak << side;
    }
  }

  void aFiguresPixelsAreTheWindows() {
    QFETCH(int, palette);
    QFETCH(bool, dark);
    QFETCH(bool, peak);
    QFETCH(int, side);
    const Tensor values = waves();
    const auto colours = static_cast<Palette>(palette);
    const QImage window = in_window(values, colours, dark, peak, side);
    const QImage figure = in_figure(values, colours, dark, peak, side);
    QCOMPARE(figure.size(), window.size());
    for (int y = 0; y < side; ++y) {
      for (int x = 0; x < side; ++x) {
        const QColor is = figure.pixelColor(x, y), was = window.pixelColor(x, y);
        const bool alike = std::abs(is.red() - was.red()) <= 1 &&
                           std::abs(is.green() - was.green()) <= 1 &&
                           std::abs(is.blue() - was.blue()) <= 1;
        QVERIFY2(
            alike,
            qPrintable(
                QString("%1, %2: %3, in the window %4").arg(x).arg(y).arg(is.name(), was.name())));
      }
    }
  }
};

QTEST_MAIN(FigurePixelsTest)
#include "figure_pixels_test.moc"
