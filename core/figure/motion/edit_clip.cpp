#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "core/base/error.h"
#include "core/document/answer.h"
#include "core/document/unit_view.h"
#include "core/figure/motion/clip_page.h"
#include "core/figure/motion/clip_script.h"
#include "core/figure/series_colors.h"

namespace fovea {
namespace {

constexpr std::int64_t k_most_maps = 64, k_classes = 5;

/// A class's share before and after.
struct ClassRow {
  QString name;
  float before = 0, after = 0;
};

/// What all frames share.
struct EditShow {
  ClipSpec spec;
  ClipClock clock;
  ClipWords words;
  ShownLayer shown;
  Tensor before;
  LayerScale scale;
  std::vector<ClassRow> classes;  ///< empty where the network's output is no answer
  bool are_shares = false;        ///< of 1; else values as they are

  /// Maps that are after the edit: none for the first three tenths, then one after another; all for
  /// the last three. No frame mixes the values of the two.
  std::size_t changed(std::int64_t frame) const {
    constexpr double k_hold = 0.3;
    const double share = (clock.share(frame) - k_hold) / (1 - 2 * k_hold);
    const auto count = static_cast<double>(shown.units.size());
    return static_cast<std::size_t>(std::clamp(std::ceil(share * count - 1e-9), 0.0, count));
  }
};

void draw_maps(FigurePage& page, const EditShow& show, std::size_t changed, const QRectF& area) {
  const UnitView view = unit_view(show.before.shape());
  const std::vector<QRectF> places =
      tile_places(show.shown.units.size(), view.rows, view.columns, area, tile_label(page));
  const QColor mark = series_color(0, page.spec().theme == Theme::dark);
  for (std::size_t i = 0; i < places.size(); ++i) {
    const Tensor& values = i < changed ? show.shown.values : show.before;
    const std::int64_t unit = show.shown.units[i];
    draw_tile(page,
              {.values = values,
               .map = unit_values(values, unit),
               .rows = view.rows,
               .columns = view.columns,
               .scale = show.scale.of(unit),
               .palette = show.scale.palette,
               .label = QString::number(unit)},
              places[i]);
    if (i < changed)
      page.add(Scene::Box{.place = places[i].adjusted(-1, -1, 1, 1), .line = mark, .width = 2});
  }
}

QString score_text(const EditShow& show, float score) {
  return show.are_shares ? QStringLiteral("%1 %").arg(QString::number(100.0 * score, 'f', 1))
                         : figure_number(score);
}

void draw_answer(FigurePage& page, const EditShow& show, bool is_after, const QRectF& area) {
  const double line = FigurePage::line_height(page.body()), pitch = 2.1 * line;
  page.text(QRectF(area.left(), area.top(), area.width(), line),
            is_after ? QStringLiteral("answer after") : QStringLiteral("answer before"),
            page.small(), page.colors().dim);
  double y = area.top() + line;
  for (const ClassRow& row : show.classes) {
    if (y + pitch > area.bottom()) break;
    const float score = is_after ? row.after : row.before;
    const QString number = score_text(show, score);
    const double width = text_width(number, page.body());
    page.text(QRectF(area.left(), y, area.width() - width - page.body(), line), row.name,
              page.body(), page.colors().text);
    page.text(QRectF(area.left(), y, area.width(), line), number, page.body(), page.colors().text,
              Scene::Align::right);
    const QRectF whole(area.left(), y + line, area.width(), 0.5 * line);
    if (show.are_shares) {
      page.add(Scene::Box{.place = whole, .fill = page.colors().grid});
      page.add(Scene::Box{
          .place = QRectF(whole.topLeft(), QSizeF(whole.width() * score, whole.height())),
          .fill = series_color(1, page.spec().theme == Theme::dark)});
    }
    y += pitch;
  }
}

Scene edit_scene(const EditShow& show, std::int64_t frame) {
  ClipPage clip(show.spec, show.words);
  QRectF area = clip.area();
  const std::size_t changed = show.changed(frame), count = show.shown.units.size();
  if (!show.classes.empty()) {
    QRectF right = area;
    right.setLeft(std::floor(area.right() - 0.27 * area.width()));
    draw_answer(clip.page(), show, changed == count, right);
    area.setRight(right.left() - clip.page().body());
  }
  draw_maps(clip.page(), show, changed, area);
  const QString now = changed == 0 ? QStringLiteral("before")
                      : changed == count
                          ? QStringLiteral("after")
                          : QStringLiteral("after: %1 of %2 maps").arg(changed).arg(count);
  return clip.finish(now);
}

/// The classes that either answer has among its first, in the order of the edited network's.
std::vector<ClassRow> classes_of(const FigureSource& source, const Answer& before,
                                 const Answer& after) {
  if (before.empty() || before.scores.size() != after.scores.size()) return {};
  std::vector<std::int64_t> order = after.top(k_classes);
  for (const std::int64_t index : before.top(k_classes))
    if (std::ranges::find(order, index) == order.end()) order.push_back(index);
  std::vector<ClassRow> rows;
  for (const std::int64_t index : order) {
    const auto at = static_cast<std::size_t>(index);
    rows.push_back({QString::fromStdString(class_name(*source.network.origin, index)),
                    before.scores[at], after.scores[at]});
  }
  return rows;
}

bool differs(const FigureSource& source, const Layer& layer) {
  return !std::ranges::equal(unit_values(source.frame->value(layer.value), -1),
                             unit_values(source.original->value(layer.value), -1));
}

/// The layer that the spec names, else the first that the edit changes.
ShownLayer layer_of(const ClipSpec& spec, const FigureSource& source, const CancelToken& cancel) {
  std::vector<ShownLayer> layers = shown_layers(spec.figure, source);
  const auto found = std::ranges::find_if(layers, [&](const ShownLayer& shown) {
    cancel.throw_if_cancelled();
    return differs(source, shown.layer);
  });
  return found == layers.end() ? layers.front() : *found;
}

}  // namespace

ClipScript edit_clip(const ClipSpec& spec, const ClipSource& all, const CancelToken& cancel) {
  const FigureSource& source = all.figure;
  if (!source.frame) throw Error{"a clip of an edit needs an input"};
  const Frame& original = compared_frame(source);
  ShownLayer shown = layer_of(spec, source, cancel);
  std::string detail = shown.detail;
  if (std::ssize(shown.units) > k_most_maps) {
    detail += fmt::format(" · the first {} of {} maps", k_most_maps, shown.units.size());
    shown.units.resize(k_most_maps);
  }
  const LayerScale scale = scale_of(spec.figure, source, shown.layer);
  const Answer before = answer_of(*source.network.origin, original);
  const Answer after = answer_of(*source.network.origin, *source.frame);
  ClipWords words = clip_words(spec, source, shown.name, detail, shown.name, scale.words);
  if (scale.all)
    set_legend(words, spec, scale.palette, *scale.all,
               scale.words + ", the same before and after; framed: after the edit");
  constexpr double k_usual = 6;  // seconds
  auto show = std::make_shared<const EditShow>(
      EditShow{.spec = spec,
               .clock = ClipClock(spec, k_usual),
               .words = std::move(words),
               .shown = shown,
               .before = original.value(shown.layer.value),
               .scale = scale,
               .classes = classes_of(source, before, after),
               .are_shares = after.meaning != Answer::Meaning::values});
  return {.frames = show->clock.frames(),
          .title = shown.name + ", before and after",
          .scene = [show](std::int64_t frame) { return edit_scene(*show, frame); }};
}

}  // namespace fovea
