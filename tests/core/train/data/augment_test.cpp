#include "core/train/data/augment.h"

#include <QTest>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "tests/core/train/data/train_sets.h"

namespace fovea {
namespace {

constexpr std::int64_t k_side = 28;

ExampleShape grey(Outside outside = Outside::black) {
  return {.height = k_side, .width = k_side, .outside = outside};
}

/// A light bar, 4 wide and 12 high, left of the middle.
std::vector<std::uint8_t> bar() {
  std::vector<std::uint8_t> pixels(k_side * k_side);
  for (std::size_t y = 8; y < 20; ++y) {
    for (std::size_t x = 8; x < 12; ++x) pixels[y * k_side + x] = 200;
  }
  return pixels;
}

std::vector<float> changed(const AugmentSettings& settings, std::uint64_t seed,
                           const std::vector<std::uint8_t>& pixels = bar(),
                           const ExampleShape& shape = grey()) {
  std::vector<float> out(pixels.size());
  augment(settings, shape, pixels, seed, out);
  return out;
}

std::vector<float> floats(const std::vector<std::uint8_t>& pixels) {
  return {pixels.begin(), pixels.end()};
}

float sum(const std::vector<float>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0F);
}

std::vector<float> mirrored(std::vector<float> values) {
  for (auto row = values.begin(); row != values.end(); row += k_side) {
    std::reverse(row, row + k_side);
  }
  return values;
}

}  // namespace

class AugmentTest : public QObject {
  Q_OBJECT

 private slots:
  void withoutSettingsNothingChanges() { QCOMPARE(changed({}, 1), floats(bar())); }

  void theSameSeedMakesTheSamePicture() {
    const AugmentSettings all{.shift = 0.1,
                              .flip = true,
                              .rotate = 15,
                              .scale = 0.1,
                              .shear = 0.1,
                              .brightness = 0.1,
                              .noise = 0.05,
                              .erase = 0.1};
    QCOMPARE(changed(all, 5), changed(all, 5));
    QVERIFY(changed(all, 5) != changed(all, 6));
  }

  void aFlipIsTheMirrorEverySecondTime() {
    int flips = 0;
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
      const auto out = changed({.flip = true}, seed);
      const bool flipped = out == mirrored(floats(bar()));
      QVERIFY(flipped || out == floats(bar()));
      flips += flipped;
    }
    QVERIFY2(flips > 70 && flips < 130, qPrintable(QString::number(flips)));
  }

  void aShiftMovesWholePixelsWithinItsLimit() {
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
      const auto out = changed({.shift = 0.2}, seed);
      QCOMPARE(sum(out), sum(floats(bar())));
      const auto first = std::ranges::find(out, 200.0F) - out.begin();
      QVERIFY(std::abs(first % k_side - 8) <= 6 && std::abs(first / k_side - 8) <= 6);
    }
  }

  void outsideIsBlackOrTheEdge() {
    const std::vector<std::uint8_t> white(k_side * k_side, 90);
    for (const AugmentSettings& settings :
         {AugmentSettings{.shift = 0.3},
          AugmentSettings{.shift = 0.3, .rotate = 45, .scale = 0.5}}) {
      for (std::uint64_t seed = 0; seed < 20; ++seed) {
        const auto edge = changed(settings, seed, white, grey(Outside::edge));
        QVERIFY(std::ranges::all_of(edge, [](float v) { return std::abs(v - 90) < 1e-3; }));
      }
      const auto black = changed(settings, 1, white);
      QVERIFY(std::ranges::count(black, 0.0F) > 20);
    }
  }

  void theSlowPathWithoutAChangeIsTheFastOne() {
    // So small an angle moves no pixel by a thousandth.
    for (const Outside outside : {Outside::black, Outside::edge}) {
      for (std::uint64_t seed = 0; seed < 20; ++seed) {
        const auto fast = changed({.flip = true}, seed, bar(), grey(outside));
        const auto slow = changed({.flip = true, .rotate = 1e-4}, seed, bar(), grey(outside));
        for (std::size_t i = 0; i < fast.size(); ++i) QVERIFY(std::abs(fast[i] - slow[i]) < 0.2F);
      }
    }
  }

  void rotationKeepsLightAndTurnsAboutTheCentre() {
    std::vector<std::uint8_t> middle(k_side * k_side);
    for (std::size_t y = 8; y < 20; ++y) {
      for (std::size_t x = 8; x < 20; ++x) middle[y * k_side + x] = 240;
    }
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      const auto out = changed({.rotate = 180}, seed, middle);
      QVERIFY(std::abs(sum(out) / sum(floats(middle)) - 1) < 0.03F);
      QVERIFY(std::abs(out[14 * k_side + 14] - 240) < 1);
      float across = 0;
      for (std::size_t i = 0; i < out.size(); ++i)
        across += out[i] * static_cast<float>(i % k_side);
      QVERIFY(std::abs(across / sum(out) - 13.5F) < 0.05F);
    }
  }

  void scalingChangesTheAreaWithinItsLimit() {
    float least = 10, most = 0;
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
      const float ratio = sum(changed({.scale = 0.2}, seed)) / sum(floats(bar()));
      least = std::min(least, ratio);
      most = std::max(most, ratio);
    }
    QVERIFY2(least > 0.6F && least < 0.75F, qPrintable(QString::number(least)));
    QVERIFY2(most > 1.3F && most < 1.5F, qPrintable(QString::number(most)));
  }

  void shearKeepsTheAreaOfWhatStaysInside() {
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      QVERIFY(std::abs(sum(changed({.shear = 0.3}, seed)) / sum(floats(bar())) - 1) < 0.03F);
    }
  }

  void lightIsAddedWithinItsLimitAndClamped() {
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
      const auto out = changed({.brightness = 0.5}, seed);
      QVERIFY(std::ranges::all_of(out, [](float v) { return v >= 0 && v <= 255; }));
      QVERIFY(out[0] <= 127.5F);
      QCOMPARE(std::min(out[8 * k_side + 8], 255.0F), out[8 * k_side + 8]);
    }
    const std::vector<std::uint8_t> plain(k_side * k_side, 128);
    const auto noisy = changed({.noise = 0.1}, 3, plain);
    float squares = 0;
    for (const float value : noisy) squares += (value - 128) * (value - 128);
    const float deviation = std::sqrt(squares / static_cast<float>(noisy.size()));
    QVERIFY2(std::abs(deviation - 25.5F) < 2, qPrintable(QString::number(deviation)));
  }

  void erasingMakesARectangleOfUpToItsShareGrey() {
    const std::vector<std::uint8_t> plain(k_side * k_side, 10);
    std::ptrdiff_t most = 0;
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
      const auto out = changed({.erase = 0.25}, seed, plain);
      most = std::max(most, std::ranges::count(out, 128.0F));
    }
    QVERIFY2(most > 150 && most < 220, qPrintable(QString::number(most)));
  }

  void allChannelsMoveTogether() {
    std::vector<std::uint8_t> colour;
    for (int c = 0; c < 3; ++c) {
      for (const std::uint8_t value : bar()) colour.push_back(value);
    }
    const ExampleShape shape{.channels = 3, .height = k_side, .width = k_side};
    const auto out = changed({.shift = 0.2, .rotate = 20}, 4, colour, shape);
    const auto one = changed({.shift = 0.2, .rotate = 20}, 4);
    for (std::size_t i = 0; i < out.size(); ++i) QCOMPARE(out[i], one[i % one.size()]);
  }

  void theSmallestPictureAndTheLargestSettingsAreSafe() {
    const ExampleShape one{.height = 1, .width = 1};
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
      const auto out = changed(
          {.shift = 5, .flip = true, .rotate = 360, .scale = 3, .shear = 9, .noise = 1, .erase = 1},
          seed, {77}, one);
      QVERIFY(out[0] >= 0 && out[0] <= 255);
    }
  }

  void theOutsideFollowsThePicturesEdges() {
    DataSet set = testing::small_set({0, 0}, {"a"});
    set.pixels.assign(set.pixels.size(), 0);
    QVERIFY(example_shape(set).outside == Outside::black);
    set.pixels.assign(set.pixels.size(), 9);
    QVERIFY(example_shape(set).outside == Outside::edge);
    QCOMPARE(example_shape(set).width, 2);
  }
};

}  // namespace fovea

QTEST_GUILESS_MAIN(fovea::AugmentTest)
#include "augment_test.moc"
