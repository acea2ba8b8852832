#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "core/base/error.h"
#include "core/document/edits.h"
#include "core/document/unit_view.h"
#include "core/figure/motion/clip_page.h"
#include "core/figure/motion/clip_script.h"
#include "core/figure/number_cells.h"
#include "core/figure/series_colors.h"
#include "core/figure/unit_shares.h"

namespace fovea {
namespace {

bool has_window(const Graph& graph, NodeId node) {
  return graph.node(node).op->kind == LayerKind::convolution && slice_count(graph, node) > 0;
}

/// What all frames share.
struct SlideShow {
  ClipSpec spec;
  ClipClock clock;
  ClipWords words;
  Slide slide;
  std::int64_t unit = 0;
  Share share;    ///< of the input map that is shown
  Tensor padded;  ///< that map with its border
  Tensor output;  ///< [rows, columns], as the engine has it
  /// Both as large as they are drawn at most: large maps are reduced once, not for every frame.
  Tensor input_shown = {}, output_shown = {};
  Scale input, kernel, products, result;
  Palette input_palette = Palette::diverging, result_palette = Palette::diverging,
          kernel_palette = Palette::diverging;
  QString output_label;

  std::int64_t positions() const { return slide.rows() * slide.columns(); }
  /// Values of the output that are there.
  std::int64_t filled(std::int64_t frame) const {
    return std::llround(clock.share(frame) * static_cast<double>(positions()));
  }
  /// Where the window is: at the next value, in the end at the last.
  std::int64_t position(std::int64_t frame) const {
    return std::min(filled(frame), positions() - 1);
  }
  std::vector<Tap> taps(std::int64_t position) const {
    return taps_of(slide, unit, position / slide.columns(), position % slide.columns(),
                   share.input);
  }
};

QColor mark_color(const FigurePage& page) {
  return series_color(0, page.spec().theme == Theme::dark);
}

/// The input map, its border around it, and the window on it.
void draw_input(FigurePage& page, const SlideShow& show, std::int64_t position,
                const QRectF& place) {
  const Shape& shape = show.padded.shape();
  draw_tile(page,
            {.values = show.input_shown,
             .map = show.input_shown.floats(),
             .rows = show.input_shown.shape()[0],
             .columns = show.input_shown.shape()[1],
             .scale = show.input,
             .palette = show.input_palette,
             .label = QStringLiteral("input map %1").arg(show.share.input)},
            place);
  const auto& [down, across] = show.slide.windows;
  const double x = place.width() / static_cast<double>(shape[1]);
  const double y = place.height() / static_cast<double>(shape[0]);
  const auto box = [&](std::int64_t row, std::int64_t column, std::int64_t rows,
                       std::int64_t columns) {
    return QRectF(place.left() + static_cast<double>(column) * x,
                  place.top() + static_cast<double>(row) * y, static_cast<double>(columns) * x,
                  static_cast<double>(rows) * y);
  };
  const Shape& in = show.slide.input.shape();
  if (in[1] != shape[0] || in[2] != shape[1])
    page.add(Scene::Box{.place = box(down.pad_begin, across.pad_begin, in[1], in[2]),
                        .line = page.colors().frame});
  page.add(Scene::Box{
      .place = box(position / show.slide.columns() * down.stride,
                   position % show.slide.columns() * across.stride, down.span(), across.span()),
      .line = mark_color(page),
      .width = std::max(2.0, page.body() / 8)});
}

/// What has no value yet, told apart from all that has one by strokes from corner to corner.
void draw_nothing(FigurePage& page, const QRectF& place) {
  if (place.width() <= 0 || place.height() <= 0) return;
  page.add(Scene::Box{.place = place, .fill = page.colors().ground});
  const double step = page.body() * 0.75;
  // Strokes where x + y is a multiple of the step, so that neighbouring places go on in each other.
  const double first = std::ceil((place.left() + place.top()) / step) * step;
  for (double sum = first; sum < place.right() + place.bottom(); sum += step) {
    const double left = std::max(place.left(), sum - place.bottom());
    const double right = std::min(place.right(), sum - place.top());
    page.add(Scene::Line{.points = {{left, sum - left}, {right, sum - right}},
                         .color = page.colors().grid});
  }
}

/// The output, hatched where the window has not been yet.
void draw_output(FigurePage& page, const SlideShow& show, std::int64_t filled,
                 std::int64_t position, const QRectF& place) {
  const std::int64_t rows = show.slide.rows(), columns = show.slide.columns();
  draw_tile(page,
            {.values = show.output_shown,
             .map = show.output_shown.floats(),
             .rows = show.output_shown.shape()[0],
             .columns = show.output_shown.shape()[1],
             .scale = show.result,
             .palette = show.result_palette,
             .label = show.output_label},
            place);
  const double x = place.width() / static_cast<double>(columns);
  const double y = place.height() / static_cast<double>(rows);
  const std::int64_t row = filled / columns, column = filled % columns;
  const double top = place.top() + static_cast<double>(row) * y;
  const double left = place.left() + static_cast<double>(column) * x;
  if (row < rows) {
    const double next = std::min(place.bottom(), top + y);
    draw_nothing(page, QRectF(QPointF(left, top), QPointF(place.right(), next)));
    draw_nothing(page, QRectF(QPointF(place.left(), next), place.bottomRight()));
    page.frame(place);
  }
  page.add(
      Scene::Box{.place = QRectF(place.left() + static_cast<double>(position % columns) * x,
                                 place.top() + static_cast<double>(position / columns) * y, x, y),
                 .line = mark_color(page),
                 .width = std::max(2.0, page.body() / 8)});
}

/// Under each other: the window's values, the kernel, their products.
void draw_arithmetic(FigurePage& page, const SlideShow& show, const std::vector<Tap>& taps,
                     const QRectF& area) {
  using Value = double (*)(const Tap&);
  struct Part {
    QString name;
    Value value;
    const Scale& scale;
    Palette palette;
  };
  const std::array<Part, 3> parts{
      {{QStringLiteral("window"), [](const Tap& tap) -> double { return tap.value; }, show.input,
        show.input_palette},
       {show.slide.flip ? QStringLiteral("× kernel, turned") : QStringLiteral("× kernel"),
        [](const Tap& tap) -> double { return tap.weight; }, show.kernel, show.kernel_palette},
       {products_sign(taps) + QStringLiteral(" products"),
        [](const Tap& tap) { return tap.product(); }, show.products, show.kernel_palette}}};
  const std::int64_t rows = show.slide.windows[0].kernel, columns = show.slide.windows[1].kernel;
  const double label = tile_label(page), height = area.height() / 3;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const QRectF room(area.left(), area.top() + static_cast<double>(i) * height, area.width(),
                      height - 4);
    const QRectF place = tile_places(1, rows, columns, room, label).front();
    Tensor values(Shape{rows, columns});
    std::ranges::transform(taps, values.mutable_values<float>().begin(), [&](const Tap& tap) {
      return static_cast<float>(parts[i].value(tap)) + 0.0F;  // 0 for −0
    });
    NumberCells cells{.values = std::move(values),
                      .scale = parts[i].scale,
                      .palette = parts[i].palette,
                      .size = number_size(page, place.width() / static_cast<double>(columns))};
    if (cells.size > 0)
      draw_cells(page, cells, place);
    else
      draw_tile(page,
                {.values = cells.values,
                 .map = cells.values.floats(),
                 .rows = rows,
                 .columns = columns,
                 .scale = cells.scale,
                 .palette = cells.palette},
                place);
    page.text(QRectF(place.left(), place.top() - label - 1, area.width(), label), parts[i].name,
              page.small(), page.colors().dim);
  }
}

/// "row 0, column 3 gets 0.35: 0.5 from these products, −0.25 from 2 other input maps, 0.1 from the
/// bias"
QString sum_words(const SlideShow& show, std::int64_t position) {
  const std::int64_t row = position / show.slide.columns();
  const std::int64_t column = position % show.slide.columns();
  const SlideSum sum = sum_of(show.slide, show.unit, row, column);
  const auto shown = static_cast<std::size_t>(show.share.input - show.slide.first_read(show.unit));
  QString words = QStringLiteral("row %1, column %2 gets %3: %4 from these products")
                      .arg(row)
                      .arg(column)
                      .arg(figure_number(sum.total(), 4), figure_number(sum.shares[shown]));
  if (const std::size_t others = sum.shares.size() - 1; others > 0)
    words += QStringLiteral(", %1 from %2 other input map%3")
                 .arg(figure_number(sum.sum - sum.shares[shown]))
                 .arg(others)
                 .arg(others == 1 ? QString() : QStringLiteral("s"));
  if (!show.slide.bias.empty())
    words += QStringLiteral(", %1 from the bias").arg(figure_number(sum.bias));
  return words;
}

/// Where the three parts of a frame lie.
struct Places {
  QRectF input, arithmetic, output;
};

Places places_of(ClipPage& clip, const SlideShow& show) {
  const QRectF& area = clip.area();
  const double label = tile_label(clip.page()), gap = clip.page().body();
  const double side = std::floor(0.38 * (area.width() - 2 * gap));
  const double middle = area.width() - 2 * gap - 2 * side;
  const auto place = [&](double left, std::int64_t rows, std::int64_t columns) {
    return tile_places(1, rows, columns, QRectF(left, area.top(), side, area.height()), label)
        .front();
  };
  const Shape& in = show.padded.shape();
  return {place(area.left(), in[0], in[1]),
          QRectF(area.left() + side + gap, area.top(), middle, area.height()),
          place(area.right() - side, show.slide.rows(), show.slide.columns())};
}

/// A map [rows, columns] with no more values than a tile at that place has pixels.
Tensor shown_at(const QRectF& place, const Tensor& map, Reduction reduction) {
  const auto rows = static_cast<int>(map.shape()[0]), columns = static_cast<int>(map.shape()[1]);
  const int height = std::min(rows, static_cast<int>(place.height()));
  const int width = std::min(columns, static_cast<int>(place.width()));
  if (height == rows && width == columns) return map;
  const std::vector<float> values =
      reduced_map({map.floats(), rows, columns}, reduction, height, width);
  return Tensor::of(Shape{height, width}, std::span<const float>(values));
}

void reduce(SlideShow& show) {
  ClipPage clip(show.spec, show.words);
  const Places places = places_of(clip, show);
  show.input_shown = shown_at(places.input, show.padded, show.spec.figure.reduction);
  show.output_shown = shown_at(places.output, show.output, show.spec.figure.reduction);
}

Scene slide_scene(const SlideShow& show, std::int64_t frame) {
  ClipPage clip(show.spec, show.words);
  const Places places = places_of(clip, show);
  const std::int64_t position = show.position(frame);
  draw_input(clip.page(), show, position, places.input);
  draw_arithmetic(clip.page(), show, show.taps(position), places.arithmetic);
  draw_output(clip.page(), show, show.filled(frame), position, places.output);
  return clip.finish(sum_words(show, position));
}

/// The largest product of any frame: one scale for all.
float largest_product(const SlideShow& show, const CancelToken& cancel) {
  double most = 0;
  for (std::int64_t frame = 0; frame < show.clock.frames(); ++frame) {
    cancel.throw_if_cancelled();
    for (const Tap& tap : show.taps(show.position(frame)))
      most = std::max(most, std::abs(tap.product()));
  }
  return static_cast<float>(most);
}

}  // namespace

ClipScript slide_clip(const ClipSpec& spec, const ClipSource& all, const CancelToken& cancel) {
  const FigureSource& source = all.figure;
  if (!source.frame) throw Error{"a clip of a sliding window needs an input"};
  const ShownLayer shown = one_layer(spec.figure, source, has_window, "kernel that slides");
  const std::optional<Slide> slide = slide_of(source, shown.layer);
  if (!slide)
    throw Error{
        fmt::format("the kernels of “{}” do not slide over one map of two axes", shown.name)};
  const std::int64_t unit = spec.figure.units.empty() ? 0 : spec.figure.units.front();
  const LayerScale input = input_scale_of(spec.figure, source, shown.layer, slide->input);
  const LayerScale result = scale_of(spec.figure, source, shown.layer);
  const std::string name = fmt::format("{}, unit {}", shown.name, unit);
  Share share = shares_of(*slide, unit).front();
  const std::span<const float> map = unit_values(shown.values, unit);
  auto show = std::make_shared<SlideShow>(SlideShow{
      .spec = spec,
      .clock = ClipClock(spec, usual_seconds(slide->rows() * slide->columns())),
      .words = clip_words(spec, source, name, shown.detail, name, result.words),
      .slide = *slide,
      .unit = unit,
      .share = share,
      .padded = padded_map(*slide, share.input),
      .output = Tensor::of(Shape{slide->rows(), slide->columns()}, map),
      .input = input.of(share.input),
      .kernel =
          scale_over({}, spec.figure.palette.value_or(Palette::diverging), share.kernel.floats()),
      .products = {},
      .result = result.of(unit),
      .input_palette = input.palette,
      .result_palette = result.palette,
      .kernel_palette = spec.figure.palette.value_or(Palette::diverging),
      .output_label = QStringLiteral("unit %1").arg(unit)});
  const float most = largest_product(*show, cancel);
  show->products = scale_over({}, show->kernel_palette, std::array{-most, most});
  set_legend(show->words, spec, result.palette, show->result,
             fmt::format("unit {}: {}; every map has one scale in all frames", unit, result.words));
  reduce(*show);
  return {.frames = show->clock.frames(), .title = name, .scene = [show](std::int64_t frame) {
            return slide_scene(*show, frame);
          }};
}

}  // namespace fovea
