// The answer as a table, and as its bars.

#include "core/figure/figure_page.h"
#include "core/figure/series_colors.h"
#include "ui/clipboard/copied_map.h"
#include "ui/network/answer_model.h"

namespace fovea {
namespace {

constexpr double k_width_mm = 85;
constexpr int k_zoom = 2;

struct Bar {
  QString name, score;
  double end = 0;  // of the room, 0 to 1
};

struct Bars {
  std::vector<Bar> bars;  // the highest first
  double zero = 0;        // where all start
  std::string network, meaning;
};

/// A line each: the name, the bar, the number.
Scene scene_of(const Bars& answer, Theme theme) {
  FigureSpec spec;
  spec.theme = theme;
  spec.width_mm = k_width_mm;
  FigurePage page(spec);
  page.heading(answer.network, answer.meaning);
  const double line = FigurePage::line_height(page.body());
  const double name_room = 0.45 * page.room(), score_room = 5 * page.body(),
               gap = 0.6 * page.body();
  const double from = page.left() + name_room + gap;
  const double room = page.left() + page.room() - score_room - from;
  for (const Bar& bar : answer.bars) {
    const double zero = from + answer.zero * room, end = from + bar.end * room;
    page.text(QRectF(page.left(), page.y(), name_room, line), bar.name, page.body(),
              page.colors().text);
    page.add(Scene::Box{
        .place = QRectF(QPointF(zero, page.y() + 0.2 * line), QPointF(end, page.y() + 0.8 * line))
                     .normalized(),
        .fill = series_color(0, theme == Theme::dark)});
    page.text(QRectF(from + room, page.y(), score_room, line), bar.score, page.body(),
              page.colors().text, Scene::Align::right);
    page.move_down(line);
  }
  return page.cut_at(page.y() + page.margin());
}

}  // namespace

Copied AnswerModel::copied(std::optional<QPointF>) const {
  if (!workspace_ || !isPresent()) return {};
  Copied copied{.name = tr("answer"), .lack = lack_now(*workspace_)};
  if (isCovered()) copied.lack = tr("The answer is covered.");
  if (!copied.lack.isEmpty()) return copied;
  CopiedTable table{.header = {tr("class"), tr("score")}, .rows = {}};
  for (const std::int64_t entry : answer_.top(std::ssize(answer_.scores)))
    table.rows.push_back(
        {className(entry), full_number(answer_.scores[static_cast<std::size_t>(entry)])});
  copied.table = [table = std::move(table)] { return table; };
  // The picture is of those that are listed.
  Bars answer{.bars = {},
              .zero = fraction(0),
              .network = workspace_->networkName().toStdString(),
              .meaning = meaning().toStdString()};
  for (const std::int64_t entry : rows_)
    answer.bars.push_back({className(entry), scoreText(entry),
                           fraction(answer_.scores[static_cast<std::size_t>(entry)])});
  copied.picture = [answer = std::move(answer), theme = dark_ ? Theme::dark : Theme::light] {
    return paint_scene(scene_of(answer, theme), k_zoom);
  };
  return copied;
}

}  // namespace fovea
