#include "core/media/preprocess.h"

#include <QElapsedTimer>
#include <QTest>
#include <numeric>

#include "core/base/error.h"
#include "core/cpu/isa.h"

namespace fovea {
namespace {

Picture sample(const char* name) {
  return read_picture(std::string(FOVEA_SOURCE_DIR "/assets/pictures/") + name);
}

std::vector<int> pixel(const Picture& picture, int x, int y) {
  const std::uint8_t* at = picture.at(x, y);
  return {at, at + picture.channels()};
}

std::int64_t sum_of(const Picture& picture) {
  const auto values = picture.pixels.values<std::uint8_t>();
  return std::accumulate(values.begin(), values.end(), std::int64_t{0});
}

Picture grey_row(const std::vector<std::uint8_t>& values) {
  return {.pixels = Tensor::of(Shape{1, static_cast<std::int64_t>(values.size()), 1}, values),
          .name = "row",
          .warning = {}};
}

std::vector<int> row_of(const Picture& picture) {
  const auto values = picture.pixels.values<std::uint8_t>();
  return {values.begin(), values.end()};
}

Picture noise(int width, int height, int channels) {
  Picture picture{.pixels = Tensor(Shape{height, width, channels}, ElementType::uint8),
                  .name = {},
                  .warning = {}};
  std::uint32_t state = 1;
  for (std::uint8_t& value : picture.pixels.mutable_values<std::uint8_t>()) {
    state = state * 1664525 + 1013904223;
    value = static_cast<std::uint8_t>(state >> 24);
  }
  return picture;
}

}  // namespace

/// Expected pixels and sums of all samples are Pillow 9.4's, for instance
/// Image.open("chelsea.png").convert("RGB").crop((75, 0, 375, 300)).resize((32, 32), BILINEAR).
class PreprocessTest : public QObject {
  Q_OBJECT

 private slots:
  void theCentreCropResizedIsPillows_data() {
    QTest::addColumn<QString>("filter");
    QTest::addColumn<std::vector<int>>("corner");
    QTest::addColumn<std::vector<int>>("middle");
    QTest::addColumn<std::vector<int>>("elsewhere");
    QTest::addColumn<qint64>("sum");
    using Color = std::vector<int>;
    QTest::newRow("bilinear") << "bilinear" << Color{140, 93, 81} << Color{186, 141, 105}
                              << Color{117, 81, 54} << qint64{344875};
    QTest::newRow("bicubic") << "bicubic" << Color{136, 88, 77} << Color{192, 147, 112}
                             << Color{115, 78, 51} << qint64{344881};
    QTest::newRow("nearest") << "nearest" << Color{140, 85, 78} << Color{187, 146, 114}
                             << Color{113, 69, 42} << qint64{345469};
  }
  void theCentreCropResizedIsPillows() {
    QFETCH(QString, filter);
    QFETCH(std::vector<int>, corner);
    QFETCH(std::vector<int>, middle);
    QFETCH(std::vector<int>, elsewhere);
    QFETCH(qint64, sum);
    Preprocessing how;
    for (const Filter one : {Filter::nearest, Filter::bilinear, Filter::bicubic}) {
      if (filter == QString::fromUtf8(name_of(one).data())) how.filter = one;
    }
    for (const std::int64_t isa : supported_isas()) {
      const ForcedIsa forced(isa);
      const Picture input = resized_input(sample("chelsea.png"), how, std::nullopt, 32, 32);
      QCOMPARE(pixel(input, 0, 0), corner);
      QCOMPARE(pixel(input, 16, 16), middle);
      QCOMPARE(pixel(input, 20, 5), elsewhere);
      QCOMPARE(sum_of(input), sum);
    }
  }

  void greyIsMixedBeforeTheResizeAsPillowDoes() {
    Preprocessing how;
    how.channels = Channels::gray;
    for (const std::int64_t isa : supported_isas()) {
      const ForcedIsa forced(isa);
      const Picture input = resized_input(sample("chelsea.png"), how, std::nullopt, 28, 28);
      QCOMPARE(input.channels(), 1);
      QCOMPARE(pixel(input, 14, 14), std::vector{147});
      QCOMPARE(pixel(input, 20, 5), std::vector{109});
      QCOMPARE(sum_of(input), std::int64_t{91985});
    }
  }

  void shorterSideThenCentreCropIsTorchvisions() {
    Preprocessing how;
    how.resize_shorter = 256;
    const Picture input = resized_input(sample("chelsea.png"), how, std::nullopt, 224, 224);
    QCOMPARE(pixel(input, 0, 0), (std::vector{170, 132, 109}));
    QCOMPARE(pixel(input, 112, 112), (std::vector{190, 149, 122}));
    QCOMPARE(pixel(input, 223, 223), (std::vector{193, 168, 148}));
    QCOMPARE(sum_of(input), std::int64_t{16351587});
  }

  void theLongerSideIsCutToWholePixelsAsTorchvisions() {
    Preprocessing how;
    how.resize_shorter = 256;  // 376 × 263 becomes 365 × 256, not 366: 365.99 is cut
    const double across = 376.0 / 365, down = 263.0 / 256;
    // 141 pixels are cut off across: round(70.5) is 70
    QCOMPARE(default_crop(376, 263, how, 224, 224),
             (Crop{70 * across, 16 * down, 224 * across, 224 * down}));
    QCOMPARE(default_crop(263, 376, how, 224, 224),
             (Crop{16 * down, 70 * across, 224 * down, 224 * across}));
  }

  void whatIsTooSmallForTheCropIsPaddedAsTorchvisions() {
    Preprocessing how{.channels = Channels::gray};
    how.resize_shorter = 5;
    const Picture white{
        .pixels = Tensor::filled<std::uint8_t>(Shape{5, 5, 1}, 255), .name = {}, .warning = {}};
    const Picture input = resized_input(white, how, std::nullopt, 8, 7);
    // center_crop pads 3 pixels as 1 and 2, 2 as 1 and 1
    const std::vector<int> row{0, 255, 255, 255, 255, 255, 0, 0};
    for (int x = 0; x < 8; ++x) QCOMPARE(pixel(input, x, 3)[0], row[static_cast<std::size_t>(x)]);
    for (int y = 0; y < 7; ++y) QCOMPARE(pixel(input, 3, y)[0], y == 0 || y == 6 ? 0 : 255);
  }

  void paddingIsPillowsImageOpsPad() {
    Preprocessing how;
    how.fit = Fit::pad;
    const Picture input = resized_input(sample("chelsea.png"), how, std::nullopt, 64, 64);
    QCOMPARE(pixel(input, 32, 9), (std::vector{0, 0, 0}));
    QCOMPARE(pixel(input, 32, 10), (std::vector{95, 69, 50}));
    QCOMPARE(pixel(input, 32, 52), (std::vector{139, 102, 87}));
    QCOMPARE(pixel(input, 32, 53), (std::vector{0, 0, 0}));
    QCOMPARE(sum_of(input), std::int64_t{951866});
  }

  void aFractionalCropIsPillowsBox() {
    Preprocessing how;
    how.resize_shorter = 256;  // reads past the crop's edge, as Pillow's box does
    const Picture input =
        resized_input(sample("astronaut.png"), how, Crop{10.25, 20.75, 300.5, 200.25}, 64, 64);
    QCOMPARE(pixel(input, 0, 0), (std::vector{27, 14, 60}));
    QCOMPARE(pixel(input, 32, 32), (std::vector{208, 201, 200}));
    QCOMPARE(sum_of(input), std::int64_t{1568002});
  }

  void areaWeighsByCoverage() {
    Preprocessing how{.fit = Fit::stretch, .filter = Filter::area};
    const Picture input = resized_input(grey_row({0, 90, 255}), how, std::nullopt, 2, 1);
    QCOMPARE(pixel(input, 0, 0), (std::vector{30, 30, 30}));     // (0 + 90 / 2) / 1.5
    QCOMPARE(pixel(input, 1, 0), (std::vector{200, 200, 200}));  // (90 / 2 + 255) / 1.5
  }

  void withoutAntialiasingOnlyNeighboursCount() {
    Preprocessing how{.channels = Channels::gray, .fit = Fit::stretch, .antialias = false};
    const Picture row = grey_row({10, 20, 200, 100, 7, 9, 50, 60});
    how.filter = Filter::bilinear;  // halfway between columns 1 and 2, and 5 and 6
    QCOMPARE(row_of(resized_input(row, how, std::nullopt, 2, 1)), (std::vector{110, 30}));
    how.filter = Filter::nearest;
    QCOMPARE(row_of(resized_input(row, how, std::nullopt, 2, 1)), (std::vector{10, 7}));
    how.filter = Filter::bicubic;  // −0.09375, 0.59375, 0.59375, −0.09375
    QCOMPARE(row_of(resized_input(row, how, std::nullopt, 2, 1)), (std::vector{120, 29}));
    how.antialias = true;
    how.filter = Filter::nearest;
    QCOMPARE(row_of(resized_input(row, how, std::nullopt, 2, 1)), (std::vector{200, 50}));
  }

  void theNetworkGetsNormalisedChannelsInItsOrder() {
    Preprocessing how{.channels = Channels::bgr, .scale = 1, .mean = {104, 117, 123}};
    const Picture color{.pixels = Tensor::of<std::uint8_t>(Shape{1, 1, 3}, {200, 150, 100}),
                        .name = {},
                        .warning = {}};
    const Tensor input = preprocess(color, how, std::nullopt, 1, 1);
    QVERIFY(input.shape() == (Shape{1, 3, 1, 1}));
    QCOMPARE(input.floats()[0], 100.0F - 104.0F);
    QCOMPARE(input.floats()[1], 150.0F - 117.0F);
    QCOMPARE(input.floats()[2], 200.0F - 123.0F);
    how.layout = Layout::nhwc;
    QVERIFY(preprocess(color, how, std::nullopt, 2, 4).shape() == (Shape{1, 4, 2, 3}));
    const Preprocessing unit{.mean = {0.5, 0.5, 0.5}, .deviation = {0.25, 0.5, 1}};
    const Tensor values = preprocess(grey_row({255}), unit, std::nullopt, 1, 1);
    QCOMPARE(values.floats()[0], 2.0F);
    QCOMPARE(values.floats()[1], 1.0F);
    QCOMPARE(values.floats()[2], 0.5F);
  }

  void theDefaultCropIsCentredAndHasTheInputsProportions() {
    const Preprocessing how;
    QCOMPARE(default_crop(451, 300, how, 32, 32), (Crop{75, 0, 300, 300}));
    QCOMPARE(default_crop(451, 300, how, 64, 32), (Crop{0, 37, 451, 226}));
    QCOMPARE(default_crop(4000, 1, how, 32, 32), (Crop{1999, 0, 1, 1}));
    const Preprocessing pad{.fit = Fit::pad};
    QCOMPARE(default_crop(400, 300, pad, 10, 10), (Crop{0, -50, 400, 400}));
    const Preprocessing stretch{.fit = Fit::stretch};
    QCOMPARE(default_crop(400, 300, stretch, 10, 10), (Crop{0, 0, 400, 300}));
  }

  void aCropIsKeptInsideThePicture() {
    QCOMPARE(kept_inside({-10, 20, 50, 50}, 100, 80), (Crop{0, 20, 50, 50}));
    QCOMPARE(kept_inside({90, 70, 50, 50}, 100, 80), (Crop{50, 30, 50, 50}));
    QCOMPARE(kept_inside({0, 0, 200, 160}, 100, 80), (Crop{0, 0, 100, 80}));
  }

  void anyCropOfAnyPictureGivesTheAskedSize() {
    for (const Picture& picture : {noise(1, 1, 3), noise(4000, 1, 1), noise(7, 333, 3)}) {
      for (const auto filter : {Filter::nearest, Filter::bilinear, Filter::bicubic, Filter::area}) {
        for (const bool antialias : {true, false}) {
          for (const Fit fit : {Fit::crop, Fit::stretch, Fit::pad}) {
            for (const auto& crop : {std::optional<Crop>(), std::optional(Crop{-3, 0.5, 9.5, 4})}) {
              const Preprocessing how{.fit = fit, .filter = filter, .antialias = antialias};
              const Tensor input = preprocess(picture, how, crop, 33, 17);
              QVERIFY(input.shape() == (Shape{1, 3, 17, 33}));
            }
          }
        }
      }
    }
  }

  void aCropBesideThePictureAndAnEmptyInputAreRefused() {
    QVERIFY_THROWS_EXCEPTION(Error, preprocess(noise(9, 9, 1), {}, Crop{20, 0, 5, 5}, 8, 8));
    QVERIFY_THROWS_EXCEPTION(Error, preprocess(noise(9, 9, 1), {}, std::nullopt, 0, 8));
    QVERIFY_THROWS_EXCEPTION(Error, preprocess({}, {}, std::nullopt, 8, 8));
  }

  void everyVectorWidthGivesTheSameBytes() {
    const Picture picture = noise(611, 407, 3);
    for (const Filter filter : {Filter::bilinear, Filter::bicubic, Filter::area}) {
      for (const Channels channels : {Channels::rgb, Channels::gray}) {
        const Preprocessing how{.channels = channels, .fit = Fit::stretch, .filter = filter};
        std::vector<std::uint8_t> first;
        for (const std::int64_t isa : supported_isas()) {
          const ForcedIsa forced(isa);
          const Picture input = resized_input(picture, how, std::nullopt, 67, 45);
          const auto values = input.pixels.values<std::uint8_t>();
          if (first.empty()) first.assign(values.begin(), values.end());
          QVERIFY(std::ranges::equal(first, values));
        }
      }
    }
  }

  void aLargeCropFollowsTheHand() {
#ifdef __SANITIZE_ADDRESS__
    QSKIP("timings mean nothing under a sanitizer");
#endif
    const Picture picture = noise(3000, 3000, 3);
    qint64 best = std::numeric_limits<qint64>::max();
    for (int i = 0; i < 5; ++i) {
      QElapsedTimer timer;
      timer.start();
      preprocess(picture, {}, std::nullopt, 64, 64);
      best = std::min(best, timer.nsecsElapsed());
    }
    qInfo("3000 × 3000 to 64 × 64 in %.1f ms", static_cast<double>(best) / 1e6);
    QVERIFY(best < 100'000'000);  // ten times what it takes: a machine may be busy
  }
};

}  // namespace fovea

QTEST_GUILESS_MAIN(fovea::PreprocessTest)
#include "preprocess_test.moc"
