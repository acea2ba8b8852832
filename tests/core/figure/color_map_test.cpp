#include "core/figure/color_map.h"

#include <QTest>
#include <cmath>

namespace fovea {
namespace {

/// "#rrggbb".
QString hex(Rgba color) {
  return QString("#%1%2%3")
      .arg(color & 255, 2, 16, QChar('0'))
      .arg(color >> 8 & 255, 2, 16, QChar('0'))
      .arg(color >> 16 & 255, 2, 16, QChar('0'));
}

/// Lightness never turns back between two entries (beyond what rounding to 8 bits does).
bool monotone(const ColorMap& map, int first, int last) {
  const double whole = oklab_lightness(map.table[std::size_t(last)]) -
                       oklab_lightness(map.table[std::size_t(first)]);
  for (int i = first; i < last; ++i) {
    const double step =
        oklab_lightness(map.table[std::size_t(i + 1)]) - oklab_lightness(map.table[std::size_t(i)]);
    if (step * std::copysign(1.0, whole) < -0.004) return false;
  }
  return std::abs(whole) > 0.5;
}

}  // namespace

class ColorMapTest : public QObject {
  Q_OBJECT

 private slots:
  void theKnotsAreThePalettes() {
    const ColorMap& dark = color_map(Palette::diverging, Theme::dark);
    QCOMPARE(hex(dark.at(0)), QString("#c8e6fa"));
    QCOMPARE(hex(dark.at(0.5F)), QString("#121418"));
    QCOMPARE(hex(dark.at(1)), QString("#ffebbe"));
    QCOMPARE(hex(color_map(Palette::diverging, Theme::light).at(0.5F)), QString("#ffffff"));
    QCOMPARE(hex(color_map(Palette::sequential, Theme::dark).at(0.5F)), QString("#aa3c64"));
    QCOMPARE(hex(color_map(Palette::sequential, Theme::light).at(1)), QString("#241038"));
    QCOMPARE(hex(color_map(Palette::print, Theme::dark).at(0)), QString("#000000"));
    QCOMPARE(hex(color_map(Palette::print, Theme::dark).at(1)), QString("#ffffff"));
  }

  void lightnessIsMonotoneOnEachSideOfZero() {
    constexpr int k_last = ColorMap::k_colors - 1, k_middle = k_last / 2;
    for (const Theme theme : {Theme::dark, Theme::light}) {
      QVERIFY(monotone(color_map(Palette::diverging, theme), 0, k_middle));
      QVERIFY(monotone(color_map(Palette::diverging, theme), k_middle, k_last));
      QVERIFY(monotone(color_map(Palette::sequential, theme), 0, k_last));
      QVERIFY(monotone(color_map(Palette::print, theme), 0, k_last));
    }
  }

  void whatIsBeyondTheScaleIsClampedAndNanIsMarked() {
    for (const Palette palette : {Palette::diverging, Palette::sequential, Palette::print}) {
      const ColorMap& map = color_map(palette, Theme::dark);
      QCOMPARE(map.at(-3), map.table[0]);
      QCOMPARE(map.at(7), map.table[ColorMap::k_colors - 1]);
      for (int i = 0; i < ColorMap::k_colors; ++i) {
        QVERIFY(map.table[std::size_t(i)] != map.at(std::nanf("")));
      }
    }
  }
};

}  // namespace fovea

QTEST_GUILESS_MAIN(fovea::ColorMapTest)
#include "color_map_test.moc"
