#include "core/figure/filter_source.h"

#include <QTest>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <ranges>
#include <set>

#include "core/base/error.h"
#include "core/figure/document_recipe.h"
#include "core/figure/figure.h"
#include "core/figure/motion/clip_script.h"
#include "core/figure/recipe_window.h"
#include "core/figure/reopen.h"
#include "core/onnx/bundled.h"

using namespace fovea;

namespace {

constexpr std::array k_borders{Border::zero, Border::reflect, Border::replicate, Border::wrap};

/// In colour, with something in every pixel.
Picture busy_picture(int height, int width) {
  Picture picture;
  picture.pixels = Tensor(Shape{height, width, 3}, ElementType::uint8);
  std::uint32_t state = 11;
  for (std::uint8_t& pixel : picture.pixels.mutable_values<std::uint8_t>()) {
    state = state * 1664525U + 1013904223U;
    pixel = static_cast<std::uint8_t>(state >> 24);
  }
  picture.name = "busy.png";
  return picture;
}

/// No two cells alike, so that a turned kernel is another.
PictureFilter drawn_filter() {
  PictureFilter filter = first_filter();
  filter.name = "drawn";
  filter.kernel = Tensor(Shape{3, 3});
  float cell = -0.7F;
  for (float& value : filter.kernel.mutable_values<float>()) value = cell += 0.15F;
  return filter;
}

FigureSource source_of(const PictureFilter& filter, const Picture& picture) {
  return filter_source(filter, picture, 1, CancelToken{});
}

FigureSpec spec_of(FigureKind kind, const PictureFilter& filter) {
  return {.kind = kind, .subject = FigureSubject::filter, .layer = filter_layers(filter).made};
}

QString words_of(const Scene& scene) {
  QStringList words;
  for (const Scene::Item& item : scene.items)
    if (const auto* text = std::get_if<Scene::Text>(&item)) words << text->text;
  return words.join(' ');
}

std::vector<Scene::Map> maps_of(const Scene& scene) {
  std::vector<Scene::Map> maps;
  for (const Scene::Item& item : scene.items)
    if (const auto* map = std::get_if<Scene::Map>(&item)) maps.push_back(*map);
  return maps;
}

/// The numbers of a figure of one value, told apart from what the lens tells; empty: none.
std::string arithmetic_difference(const PictureFilter& filter, const Picture& picture,
                                  std::int64_t unit, std::int64_t row, std::int64_t column) {
  const FigureSource source = source_of(filter, picture);
  const Slide slide = slide_of(filter, planes_of(picture, filter.colour));
  FigureSpec spec = spec_of(FigureKind::arithmetic, filter);
  spec.units = {unit};
  spec.position = {row, column};
  const Tensor terms = figure_data(spec, source).arrays.front();
  auto term = terms.floats().begin();
  const std::int64_t first = slide.first_read(unit);
  if (terms.shape()[0] != slide.reads()) return "maps";
  for (std::int64_t input = first; input < first + slide.reads(); ++input) {
    for (const Tap& tap : taps_of(slide, unit, row, column, input)) {
      if (*term++ != tap.value) return "value";
      if (*term++ != tap.weight) return "weight";
      if (*term++ != static_cast<float>(tap.product())) return "product";
    }
  }
  spec.kind = FigureKind::maps;
  const Tensor map = figure_data(spec, source).arrays.front();
  const float made = map.floats()[static_cast<std::size_t>(row * slide.columns() + column)];
  const double sum = sum_of(slide, unit, row, column).total();
  return std::abs(static_cast<double>(made) - sum) < 1e-5 ? "" : "sum";
}

Document document_with(const PictureFilter& filter, Picture picture) {
  Document document = make_document(make_origin(bundled_network("edges"), "edges"),
                                    std::make_shared<const Picture>(std::move(picture)));
  document.filter = filter;
  document.view.lens = Lens::kernel;
  document.view.kernel_in_network = false;
  return document;
}

}  // namespace

class FilterSourceTest : public QObject {
  Q_OBJECT

 private slots:
  void theArithmeticOfAValueAtABorderIsTheLensesOwn_data() {
    QTest::addColumn<int>("border");
    QTest::addColumn<int>("way");
    for (int border = 0; border < 4; ++border)
      for (int way = 0; way < 6; ++way)
        QTest::addRow("border %d, way %d", border, way) << border << way;
  }
  void theArithmeticOfAValueAtABorderIsTheLensesOwn() {
    QFETCH(int, border);
    QFETCH(int, way);
    PictureFilter filter = drawn_filter();
    filter.border = k_borders[static_cast<std::size_t>(border)];
    if (way == 1) filter.flip = true;
    if (way == 2) filter.stride = {2, 3};
    if (way == 3) filter.dilation = {2, 1};
    if (way == 4) {
      filter.padding = PaddingRule::given;
      filter.pads = {4, 0, 1, 5};
      filter.bias = 0.25F;
    }
    filter.colour = way == 2 || way == 5;
    filter.summed = way == 5;
    const Picture picture = busy_picture(13, 11);
    const Slide slide = slide_of(filter, planes_of(picture, filter.colour));
    const std::int64_t unit = slide.units() - 1;
    for (const std::int64_t row : {std::int64_t{0}, slide.rows() / 2, slide.rows() - 1}) {
      for (const std::int64_t column : {std::int64_t{0}, slide.columns() - 1}) {
        const std::string what = arithmetic_difference(filter, picture, unit, row, column);
        QVERIFY2(what.empty(), fmt::format("{} at {}, {}", what, row, column).c_str());
      }
    }
  }

  void bordersMakeDifferentFiguresOfOneCorner() {
    std::set<std::vector<float>> seen;
    for (const Border border : k_borders) {
      PictureFilter filter = drawn_filter();
      filter.border = border;
      FigureSpec spec = spec_of(FigureKind::arithmetic, filter);
      spec.position = {0, 0};
      const FigureSource source = source_of(filter, busy_picture(8, 9));
      const Tensor terms = figure_data(spec, source).arrays.front();
      seen.insert({terms.floats().begin(), terms.floats().end()});
      QVERIFY(words_of(make_scene(spec, source))
                  .contains(QString::fromStdString("Beyond the edge: " + border_words(border))));
      spec.position = {3, 3};
      QVERIFY(!words_of(make_scene(spec, source)).contains("Beyond the edge"));
    }
    QCOMPARE(seen.size(), k_borders.size());
  }

  void mapsAndKernelsAreTheFilters() {
    PictureFilter filter = drawn_filter();
    filter.colour = true;
    filter.flip = true;
    const Picture picture = busy_picture(10, 12);
    const FigureSource source = source_of(filter, picture);
    const Tensor made = apply(slide_of(filter, planes_of(picture, true)), 1, CancelToken{});
    const Tensor maps = figure_data(spec_of(FigureKind::maps, filter), source).arrays.front();
    QVERIFY(std::ranges::equal(maps.floats(), made.floats()));
    // As they are drawn: they are turned where they are applied.
    FigureSpec spec = spec_of(FigureKind::kernels, filter);
    spec.units = {0};
    const Tensor kernels = figure_data(spec, source).arrays.front();
    QVERIFY(std::ranges::equal(kernels.floats(), filter.kernel.floats()));
    spec.kind = FigureKind::arithmetic;
    QVERIFY(words_of(make_scene(spec, source)).contains("kernel turned by half"));
    spec.kind = FigureKind::unit;
    const std::vector<Scene::Map> tiles = maps_of(make_scene(spec, source));
    QVERIFY(std::ranges::any_of(tiles, [&](const Scene::Map& tile) {
      return std::ranges::equal(tile.map.values, filter.kernel.floats() | std::views::reverse);
    }));
  }

  void everyKindThatSuitsIsDrawn() {
    const PictureFilter filter = drawn_filter();
    const FigureSource source = source_of(filter, busy_picture(20, 15));
    for (int i = 0; i <= static_cast<int>(FigureKind::comparison); ++i) {
      FigureSpec spec = spec_of(static_cast<FigureKind>(i), filter);
      if (suits_filter(spec.kind))
        QVERIFY(!make_scene(spec, source).items.empty());
      else
        QVERIFY_EXCEPTION_THROWN(make_scene(spec, source), Error);
    }
  }

  void theCaptionNamesKernelPictureAndBorder() {
    PictureFilter filter = drawn_filter();
    filter.stride = {2, 2};
    FigureSpec spec = spec_of(FigureKind::maps, filter);
    spec.caption = true;
    spec.width_mm = 400;
    const auto caption = [&] {
      return words_of(make_scene(spec, source_of(filter, busy_picture(9, 9))));
    };
    for (const char* part :
         {"drawn, 3 × 3", "stride 2", "padding 1 (the edge again)", "input busy.png, grey"})
      QVERIFY2(caption().contains(part), qPrintable(caption()));
    QVERIFY(!caption().contains("seed"));
    filter.border = Border::wrap;
    filter.colour = true;
    QVERIFY2(caption().contains("(the other side)"), qPrintable(caption()));
    QVERIFY(caption().contains("red, green and blue"));
    filter.padding = PaddingRule::valid;
    QVERIFY(caption().contains("no padding"));
    filter.on_toy = true;
    QVERIFY(caption().contains("input the small grid"));
  }

  void whatKeepsTheBrightnessIsDrawnAsAPicture() {
    PictureFilter filter = drawn_filter();
    const Picture picture = busy_picture(9, 9);
    const auto drawn = [&] {
      return maps_of(make_scene(spec_of(FigureKind::maps, filter), source_of(filter, picture)))
          .front();
    };
    QVERIFY(drawn().palette == Palette::diverging);
    QVERIFY(drawn().scale.is_signed);
    filter.kernel = Tensor::filled(Shape{2, 2}, 0.25F);
    QVERIFY(drawn().palette == Palette::print);
    QVERIFY((drawn().scale == Scale{0, 1, false}));
    filter.on_toy = true;
    QVERIFY(drawn().palette == Palette::diverging);
  }

  void whatOnlyRoundingMadeIsNoStructure() {
    PictureFilter filter = first_filter();
    Picture flat = busy_picture(9, 9);
    std::ranges::fill(flat.pixels.mutable_values<std::uint8_t>(), std::uint8_t{77});
    const FigureSource source = source_of(filter, flat);
    const Scene scene = make_scene(spec_of(FigureKind::maps, filter), source);
    QVERIFY(maps_of(scene).front().scale.max >= 7e-6F);
  }

  void theSmallGridIsWhatItsWindowSlidesOver() {
    PictureFilter filter = first_filter();
    filter.on_toy = true;
    const FigureSource source = source_of(filter, Picture{});
    FigureSpec spec = spec_of(FigureKind::maps, filter);
    spec.layer = filter_layers(filter).input;
    const Tensor grid = figure_data(spec, source).arrays.front();
    QVERIFY(std::ranges::equal(grid.floats(), filter.toy.floats()));
  }

  void aWindowThatFitsNowhereIsSaid() {
    PictureFilter filter = drawn_filter();
    filter.padding = PaddingRule::valid;
    QVERIFY_EXCEPTION_THROWN(source_of(filter, busy_picture(2, 2)), Error);
  }

  void namesThatMeetAreToldApart() {
    PictureFilter filter = drawn_filter();
    for (const char* name : {"picture", "", "map", "kernel", "small grid"}) {
      filter.name = name;
      FigureSpec spec = spec_of(FigureKind::maps, filter);
      const FigureSource source = source_of(filter, busy_picture(8, 8));
      const Tensor map = figure_data(spec, source).arrays.front();
      const ValueId made = source.shaped->graph.structure().outputs.front();
      QVERIFY(std::ranges::equal(map.floats(), source.frame->value(made).floats()));
    }
  }

  void theSlidingWindowIsAClipWithTheBorder() {
    for (const Border border : k_borders) {
      PictureFilter filter = drawn_filter();
      filter.border = border;
      const Picture picture = busy_picture(6, 7);
      const FigureSource source = source_of(filter, picture);
      const ClipScript script = make_clip(
          {.figure = spec_of(FigureKind::arithmetic, filter), .seconds = 2}, {.figure = source});
      const Scene first = script.scene(0);
      const Slide slide = slide_of(filter, planes_of(picture, false));
      const Tensor padded = padded_map(slide, 0);
      QVERIFY(std::ranges::equal(maps_of(first).front().map.values, padded.floats()));
      const double corner = sum_of(slide, 0, 0, 0).total();
      const QString sum = QString::number(corner, 'g', 4).replace('-', QChar(0x2212));
      QVERIFY2(words_of(first).contains("row 0, column 0 gets " + sum),
               qPrintable(words_of(first) + " " + sum));
    }
  }

  void largeMapsOfAClipAreReducedOnceAndItsStepsSpreadEvenly() {
    const PictureFilter filter = drawn_filter();
    const Picture picture = busy_picture(700, 900);
    const ClipScript script =
        make_clip({.figure = spec_of(FigureKind::arithmetic, filter), .width = 640, .height = 360},
                  {.figure = source_of(filter, picture)});
    const Scene::Map first = maps_of(script.scene(0)).front();
    const Tensor padded = padded_map(slide_of(filter, planes_of(picture, false)), 0);
    const int width = static_cast<int>(first.place.width());
    QVERIFY(first.map.width == width && width < 320);
    const std::vector<float> reduced =
        reduced_map({padded.floats(), 702, 902}, Reduction::mean, first.map.height, width);
    QVERIFY(std::ranges::equal(first.map.values, reduced));
    QCOMPARE(maps_of(script.scene(script.frames / 2)).front().map.values.data(),
             first.map.values.data());
    QVERIFY(words_of(script.scene(script.frames - 1)).contains("row 699, column 899"));
  }

  void aSpecKeepsWhatItIsOf() {
    const FigureSpec spec = spec_of(FigureKind::kernels, drawn_filter());
    QVERIFY(spec_from_json(json_of(spec)) == spec);
    QVERIFY(json_text({}).find("\"of\"") == std::string::npos);
  }

  void theRecipeHasTheFilterAndOpensItsLensAgain() {
    PictureFilter filter = drawn_filter();
    filter.border = Border::wrap;
    const Document document = document_with(filter, busy_picture(12, 9));
    const FigureSpec spec = spec_of(FigureKind::arithmetic, filter);
    const FigureRecipe recipe = recipe_from_json(to_json(document_recipe(document, spec)));
    QVERIFY(recipe.spec == spec);
    QVERIFY(window_filter(recipe.window) == filter);
    FigureParts parts = find_parts(recipe, {}, nullptr);
    const Document back = reopened(document_with(first_filter(), busy_picture(5, 5)), parts);
    QVERIFY(back.filter == filter);
    QVERIFY(back.view.lens == Lens::kernel && !back.view.kernel_in_network);
    QCOMPARE(back.input->picture->width(), 9);
    QVERIFY(!window_filter("").has_value());
    QVERIFY_EXCEPTION_THROWN(window_filter(R"({"filter":{"kernel":[[1],[1,2]]}})"), Error);
  }

  void aLargePictureIsFilteredOnceForAllItsFigures() {
    FilterSources sources;
    const auto picture = std::make_shared<const Picture>(busy_picture(16, 16));
    PictureFilter filter = drawn_filter();
    const FigureSource first = sources.of(filter, picture, CancelToken{});
    QVERIFY(sources.of(filter, picture, CancelToken{}).frame == first.frame);
    filter.bias = 1;
    const FigureSource other = sources.of(filter, picture, CancelToken{});
    QVERIFY(other.frame != first.frame);
    sources.forget();
    QVERIFY(sources.of(filter, picture, CancelToken{}).frame != other.frame);
    const CancelToken cancelled;
    cancelled.cancel();
    filter.bias = 2;
    QVERIFY_EXCEPTION_THROWN(sources.of(filter, picture, cancelled), Cancelled);
  }
};

QTEST_MAIN(FilterSourceTest)
#include "filter_source_test.moc"
