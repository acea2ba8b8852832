#include "core/figure/contact_sheet.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>

#include "core/base/error.h"

namespace fovea {
namespace {

Tensor waves(const Shape& shape) {
  Tensor tensor(shape);
  float place = 0;
  for (float& value : tensor.mutable_values<float>()) value = std::sin(place += 0.37F);
  return tensor;
}

bool has_color(const Picture& picture, int red, int green, int blue) {
  for (int y = 0; y < picture.height(); ++y) {
    for (int x = 0; x < picture.width(); ++x) {
      const std::uint8_t* at = picture.at(x, y);
      if (at[0] == red && at[1] == green && at[2] == blue) return true;
    }
  }
  return false;
}

std::vector<int> pixel(const Picture& picture, int x, int y) {
  const std::uint8_t* at = picture.at(x, y);
  return {at, at + 3};
}

}  // namespace

class ContactSheetTest : public QObject {
  Q_OBJECT

 private slots:
  void theMapsValuesAreThePixels() {
    // One 2 × 2 map of four maps: −1 1 / 0 1, tiles 256 pixels wide from (17, 61).
    Tensor values = Tensor::filled<float>(Shape{1, 4, 2, 2}, 0.0F);
    values.mutable_values<float>()[0] = -1;
    values.mutable_values<float>()[1] = 1;
    values.mutable_values<float>()[3] = 1;
    const Picture sheet = draw_contact_sheet(
        {.values = values, .name = "conv1", .detail = "Conv", .theme = Theme::dark});
    QCOMPARE(sheet.width(), 1400);
    QCOMPARE(pixel(sheet, 17 + 10, 61 + 10), (std::vector{0xc8, 0xe6, 0xfa}));
    QCOMPARE(pixel(sheet, 17 + 245, 61 + 10), (std::vector{0xff, 0xeb, 0xbe}));
    QCOMPARE(pixel(sheet, 17 + 10, 61 + 245), (std::vector{0x12, 0x14, 0x18}));
    QCOMPARE(pixel(sheet, 16, 61), (std::vector{0x5a, 0x63, 0x73}));  // the frame
    QCOMPARE(pixel(sheet, 2, 2), (std::vector{0x14, 0x16, 0x1a}));    // the ground
    QVERIFY(has_color(sheet, 0xe6, 0xe8, 0xec));                      // the title's text
  }

  void everyShapeAndThemeGetsASheet() {
    for (const Shape& shape :
         {Shape{1, 10}, Shape{}, Shape{1, 16, 40}, Shape{1, 3, 451, 300}, Shape{1, 700, 1, 1},
          Shape{1, 2, 5, 6, 7}, Shape{1, 2, 4000, 1}, Shape{1, 20000}}) {
      for (const Theme theme : {Theme::dark, Theme::light}) {
        for (const Palette palette : {Palette::diverging, Palette::sequential, Palette::print}) {
          const Picture sheet = draw_contact_sheet({.values = waves(shape),
                                                    .name = "value",
                                                    .detail = {},
                                                    .theme = theme,
                                                    .palette = palette,
                                                    .scope = ContactSheet::Scope::unit});
          QVERIFY(sheet.height() > 100 && sheet.height() < 8000);
        }
      }
    }
  }

  void nothingToDrawIsRefused() { QVERIFY_THROWS_EXCEPTION(Error, draw_contact_sheet({})); }

  void aHostileNameIsShownSafely() {
    const std::string name = std::string(3000, 'x') + "\n<b>\x1b[31m../../etc";
    const Picture sheet = draw_contact_sheet({.values = waves({1, 2, 8, 8}), .name = name});
    QCOMPARE(sheet.width(), 1400);
  }

  void aSheetOf512MapsIsWrittenSwiftly() {
#ifdef __SANITIZE_ADDRESS__
    QSKIP("timings mean nothing under a sanitizer");
#endif
    const QTemporaryDir folder;
    const std::string path = folder.filePath("maps.png").toStdString();
    const Tensor values = waves({1, 512, 28, 28});
    write_contact_sheet(path, {.values = values, .name = "warm fonts"});
    qint64 best = std::numeric_limits<qint64>::max();
    for (int i = 0; i < 3; ++i) {
      QElapsedTimer timer;
      timer.start();
      write_contact_sheet(path, {.values = values, .name = "conv5", .detail = "Conv"});
      best = std::min(best, timer.elapsed());
    }
    qInfo("512 maps of 28 × 28 drawn and written in %lld ms", static_cast<long long>(best));
    QVERIFY(best < 3000);  // ten times what is asked, for busy machines
    QCOMPARE(read_picture(path).width(), 1400);
  }
};

}  // namespace fovea

QTEST_MAIN(fovea::ContactSheetTest)
#include "contact_sheet_test.moc"
