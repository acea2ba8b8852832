#include "core/figure/figure.h"

#include <QElapsedTimer>
#include <QPolygonF>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>
#include <cmath>
#include <set>
#include <tuple>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/figure/number_cells.h"
#include "core/figure/recipe_text.h"
#include "core/media/npy.h"
#include "tests/core/figure/sources.h"

using namespace fovea;
using namespace fovea::testing;

namespace {

constexpr FigureKind k_all_kinds[] = {
    FigureKind::maps,       FigureKind::kernels,     FigureKind::unit,
    FigureKind::arithmetic, FigureKind::activations, FigureKind::confusion,
    FigureKind::network,    FigureKind::timeline,    FigureKind::comparison};

/// With all that any kind shows.
FigureSource full_source() {
  FigureSource source = edited_source();
  source.curves = some_curves();
  source.confusion = ConfusionMatrix{.classes = 3, .counts = {8, 2, 0, 1, 9, 0, 0, 0, 0}};
  source.classes = {"cat", "dog", "gnu"};
  return source;
}

FigureSpec spec_of(FigureKind kind, double width_mm = 85) {
  FigureSpec spec;
  spec.kind = kind;
  spec.width_mm = width_mm;
  return spec;
}

QRectF box_of(const Scene::Item& item) {
  if (const auto* map = std::get_if<Scene::Map>(&item)) return map->place;
  if (const auto* image = std::get_if<Scene::Image>(&item)) return image->place;
  if (const auto* box = std::get_if<Scene::Box>(&item)) return box->place;
  if (const auto* line = std::get_if<Scene::Line>(&item)) {
    QPolygonF points(QList<QPointF>(line->points.begin(), line->points.end()));
    return points.boundingRect();
  }
  const auto& text = std::get<Scene::Text>(item);
  const double width = text_width(text.text, text.size, text.bold);
  const double left = text.align == Scene::Align::left     ? 0
                      : text.align == Scene::Align::centre ? -width / 2
                                                           : -width;
  if (text.upwards) return {text.at.x() - text.size, text.at.y() - left - width, text.size, width};
  return {text.at.x() + left, text.at.y() - text.size, width, text.size};
}

QStringList texts_of(const Scene& scene) {
  QStringList texts;
  for (const Scene::Item& item : scene.items)
    if (const auto* text = std::get_if<Scene::Text>(&item)) texts.push_back(text->text);
  return texts;
}

std::vector<Scene::Map> maps_of(const Scene& scene) {
  std::vector<Scene::Map> maps;
  for (const Scene::Item& item : scene.items)
    if (const auto* map = std::get_if<Scene::Map>(&item)) maps.push_back(*map);
  return maps;
}

std::string svg_of(const FigureSpec& spec, const FigureSource& source) {
  const std::vector<std::uint8_t> bytes = encode_figure(FigureFormat::svg, spec, source, "{}");
  return {bytes.begin(), bytes.end()};
}

std::string csv_of(const FigureSpec& spec, const FigureSource& source) {
  return figure_data(spec, source).csv;
}

}  // namespace

class FigureTest : public QObject {
  Q_OBJECT

 private slots:
  void everyKindFitsItsWidthInEveryLook_data() {
    QTest::addColumn<int>("kind");
    for (const FigureKind kind : k_all_kinds)
      QTest::newRow(std::string(name_of(kind)).c_str()) << static_cast<int>(kind);
  }

  void everyKindFitsItsWidthInEveryLook() {
    QFETCH(int, kind);
    const FigureSource source = full_source();
    for (const double width : {60.0, 85.0, 180.0}) {
      for (const double font : {6.0, 8.0, 11.0}) {
        FigureSpec spec = spec_of(static_cast<FigureKind>(kind), width);
        spec.font_pt = font;
        spec.caption = true;
        const Scene scene = make_scene(spec, source);
        QCOMPARE(scene.width, std::round(width * k_units_per_mm));
        for (const Scene::Item& item : scene.items) {
          const QRectF box = box_of(item);
          QVERIFY2(box.left() >= -1 && box.right() <= scene.width + 1 && box.top() >= -1 &&
                       box.bottom() <= scene.height + 1,
                   qPrintable(QString("%1 mm, %2 pt: %3, %4, %5, %6 beyond %7 × %8")
                                  .arg(width)
                                  .arg(font)
                                  .arg(box.left())
                                  .arg(box.top())
                                  .arg(box.right())
                                  .arg(box.bottom())
                                  .arg(scene.width)
                                  .arg(scene.height)));
        }
        for (const Scene::Map& map : maps_of(scene))
          QCOMPARE(QRectF(map.place.toRect()), map.place);  // whole pixels at every zoom
      }
    }
  }

  void whatHasNoRoomIsRefusedAndNeverPainted_data() { everyKindFitsItsWidthInEveryLook_data(); }

  void whatHasNoRoomIsRefusedAndNeverPainted() {
    QFETCH(int, kind);
    const FigureSource source = full_source();
    for (const double width : {40.0, 180.0}) {
      for (const double font : {4.0, 32.0}) {
        for (const int columns : {0, 3, 64, k_most_columns}) {
          FigureSpec spec = spec_of(static_cast<FigureKind>(kind), width);
          spec.font_pt = font;
          spec.columns = columns;
          try {
            const Scene scene = make_scene(spec, source);
            for (const Scene::Map& map : maps_of(scene))
              QVERIFY(QRectF(0, 0, scene.width + 1, scene.height + 1).contains(map.place));
            QVERIFY(!paint_scene(scene, 1).isNull());
          } catch (const Error& error) {
            QVERIFY2(error.sentence().find("no room") != std::string::npos, error.what());
          }
        }
      }
    }
  }

  void aMapThatReachesBeyondThePageIsCut() {
    const FigureSource source = full_source();
    FigureSpec spec = spec_of(FigureKind::maps);
    Scene scene = make_scene(spec, source);
    const QRectF inside(0, 0, std::round(scene.width), std::round(scene.height));
    for (const QRectF& place : {QRectF(scene.width - 10, 0, 60, 60), QRectF(-20, -20, 60, 60),
                                QRectF(0, scene.height - 5, 4e6, 4e6)}) {
      Scene::Map map = maps_of(scene).front();
      map.place = QRectF(place.toRect());
      Scene alone{.width = scene.width, .height = scene.height, .ground = scene.ground};
      alone.items.emplace_back(map);
      const QImage image = paint_scene(alone, 1);
      for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
          if (!map.place.contains(QPointF(x + 0.5, y + 0.5)))
            QCOMPARE(image.pixelColor(x, y).name(), scene.ground.name());
    }
  }

  void everyKindIsWrittenInEveryFormat_data() { everyKindFitsItsWidthInEveryLook_data(); }

  void everyKindIsWrittenInEveryFormat() {
    QFETCH(int, kind);
    const FigureSource source = full_source();
    FigureSpec spec = spec_of(static_cast<FigureKind>(kind));
    spec.layer =
        spec.kind == FigureKind::activations || spec.kind == FigureKind::maps ? "conv1" : "";
    for (const Theme theme : {Theme::light, Theme::dark}) {
      spec.theme = theme;
      const auto png = encode_figure(FigureFormat::png, spec, source, "{}");
      const QImage image = QImage::fromData(png.data(), static_cast<int>(png.size()));
      QCOMPARE(image.width(), static_cast<int>(std::round(85 * k_units_per_mm)));
      const auto pdf = encode_figure(FigureFormat::pdf, spec, source, "{}");
      QVERIFY(text_of(pdf).starts_with("%PDF-"));
      QXmlStreamReader xml(QByteArray::fromStdString(svg_of(spec, source)));
      while (!xml.atEnd()) xml.readNext();
      QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
    }
    QVERIFY(csv_of(spec, source).find('\n') != std::string::npos);
    if (spec.kind != FigureKind::comparison)
      QVERIFY(decode_npy(encode_figure(FigureFormat::npy, spec, source, "{}")).elements() > 0);
  }

  void aMapIsItsValuesPixelByPixelAtEveryZoom() {
    const FigureSource source = tiny_source();
    FigureSpec spec = spec_of(FigureKind::maps);
    spec.layer = "conv1";
    const Scene scene = make_scene(spec, source);
    const std::vector<Scene::Map> maps = maps_of(scene);
    QCOMPARE(maps.size(), std::size_t{2});
    const Tensor& values = source.frame->value(source.shaped->graph.find_value("m"));
    for (const int zoom : {1, 2, 8}) {
      const QImage image = paint_scene(scene, zoom);
      QCOMPARE(image.width(), static_cast<int>(scene.width) * zoom);
      for (std::size_t unit = 0; unit < 2; ++unit) {
        const QRectF place = maps[unit].place;
        const int cell = static_cast<int>(place.width()) / 4 * zoom;
        QCOMPARE(cell * 4, static_cast<int>(place.width()) * zoom);
        for (int i = 0; i < 16; ++i) {
          const float value = values.floats()[unit * 16 + static_cast<std::size_t>(i)];
          const Scale& scale = maps[unit].scale;
          const Rgba expected = color_map(Palette::diverging, Theme::light)
                                    .at((value - scale.min) / (scale.max - scale.min));
          const int x = static_cast<int>(place.x()) * zoom + i % 4 * cell;
          const int y = static_cast<int>(place.y()) * zoom + i / 4 * cell;
          for (const QPoint at : {QPoint(x, y), QPoint(x + cell - 1, y + cell - 1)}) {
            const QColor color = image.pixelColor(at);
            QVERIFY(std::abs(color.red() - int(expected & 255)) <= 1);
            QVERIFY(std::abs(color.green() - int(expected >> 8 & 255)) <= 1);
            QVERIFY(std::abs(color.blue() - int(expected >> 16 & 255)) <= 1);
          }
        }
      }
    }
  }

  void mapsAreAsTheyWere_data() {
    QTest::addColumn<int>("palette");
    QTest::addColumn<int>("theme");
    QTest::addColumn<int>("scope");
    const auto add = [](const char* name, Palette palette, Theme theme, ScaleScope scope) {
      QTest::newRow(name) << int(palette) << int(theme) << int(scope);
    };
    add("maps-light", Palette::diverging, Theme::light, ScaleScope::shared);
    add("maps-dark", Palette::diverging, Theme::dark, ScaleScope::unit);
    add("maps-print", Palette::print, Theme::light, ScaleScope::layer);
    add("maps-sequential", Palette::sequential, Theme::light, ScaleScope::all);
  }

  /// Golden pictures, maps and frames without text. FOVEA_WRITE_GOLDEN=1 writes them anew.
  void mapsAreAsTheyWere() {
    QFETCH(int, palette);
    QFETCH(int, theme);
    QFETCH(int, scope);
    FigureSpec spec = spec_of(FigureKind::maps);
    spec.palette = static_cast<Palette>(palette);
    spec.theme = static_cast<Theme>(theme);
    spec.scope = static_cast<ScaleScope>(scope);
    Scene scene = make_scene(spec, tiny_source());
    std::erase_if(scene.items, [](const Scene::Item& item) {
      return std::holds_alternative<Scene::Text>(item);
    });
    const QImage image = paint_scene(scene, 1).convertToFormat(QImage::Format_RGB32);
    const QString path =
        QString(FOVEA_SOURCE_DIR "/tests/core/figure/golden/%1.png").arg(QTest::currentDataTag());
    if (qEnvironmentVariableIsSet("FOVEA_WRITE_GOLDEN")) QVERIFY(image.save(path));
    const QImage golden = QImage(path).convertToFormat(QImage::Format_RGB32);
    QCOMPARE(image.size(), golden.size());
    for (int y = 0; y < image.height(); ++y) {
      for (int x = 0; x < image.width(); ++x) {
        const QColor is = image.pixelColor(x, y), was = golden.pixelColor(x, y);
        const bool alike = std::abs(is.red() - was.red()) <= 1 &&
                           std::abs(is.green() - was.green()) <= 1 &&
                           std::abs(is.blue() - was.blue()) <= 1;
        QVERIFY2(
            alike,
            qPrintable(QString("%1, %2: %3, was %4").arg(x).arg(y).arg(is.name(), was.name())));
      }
    }
  }

  void anSvgHoldsOnePixelAValueAndTextAsText() {
    const FigureSource source = tiny_source();
    FigureSpec spec = spec_of(FigureKind::maps);
    spec.layer = "conv1";
    spec.caption = true;
    QXmlStreamReader xml(QByteArray::fromStdString(svg_of(spec, source)));
    QStringList texts;
    std::vector<QImage> images;
    int metadata = 0, boxes = 0;
    while (!xml.atEnd()) {
      xml.readNext();
      if (!xml.isStartElement()) continue;
      if (xml.name() == u"svg") {
        QCOMPARE(xml.attributes().value("width").toString(), QString("84.931mm"));
        QCOMPARE(xml.attributes().value("viewBox").toString().section(' ', 0, 2),
                 QString("0 0 321"));
      } else if (xml.name() == u"metadata") {
        ++metadata;
      } else if (xml.name() == u"rect") {
        ++boxes;
      } else if (xml.name() == u"image") {
        QVERIFY(xml.attributes().value("style").contains(u"image-rendering:pixelated"));
        const QStringView uri = xml.attributes().value("http://www.w3.org/1999/xlink", "href");
        images.push_back(
            QImage::fromData(QByteArray::fromBase64(uri.sliced(uri.indexOf(u',') + 1).toLatin1())));
      } else if (xml.name() == u"text") {
        texts.push_back(xml.readElementText());
      }
    }
    QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
    QCOMPARE(metadata, 1);
    QCOMPARE(images.size(), std::size_t{3});  // two maps and the scale
    QCOMPARE(images[0].size(), QSize(4, 4));
    QVERIFY(boxes >= 4);  // ground, frames
    QVERIFY(texts.contains("conv1"));
    QVERIFY2(texts.join(' ').contains("tiny & <small>"), qPrintable(texts.join(' ')));
    QVERIFY(texts.join(' ').contains("seed 7"));
  }

  void anotherLibraryFindsThePdfsTextAndImages() {
    if (!output_of("pdftotext", {"-v"})) QSKIP("pdftotext is not installed");
    const QTemporaryDir folder;
    const QString path = folder.filePath("figure.pdf");
    FigureSpec spec = spec_of(FigureKind::maps);
    spec.layer = "conv1";
    spec.caption = true;
    write_file_atomically(path.toStdString(),
                          encode_figure(FigureFormat::pdf, spec, edited_source(), "{}"));
    const QString text = QString::fromUtf8(output_of("pdftotext", {path, "-"}).value_or(""));
    for (const char* words : {"conv1", "Edited weights", "tiny & <small>", "ramp.png"})
      QVERIFY2(text.contains(words), qPrintable(text));
    const QString images = QString::fromUtf8(output_of("pdfimages", {"-list", path}).value_or(""));
    QCOMPARE(images.count(QRegularExpression("image +4 +4 ")), 2);
    const QString info = QString::fromUtf8(output_of("pdfinfo", {path}).value_or(""));
    QVERIFY2(info.contains(QRegularExpression("Page size: +24[01]")), qPrintable(info));
  }

  void aPdfsNumbersAreCopiedWithTheirSigns() {
    if (!output_of("pdftotext", {"-v"})) QSKIP("pdftotext is not installed");
    const QTemporaryDir folder;
    const QString path = folder.filePath("figure.pdf");
    const FigureSource source = full_source();
    for (const FigureKind kind : {FigureKind::arithmetic, FigureKind::maps, FigureKind::network}) {
      const FigureSpec spec = spec_of(kind, 180);
      write_file_atomically(path.toStdString(),
                            encode_figure(FigureFormat::pdf, spec, source, "{}"));
      const QString text = QString::fromUtf8(output_of("pdftotext", {path, "-"}).value_or(""));
      const QString drawn = texts_of(make_scene(spec, source)).join(' ');
      for (const QChar sign : {QChar(0x2212), QChar(0xD7), QChar(0x2248)})
        QCOMPARE(text.count(sign), drawn.count(sign));
    }
    const QString info = QString::fromUtf8(output_of("pdfinfo", {path}).value_or(""));
    QVERIFY2(info.contains(QRegularExpression("Title: +tiny.*network")), qPrintable(info));
  }

  void whatIsHigherThanItsPaperGoesOnOnMorePages() {
    FigureSource source = full_source();
    FigureSpec spec = spec_of(FigureKind::maps, 118);
    spec.paper = Paper::a5;
    spec.columns = 1;
    const Scene bare = [&] {
      FigureSpec one = spec;
      one.paper = Paper::fit;
      return make_scene(one, source);
    }();
    const Scene pages = make_scene(spec, source);
    QVERIFY(pages.page_height > 0);
    const int count = static_cast<int>(std::lround(pages.height / pages.page_height));
    QVERIFY2(count > 1, qPrintable(QString::number(bare.height)));
    QCOMPARE(pages.items.size(), bare.items.size());
    const double margin = 14 * k_units_per_mm;
    double last = 0;
    for (std::size_t i = 0; i < pages.items.size(); ++i) {
      const VerticalExtent extent = extent_of(pages.items[i]);
      const double page = std::floor((extent.top + extent.bottom) / 2 / pages.page_height);
      QVERIFY(extent.top >= page * pages.page_height + margin - 12);
      QVERIFY(extent.bottom <= (page + 1) * pages.page_height - margin + 12);
      QVERIFY(page >= last - 1e-9 || extent.top <= extent_of(pages.items[i - 1]).top);
      last = page;
    }
    // A heading stands over what it names.
    for (const Scene::Item& item : pages.items) {
      const auto* text = std::get_if<Scene::Text>(&item);
      if (text == nullptr || !text->bold) continue;
      const double page = std::floor(text->at.y() / pages.page_height);
      const bool has_map = std::ranges::any_of(maps_of(pages), [&](const Scene::Map& map) {
        return map.place.top() > text->at.y() &&
               std::floor(map.place.top() / pages.page_height) == page;
      });
      QVERIFY2(has_map, qPrintable(text->text));
    }
    if (!output_of("pdfinfo", {"-v"})) QSKIP("pdfinfo is not installed");
    const QTemporaryDir folder;
    const QString path = folder.filePath("pages.pdf");
    write_file_atomically(path.toStdString(), encode_figure(FigureFormat::pdf, spec, source, "{}"));
    const QString info = QString::fromUtf8(output_of("pdfinfo", {path}).value_or(""));
    QVERIFY2(info.contains(QRegularExpression(QString("Pages: +%1\n").arg(count))),
             qPrintable(info));
    const QString text = QString::fromUtf8(output_of("pdftotext", {path, "-"}).value_or(""));
    for (const QString& word : texts_of(bare)) QCOMPARE(text.count(word) > 0, true);
  }

  void whatWasTrainedIsNotCalledEdited() {
    const FigureSpec spec = spec_of(FigureKind::kernels, 180);
    const auto said = [&](const FigureSource& source) {
      return texts_of(make_scene(spec, source)).join(' ');
    };
    FigureSource source = edited_source();
    source.network.muted.clear();
    source.learnt = {.graph = source.network.graph, .moment = "step 938"};
    QVERIFY(said(source).contains("Trained, step 938."));
    QVERIFY(!said(source).contains("Edited"));
    // What was done by hand since is.
    source.learnt->graph = source.network.origin->model.graph;
    QVERIFY(said(source).contains("Trained, step 938. Edited weights: conv1: unit 1 changed"));
    source.learnt = FigureSource::Learnt{};
    QVERIFY(said(source).contains("Weights changed by training or by hand: conv1: unit 1 changed"));
  }

  void productsThatAreRoundedAreSaidToBeAbout() {
    const auto tap = [](float value, float weight) {
      Tap made;
      made.value = value;
      made.weight = weight;
      return made;
    };
    QVERIFY(product_holds(tap(0.5F, 0.5F)));
    QVERIFY(product_holds(tap(-2, 3)));
    QVERIFY(!product_holds(tap(0.5349F, -0.0573F)));  // 0.53 × −0.057 = −0.030, not −0.031
    const std::vector<Tap> right{tap(1, 2), tap(0, 7)}, about{tap(1, 2), tap(0.5349F, -0.0573F)};
    QCOMPARE(products_sign(right), QString("="));
    QCOMPARE(products_sign(about), QString("≈"));
    QCOMPARE(figure_number(-0.0), QString("0"));
  }

  void aPageStandsAloneAndHoldsTheNumbers() {
    const FigureSource source = full_source();
    FigureSpec spec = spec_of(FigureKind::maps);
    spec.layer = "conv1";
    const auto bytes = encode_figure(FigureFormat::html, spec, source, R"({"a": "<&>"})");
    const QString page = QString::fromUtf8(reinterpret_cast<const char*>(bytes.data()),
                                           static_cast<qsizetype>(bytes.size()));
    QVERIFY(page.startsWith("<!DOCTYPE html>"));
    QVERIFY(!page.contains("<script") && !page.contains(QRegularExpression("(src|href)=\"http")));
    QXmlStreamReader figure(
        page.mid(page.indexOf("<svg"), page.indexOf("</svg>") + 6 - page.indexOf("<svg")));
    int images = 0;
    while (!figure.atEnd()) {
      if (figure.readNext() != QXmlStreamReader::StartElement) continue;
      images += figure.name() == QLatin1String("image") ? 1 : 0;
    }
    QVERIFY2(!figure.hasError(), qPrintable(figure.errorString()));
    QVERIFY(images >= static_cast<int>(maps_of(make_scene(spec, source)).size()));
    const QRegularExpression link("base64,([A-Za-z0-9+/=]+)\">The numbers");
    const QByteArray csv = QByteArray::fromBase64(link.match(page).captured(1).toLatin1());
    QCOMPARE(csv, QByteArray::fromStdString(csv_of(spec, source)));
    QCOMPARE(*embedded_recipe(bytes), std::string(R"({"a": "<&>"})"));
  }

  void numbersAreThoseOfTheFrame() {
    const FigureSource source = tiny_source();
    FigureSpec spec = spec_of(FigureKind::maps);
    spec.layer = "conv1";
    spec.units = {1};
    const Tensor& values = source.frame->value(source.shaped->graph.find_value("m"));
    const Tensor array = decode_npy(encode_figure(FigureFormat::npy, spec, source, "{}"));
    QVERIFY(array.shape() == (Shape{1, 4, 4}));
    QVERIFY(std::ranges::equal(array.floats(), values.floats().subspan(16)));
    const QStringList lines = QString::fromStdString(csv_of(spec, source)).trimmed().split('\n');
    QCOMPARE(lines.size(), 17);
    QCOMPARE(lines[0], QString("layer,unit,row,column,value"));
    QVERIFY(lines[8].startsWith("conv1,1,1,3,"));
    QCOMPARE(lines[8].section(',', 4).toFloat(), values.floats()[16 + 7]);
    QVERIFY_THROWS_EXCEPTION(
        Error, encode_figure(FigureFormat::npy, spec_of(FigureKind::maps), source, "{}"));
  }

  void numpyReadsTheArrays() {
    const QString python = "/usr/bin/python3";
    if (!output_of(qPrintable(python), {"-c", "import numpy"})) QSKIP("numpy is not installed");
    const QTemporaryDir folder;
    const QString path = folder.filePath("maps.npy");
    const FigureSource source = tiny_source();
    FigureSpec spec = spec_of(FigureKind::maps);
    spec.layer = "conv1";
    write_file_atomically(path.toStdString(), encode_figure(FigureFormat::npy, spec, source, "{}"));
    const QByteArray said =
        output_of(qPrintable(python),
                  {"-c",
                   "import sys, numpy; a = numpy.load(sys.argv[1]); print(a.shape, a.dtype, "
                   "repr(float(a[1, 2, 3])))",
                   path})
            .value_or("");
    const Tensor& values = source.frame->value(source.shaped->graph.find_value("m"));
    QVERIFY2(said.startsWith("(2, 4, 4) float32 "), said.constData());
    QCOMPARE(said.trimmed().split(' ').back().toFloat(), values.floats()[16 + 11]);
  }

  void theProductsOfOneValueAddUpToIt() {
    const FigureSource source = tiny_source();
    FigureSpec spec = spec_of(FigureKind::arithmetic);
    for (const auto& [layer, bias] : {std::pair{"conv1", -0.5}, {"fc", 0.0}}) {
      spec.layer = layer;
      spec.units = {1};
      spec.position = spec.layer == "fc"
                          ? std::nullopt
                          : std::optional(std::pair{std::int64_t{2}, std::int64_t{1}});
      double sum = bias;
      const QStringList lines = QString::fromStdString(csv_of(spec, source)).trimmed().split('\n');
      for (const QString& line : lines.mid(1)) sum += line.section(',', 8).toDouble();
      const ValueId id = source.shaped->graph.find_value(spec.layer == "fc" ? "y" : "m");
      const std::size_t at = spec.layer == "fc" ? 1 : 16 + 2 * 4 + 1;
      QVERIFY(std::abs(sum - source.frame->value(id).floats()[at]) < 1e-5);
    }
    spec.layer = "conv1";
    spec.position = {4, 0};
    QVERIFY_THROWS_EXCEPTION(Error, make_scene(spec, source));
  }

  void scalesReachAsFarAsTheirScope() {
    const FigureSource source = tiny_source();
    FigureSpec spec = spec_of(FigureKind::maps);
    const auto scale_in = [&](const char* layer, std::size_t unit) {
      spec.layer = layer;
      return maps_of(make_scene(spec, source))[unit].scale;
    };
    spec.scope = ScaleScope::shared;
    QVERIFY(scale_in("conv1", 0) == scale_in("relu1", 1));
    spec.scope = ScaleScope::unit;
    QVERIFY(!(scale_in("conv1", 0) == scale_in("conv1", 1)));
    spec.scope = ScaleScope::layer;
    QVERIFY(scale_in("conv1", 0) == scale_in("conv1", 1));
    QVERIFY(!(scale_in("relu1", 0) == scale_in("fc", 0)));
    spec.scope = ScaleScope::all;
    QVERIFY(scale_in("relu1", 0) == scale_in("fc", 0));
    // Pictures and shares have a range by their meaning.
    QVERIFY(scale_in("x", 0) == (Scale{0, 1, false}));
    QVERIFY(scale_in("shares", 0) == (Scale{0, 1, false}));
    spec.range = {-1, 3};
    QVERIFY(scale_in("conv1", 0) == (Scale{-3, 3, true}));
    spec.palette = Palette::sequential;
    QVERIFY(scale_in("conv1", 0) == (Scale{-1, 3, false}));
  }

  void comparedPanelsHaveOneScale() {
    FigureSpec spec = spec_of(FigureKind::comparison);
    spec.layer = "conv1";
    const Scene scene = make_scene(spec, edited_source());
    const std::vector<Scene::Map> maps = maps_of(scene);
    QCOMPARE(maps.size(), std::size_t{4});
    for (const Scene::Map& map : maps) QVERIFY(map.scale == maps.front().scale);
    QVERIFY(maps[0].place.right() < maps[2].place.left());
    QVERIFY(texts_of(scene).contains("original") && texts_of(scene).contains("edited"));
    QVERIFY_THROWS_EXCEPTION(Error, make_scene(spec, tiny_source()));
  }

  void editedWeightsAreAlwaysSaid_data() { everyKindFitsItsWidthInEveryLook_data(); }

  void editedWeightsAreAlwaysSaid() {
    QFETCH(int, kind);
    const FigureSpec spec = spec_of(static_cast<FigureKind>(kind), 180);
    QVERIFY(!spec.caption);
    const QString said = texts_of(make_scene(spec, full_source())).join(' ');
    if (spec.kind == FigureKind::timeline) {  // of a run, whatever the network has become since
      QVERIFY(!said.contains("Edited"));
      return;
    }
    QVERIFY2(said.contains("Edited weights: conv1: unit 1 changed; conv1: unit 0 muted"),
             qPrintable(said));
    if (spec.kind == FigureKind::comparison) return;
    FigureSource untouched = full_source();
    untouched.network = tiny_source().network;
    QVERIFY(!texts_of(make_scene(spec, untouched)).join(' ').contains("Edited"));
  }

  void whatIsPrintedGreyIsGreyAndCurvesHaveDashes() {
    FigureSpec spec = spec_of(FigureKind::maps);
    spec.palette = Palette::print;
    for (const Scene::Map& map : maps_of(make_scene(spec, tiny_source()))) {
      const QImage image = colored(map);
      for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x) {
          const QColor color = image.pixelColor(x, y);
          QVERIFY(color.red() == color.green() && color.green() == color.blue());
        }
    }
    std::set<std::vector<double>> dashes;
    for (const Scene::Item& item : make_scene(spec_of(FigureKind::timeline), full_source()).items)
      if (const auto* line = std::get_if<Scene::Line>(&item); line && line->width > 1.2)
        dashes.insert(line->dashes);
    QCOMPARE(dashes.size(), std::size_t{2});
  }

  void aCurveOfOnePointIsAMark() {
    FigureSource source = full_source();
    source.curves = {};
    const auto marks = [&] {
      std::vector<QRectF> places;
      for (const Scene::Item& item : make_scene(spec_of(FigureKind::timeline), source).items)
        if (const auto* box = std::get_if<Scene::Box>(&item);
            box && box->fill.isValid() && box->place.width() < 10)
          places.push_back(box->place);
      return places;
    };
    for (std::int64_t step = 1; step <= 4; ++step)
      source.curves.steps.push_back({.step = step,
                                     .epoch = 0.25 * static_cast<double>(step),
                                     .loss = 1,
                                     .accuracy = 0.5,
                                     .weights = {}});
    QVERIFY(marks().empty());
    source.curves.epochs.push_back({.step = 4, .epoch = 1, .loss = 1, .accuracy = 0.5});
    source.curves.validation.push_back({.step = 4, .epoch = 1, .loss = 0.5, .accuracy = 0.75});
    const std::vector<QRectF> one = marks();
    QCOMPARE(one.size(), std::size_t{4});  // two series in two plots
    // At the end of the axis, where the first epoch ends; the loss of training is the higher.
    QCOMPARE(one[0].center().x(), one[1].center().x());
    QVERIFY(one[0].center().y() < one[1].center().y());
    source.curves.epochs.push_back({.step = 8, .epoch = 2, .loss = 0.5, .accuracy = 0.75});
    source.curves.validation.push_back({.step = 8, .epoch = 2, .loss = 0.25, .accuracy = 1});
    QVERIFY(marks().empty());
  }

  void aGroundIsThereUnlessItIsToBeTransparent() {
    FigureSpec spec = spec_of(FigureKind::network);
    const auto alpha_of_corner = [&] {
      const auto png = encode_figure(FigureFormat::png, spec, tiny_source(), "{}");
      return QImage::fromData(png.data(), static_cast<int>(png.size())).pixelColor(0, 0).alpha();
    };
    QCOMPARE(alpha_of_corner(), 255);
    spec.transparent = true;
    QCOMPARE(alpha_of_corner(), 0);
    QVERIFY(svg_of(spec, tiny_source()).find("fill=\"#ffffff\"") == std::string::npos);
  }

  void aFigureLiesOnItsPaper() {
    FigureSpec spec = spec_of(FigureKind::kernels, 180);
    const FigureSource source = full_source();
    const Scene bare = make_scene(spec, source);
    for (const auto& [paper, width_mm, height_mm] : {std::tuple{Paper::a4, 210.0, 297.0},
                                                     {Paper::letter, 215.9, 279.4},
                                                     // Turned, as it is wider than the sheet.
                                                     {Paper::a5, 210.0, 148.0}}) {
      spec.paper = paper;
      const Scene page = make_scene(spec, source);
      QVERIFY(std::abs(page.width - width_mm * k_units_per_mm) < 0.01);
      QVERIFY(std::abs(page.height - height_mm * k_units_per_mm) < 0.01);
      QCOMPARE(page.items.size(), bare.items.size());
      const QPointF by = box_of(page.items[0]).topLeft() - box_of(bare.items[0]).topLeft();
      QVERIFY(std::abs(by.x() - (page.width - bare.width) / 2) <= 0.5);
      for (std::size_t i = 0; i < page.items.size(); ++i) {
        const QRectF moved = box_of(bare.items[i]).translated(by), now = box_of(page.items[i]);
        QVERIFY((moved.topLeft() - now.topLeft()).manhattanLength() < 1e-6);
        QVERIFY(QRectF(0, 0, page.width, page.height).contains(now));
      }
    }
    spec.width_mm = 300;
    spec.paper = Paper::a4;
    try {
      make_scene(spec, source);
      QFAIL("a figure that is larger than its paper was laid out");
    } catch (const Error& error) {
      QVERIFY2(error.sentence().find("too large for A4") != std::string::npos, error.what());
    }
  }

  void layersAndUnitsThatAreNotThereAreRefused() {
    const FigureSource source = tiny_source();
    FigureSpec spec = spec_of(FigureKind::maps);
    spec.layer = "conv7";
    try {
      make_scene(spec, source);
      QFAIL("a layer that is not there was drawn");
    } catch (const Error& error) {
      QVERIFY2(QString(error.what()).contains("conv1, relu1"), error.what());
    }
    spec.layer = "conv1";
    spec.units = {2};
    QVERIFY_THROWS_EXCEPTION(Error, make_scene(spec, source));
    spec = spec_of(FigureKind::kernels);
    spec.layer = "relu1";
    QVERIFY_THROWS_EXCEPTION(Error, make_scene(spec, source));
    for (const FigureKind kind : k_all_kinds)
      QVERIFY_THROWS_EXCEPTION(Error, make_scene(spec_of(kind), FigureSource{}));
  }

  void mapsOf512UnitsAreWrittenSwiftly() {
#ifdef __SANITIZE_ADDRESS__
    QSKIP("timings mean nothing under a sanitizer");
#endif
    FigureSource source = tiny_source();
    GraphBuilder builder;
    builder.add_input("x", {1, 512, 28, 28});
    builder.add_node("Relu", "relu", {}, {"x"}, {"y"});
    builder.add_output("y");
    const Graph graph = builder.build();
    auto frame = std::make_shared<Frame>();
    frame->shaped = shape_graph(graph, std::vector{Shape{1, 512, 28, 28}});
    frame->graph = graph;
    Tensor values(Shape{1, 512, 28, 28});
    float place = 0;
    for (float& value : values.mutable_values<float>()) value = std::sin(place += 0.37F);
    frame->values = {values, values};
    source.network.graph = source.network.computed = graph;
    source.network.origin = nullptr;
    source.shaped = frame->shaped;
    source.frame = frame;
    FigureSpec spec = spec_of(FigureKind::maps, 370);
    spec.layer = "relu";
    encode_figure(FigureFormat::png, spec, source, "{}");  // warm fonts
    qint64 best = std::numeric_limits<qint64>::max();
    for (int i = 0; i < 3; ++i) {
      QElapsedTimer timer;
      timer.start();
      encode_figure(FigureFormat::png, spec, source, "{}");
      best = std::min(best, timer.elapsed());
    }
    qInfo("512 maps of 28 × 28 drawn and encoded in %lld ms", static_cast<long long>(best));
    QVERIFY(best < 600);  // twice what is asked, for busy machines
  }
};

QTEST_MAIN(FigureTest)
#include "figure_test.moc"
