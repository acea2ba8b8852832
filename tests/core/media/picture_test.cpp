#include "core/media/picture.h"

#include <QBuffer>
#include <QDir>
#include <QImage>
#include <QTest>

#include "core/base/error.h"
#include "core/media/picture_image.h"

namespace fovea {
namespace {

std::vector<std::uint8_t> encoded(const QImage& image, const char* format, int quality = -1) {
  QBuffer buffer;
  buffer.open(QIODevice::WriteOnly);
  image.save(&buffer, format, quality);
  return {buffer.data().begin(), buffer.data().end()};
}

std::vector<int> pixel(const Picture& picture, int x, int y) {
  const std::uint8_t* at = picture.at(x, y);
  return {at, at + picture.channels()};
}

QString refusal(const std::vector<std::uint8_t>& bytes) {
  try {
    decode_picture(bytes, "test");
  } catch (const Error& error) {
    return QString::fromStdString(error.clause());
  }
  return {};
}

std::string sample(const char* name) {
  return std::string(FOVEA_SOURCE_DIR "/assets/pictures/") + name;
}

}  // namespace

class PictureTest : public QObject {
  Q_OBJECT

 private slots:
  void colorAndGreyKeepTheirChannels() {
    const Picture cat = read_picture(sample("chelsea.png"));
    QCOMPARE(cat.width(), 451);
    QCOMPARE(cat.height(), 300);
    // Pillow 9.4: Image.open("chelsea.png").getpixel((0, 0)) and ((450, 299))
    QCOMPARE(pixel(cat, 0, 0), (std::vector{143, 120, 104}));
    QCOMPARE(pixel(cat, 450, 299), (std::vector{162, 138, 128}));
    QCOMPARE(cat.name, std::string("chelsea.png"));
    QCOMPARE(cat.warning, std::string());
    QCOMPARE(read_picture(sample("camera.png")).channels(), 1);
    QCOMPARE(read_picture(sample("rocket.jpg")).channels(), 3);
  }

  void sixteenBitGreyUsesTheFullRange() {
    QImage image(3, 1, QImage::Format_Grayscale16);
    auto* line = reinterpret_cast<std::uint16_t*>(image.scanLine(0));
    line[0] = 0;
    line[1] = 128 * 257;
    line[2] = 65535;
    const Picture picture = decode_picture(encoded(image, "png"), "grey");
    QCOMPARE(picture.channels(), 1);
    QCOMPARE(pixel(picture, 0, 0), std::vector{0});
    QCOMPARE(pixel(picture, 1, 0), std::vector{128});
    QCOMPARE(pixel(picture, 2, 0), std::vector{255});
  }

  void transparencyLiesOnWhite() {
    QImage image(3, 1, QImage::Format_ARGB32);
    image.setPixel(0, 0, qRgba(255, 0, 0, 255));
    image.setPixel(1, 0, qRgba(255, 0, 0, 0));
    image.setPixel(2, 0, qRgba(0, 0, 255, 51));  // one fifth
    const Picture picture = decode_picture(encoded(image, "png"), "alpha");
    QCOMPARE(pixel(picture, 0, 0), (std::vector{255, 0, 0}));
    QCOMPARE(pixel(picture, 1, 0), (std::vector{255, 255, 255}));
    QCOMPARE(pixel(picture, 2, 0), (std::vector{204, 204, 255}));
  }

  void palettesBecomeColorUnlessTheyAreGrey() {
    QImage image(2, 1, QImage::Format_Indexed8);
    image.setColorTable({qRgb(200, 10, 20), qRgb(0, 0, 0)});
    image.setPixel(0, 0, 0);
    image.setPixel(1, 0, 1);
    QCOMPARE(pixel(decode_picture(encoded(image, "png"), "palette"), 0, 0),
             (std::vector{200, 10, 20}));
    image.setColorTable({qRgb(200, 200, 200), qRgb(0, 0, 0)});
    QCOMPARE(pixel(from_image(image, "grey palette"), 0, 0), std::vector{200});
  }

  void everyFormatOpensByContent_data() {
    QTest::addColumn<QByteArray>("format");
    for (const char* format : {"png", "jpg", "bmp", "webp", "tiff"}) {
      QTest::newRow(format) << QByteArray(format);
    }
  }
  void everyFormatOpensByContent() {
    QFETCH(QByteArray, format);
    QImage image(40, 30, QImage::Format_RGB32);
    image.fill(qRgb(30, 120, 200));
    const Picture picture = decode_picture(encoded(image, format, 100), "misnamed.gif");
    QCOMPARE(picture.width(), 40);
    QCOMPARE(picture.height(), 30);
    const std::vector<int> color = pixel(picture, 20, 15);
    QVERIFY(std::abs(color[0] - 30) <= 3 && std::abs(color[1] - 120) <= 3 &&
            std::abs(color[2] - 200) <= 3);
  }

  void aGifOpens() {
    // One black and white pixel pair, 2 × 1, written by hand after the GIF89a specification.
    const std::vector<std::uint8_t> gif{
        'G',  'I',  'F', '8', '9', 'a', 2, 0, 1, 0, 0x80, 0, 0, 0,    0,    0, 0xFF, 0xFF,
        0xFF, 0x2C, 0,   0,   0,   0,   2, 0, 1, 0, 0,    2, 2, 0x44, 0x0A, 0, 0x3B};
    const Picture picture = decode_picture(gif, "two.gif");
    QCOMPARE(picture.width(), 2);
    QCOMPARE(picture.height(), 1);
    QVERIFY(pixel(picture, 0, 0) != pixel(picture, 1, 0));
  }

  void anSvgIsDrawnLargeOnWhite() {
    const std::string svg = R"(<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10">)"
                            R"(<rect width="10" height="10" fill="#ff0000"/></svg>)";
    const Picture picture =
        decode_picture({reinterpret_cast<const std::uint8_t*>(svg.data()), svg.size()}, "drawing");
    QCOMPARE(picture.width(), 1024);
    QCOMPARE(picture.height(), 512);
    QCOMPARE(pixel(picture, 100, 100), (std::vector{255, 0, 0}));
    QCOMPARE(pixel(picture, 900, 100), (std::vector{255, 255, 255}));
  }

  void aThumbnailIsDecodedSmall() {
    const Picture small = read_picture(sample("retina.jpg"), {.longest_side = 128});
    QCOMPARE(std::max(small.width(), small.height()), 128);
    QCOMPARE(read_picture(sample("chelsea.png"), {.longest_side = 90}).height(), 59);
  }

  void aPictureAboveTheLimitIsRefusedByItsSize() {
    QString message;
    try {
      read_picture(sample("chelsea.png"), {.max_pixels = 100'000});
    } catch (const Error& error) {
      message = error.what();
    }
    QVERIFY2(message.contains("451 × 300"), qPrintable(message));
  }

  void whatIsDamagedIsRefusedWithTheReason() {
    const std::vector<std::uint8_t> png =
        encoded(to_image(read_picture(sample("coffee.png"))), "png");
    const std::vector<std::uint8_t> half(png.begin(), png.begin() + std::ptrdiff_t(png.size() / 2));
    QVERIFY2(refusal(half).contains("ends too early"), qPrintable(refusal(half)));
    std::vector<std::uint8_t> flipped = png;
    flipped[flipped.size() / 2] ^= 1;
    QVERIFY2(refusal(flipped).contains("checksum is wrong (chunk IDAT"),
             qPrintable(refusal(flipped)));
    std::vector<std::uint8_t> flat = png;
    std::fill(flat.begin() + 16, flat.begin() + 20, std::uint8_t{0});
    QVERIFY(!refusal(flat).isEmpty());
    QCOMPARE(refusal({}), QString("the file is empty"));
    QVERIFY(refusal({'h', 'e', 'l', 'l', 'o'}).startsWith("it is not a picture"));
  }

  void aCutJpegIsShownWithAWarning() {
    const std::vector<std::uint8_t> jpeg =
        encoded(to_image(read_picture(sample("coffee.png"))), "jpg", 90);
    QCOMPARE(decode_picture(jpeg, "whole").warning, std::string());
    const Picture cut = decode_picture(std::span(jpeg).first(jpeg.size() * 2 / 3), "cut");
    QCOMPARE(cut.width(), 600);
    QVERIFY(!cut.warning.empty());
  }

  void anImageSharesThePixelsAndComesBack() {
    const Picture cat = read_picture(sample("chelsea.png"));
    const QImage image = to_image(cat);
    QCOMPARE(static_cast<const void*>(image.constBits()), cat.pixels.data());
    const Picture again = from_image(image, "again");
    QVERIFY(
        std::ranges::equal(again.pixels.values<std::uint8_t>(), cat.pixels.values<std::uint8_t>()));
    const Picture reread = decode_picture(encode_png(cat), "written");
    QVERIFY(std::ranges::equal(reread.pixels.values<std::uint8_t>(),
                               cat.pixels.values<std::uint8_t>()));
  }

  void darkStrokesOnPaperAreNoticed() {
    QImage paper(100, 80, QImage::Format_Grayscale8);
    paper.fill(245);
    for (int y = 20; y < 60; ++y) {
      for (int x = 45; x < 52; ++x) paper.setPixel(x, y, qRgb(20, 20, 20));
    }
    const Picture page = from_image(paper, "page");
    QVERIFY(looks_dark_on_light(page));
    QVERIFY(!looks_dark_on_light(inverted(page)));
    QVERIFY(!looks_dark_on_light(read_picture(sample("chelsea.png"))));
    QVERIFY(!looks_dark_on_light(read_picture(sample("retina.jpg"))));
  }

  void everyMalformedPictureDoesAsItsReadmeSays_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("expected");
    QTest::newRow("truncated") << "truncated.png"
                               << "ends too early";
    QTest::newRow("empty") << "empty.jpg"
                           << "the file is empty";
    QTest::newRow("bomb") << "bomb_30000x30000_real_zlib.png"
                          << "900 million";
    QTest::newRow("no width") << "zero_width.png"
                              << "0 ×";
    QTest::newRow("checksum") << "bad_crc.png"
                              << "checksum is wrong";
    QTest::newRow("no pixels") << "no_idat.png"
                               << "no pixels";
    QTest::newRow("text") << "text_renamed.png"
                          << "not a picture";
    QTest::newRow("cut GIF") << "gif_truncated.gif"
                             << "GIF picture";
    QTest::newRow("JPEG by content") << "jpeg_named.png"
                                     << "224 × 224 × 3";
    QTest::newRow("one pixel") << "valid_1x1.png"
                               << "1 × 1 × 3";
    QTest::newRow("one row") << "valid_4000x1.png"
                             << "4000 × 1 × 1";
    QTest::newRow("16 bits") << "valid_16bit_grey.png"
                             << "64 × 64 × 1";
    QTest::newRow("palette") << "valid_palette.png"
                             << "64 × 64 × 3";
    QTest::newRow("CMYK") << "valid_cmyk.jpg"
                          << "64 × 64 × 3";
    QTest::newRow("orientation") << "valid_exif_rotated.jpg"
                                 << "50 × 80 × 3";
    QTest::newRow("alpha") << "valid_alpha.png"
                           << "64 × 64 × 3";
  }
  void everyMalformedPictureDoesAsItsReadmeSays() {
    const QByteArray data = qgetenv("FOVEA_TEST_DATA");
    if (data.isEmpty()) QSKIP("FOVEA_TEST_DATA is not set");
    QFETCH(QString, file);
    QFETCH(QString, expected);
    QString outcome;
    try {
      const Picture picture =
          read_picture(QString(QDir(data).filePath("malformed/images/" + file)).toStdString());
      outcome = QString("%1 × %2 × %3")
                    .arg(picture.width())
                    .arg(picture.height())
                    .arg(picture.channels());
    } catch (const Error& error) {
      outcome = QString::fromStdString(error.clause());
    }
    QVERIFY2(outcome.contains(expected), qPrintable(outcome));
  }
};

}  // namespace fovea

QTEST_MAIN(fovea::PictureTest)
#include "picture_test.moc"
