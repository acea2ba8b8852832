#include "core/media/centre_by_mass.h"

#include <QTest>

namespace fovea {
namespace {

struct Ink {
  int left = 0, top = 0, width = 0, height = 0, value = 255;
};

Picture drawn(int width, int height, std::initializer_list<Ink> rectangles, int channels = 1) {
  Tensor pixels = Tensor::filled(Shape{height, width, channels}, std::uint8_t{0});
  const auto values = pixels.mutable_values<std::uint8_t>();
  for (const Ink& ink : rectangles) {
    for (int y = ink.top; y < ink.top + ink.height; ++y) {
      for (int x = ink.left * channels; x < (ink.left + ink.width) * channels; ++x) {
        values[static_cast<std::size_t>(y * width * channels + x)] = std::uint8_t(ink.value);
      }
    }
  }
  return {.pixels = pixels, .name = "drawing", .warning = {}};
}

/// First and last column and row with ink.
std::vector<int> box_of(const Picture& picture) {
  std::vector<int> box{99, 99, -1, -1};
  for (int y = 0; y < picture.height(); ++y) {
    for (int x = 0; x < picture.width(); ++x) {
      if (*picture.at(x, y) == 0) continue;
      box = {std::min(box[0], x), std::min(box[1], y), std::max(box[2], x), std::max(box[3], y)};
    }
  }
  return box;
}

}  // namespace

class CentreByMassTest : public QObject {
  Q_OBJECT

 private slots:
  void theLongerSideFillsTwentyPixelsInTheMiddle() {
    // 10 × 40 becomes 5 × 20; half a pixel is left over across.
    const Picture tall = centre_by_mass(drawn(100, 60, {{70, 5, 10, 40}}));
    QCOMPARE(tall.width(), 28);
    QCOMPARE(tall.height(), 28);
    QCOMPARE(tall.channels(), 1);
    QCOMPARE(box_of(tall), (std::vector{12, 4, 16, 23}));
    QCOMPARE(box_of(centre_by_mass(drawn(28, 28, {{0, 0, 2, 1}}))), (std::vector{4, 9, 23, 18}));
    QCOMPARE(tall.name, std::string("drawing"));
  }

  void theCentreOfMassIsInTheMiddle() {
    // A bar of 20 × 20 whose left quarter is full and the rest faint.
    const Picture picture =
        centre_by_mass(drawn(40, 40, {{10, 10, 5, 20, 200}, {15, 10, 15, 20, 8}}));
    // Columns of mass 5·200 at 2.5 and 15·8 at 12.5: centre 3.57, so that it begins at 8 at most.
    QCOMPARE(box_of(picture)[0], 8);
    QCOMPARE(box_of(picture)[2], 27);
  }

  void aSinglePixelAndNoInkAreSafe() {
    QCOMPARE(box_of(centre_by_mass(drawn(28, 28, {{27, 27, 1, 1}}))), (std::vector{4, 4, 23, 23}));
    QCOMPARE(box_of(centre_by_mass(drawn(28, 28, {}))), (std::vector{99, 99, -1, -1}));
    QCOMPARE(box_of(centre_by_mass(drawn(2000, 1, {{0, 0, 2000, 1}}))),
             (std::vector{4, 14, 23, 14}));
  }

  void colourIsMixedToGrey() {
    const Picture grey = centre_by_mass(drawn(30, 30, {{3, 3, 20, 20}}, 3));
    QCOMPARE(grey.channels(), 1);
    QCOMPARE(int(*grey.at(14, 14)), 255);
  }
};

}  // namespace fovea

QTEST_GUILESS_MAIN(fovea::CentreByMassTest)
#include "centre_by_mass_test.moc"
