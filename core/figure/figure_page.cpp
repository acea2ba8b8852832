#include "core/figure/figure_page.h"

#include <cmath>
#include <fmt/format.h>

#include "core/base/text.h"
#include "core/base/version.h"

namespace fovea {
namespace {

QImage bar_of(Palette palette, Theme theme) {
  constexpr int k_colors = 256;
  const ColorMap& map = color_map(palette, theme);
  QImage bar(k_colors, 1, QImage::Format_RGBA8888);
  auto* pixels = reinterpret_cast<Rgba*>(bar.bits());
  for (int x = 0; x < k_colors; ++x) pixels[x] = map.at(static_cast<float>(x) / (k_colors - 1));
  return bar.convertToFormat(QImage::Format_RGB32);
}

QString from(const std::string& text) { return QString::fromStdString(printable(text)); }

}  // namespace

FigureColors figure_colors(Theme theme) {
  return theme == Theme::dark ? FigureColors{QColor(0x14, 0x16, 0x1a), QColor(0xe6, 0xe8, 0xec),
                                             QColor(0x9a, 0xa3, 0xb2), QColor(0x5a, 0x63, 0x73),
                                             QColor(0x2d, 0x32, 0x3c)}
                              : FigureColors{QColor(0xff, 0xff, 0xff), QColor(0x14, 0x16, 0x1a),
                                             QColor(0x4a, 0x52, 0x61), QColor(0x86, 0x8e, 0x9c),
                                             QColor(0xd5, 0xd9, 0xe0)};
}

QString figure_number(double value, int digits) {
  if (value == 0) value = 0;  // of −0 too
  return QString::fromStdString(fmt::format("{:.{}g}", value, digits))
      .replace(QChar('-'), QChar(0x2212));
}

QString figure_count(std::int64_t count) {
  QString text = QString::number(count);
  for (qsizetype at = text.size() - 3; at > (count < 0 ? 1 : 0); at -= 3) text.insert(at, u',');
  return text;
}

FigurePage::FigurePage(const FigureSpec& spec)
    : spec_(spec),
      colors_(figure_colors(spec.theme)),
      body_(spec.font_pt * k_units_per_point),
      small_(0.85 * body_),
      margin_(static_cast<int>(std::lround(0.8 * body_))),
      width_(static_cast<int>(std::lround(spec.width_mm * k_units_per_mm))),
      y_(margin_) {
  scene_.width = width_;
  if (!spec.transparent) scene_.ground = colors_.ground;
}

void FigurePage::move_down(double by) { y_ += static_cast<int>(std::ceil(by)); }

void FigurePage::text(const QRectF& place, const QString& text, double size, const QColor& color,
                      Scene::Align align, bool bold) {
  if (text.isEmpty()) return;
  const double x = align == Scene::Align::left     ? place.left()
                   : align == Scene::Align::centre ? place.center().x()
                                                   : place.right();
  const QString shown = place.width() > 0 ? elided(text, place.width(), size, bold) : text;
  // The middle of small letters and capitals is about a third of the size above the baseline.
  add(Scene::Text{.at = QPointF(x, place.center().y() + 0.36 * size),
                  .text = shown,
                  .size = size,
                  .color = color,
                  .align = align,
                  .bold = bold});
}

void FigurePage::heading(const std::string& name, const std::string& detail) {
  const double height = line_height(body_);
  const QString title = elided(from(name), room(), body_, true);
  text(QRectF(left(), y_, room(), height), title, body_, colors_.text, Scene::Align::left, true);
  const double used = text_width(title, body_, true) + body_;
  if (room() > used)
    text(QRectF(left() + used, y_, room() - used, height), from(detail), body_, colors_.dim);
  move_down(height + 0.3 * body_);
}

void FigurePage::paragraph(const QString& words, double size, const QColor& color) {
  for (const QString& line : wrapped(words, room(), size)) {
    text(QRectF(left(), y_, room(), line_height(size)), line, size, color);
    move_down(line_height(size));
  }
}

void FigurePage::frame(const QRectF& place) {
  add(Scene::Box{.place = place.adjusted(-0.5, -0.5, 0.5, 0.5), .line = colors_.frame, .width = 1});
}

void FigurePage::legend(Palette palette, const Scale& scale, const QString& words,
                        bool has_numbers) {
  if (!spec_.legend) return;
  const int height = static_cast<int>(std::lround(0.8 * body_));
  const int bar = std::min(room(), static_cast<int>(std::lround(14 * body_)));
  move_down(0.4 * body_);
  const QRectF place(left() + 1, y_, bar, height);
  add(Scene::Image{.place = place, .image = bar_of(palette, spec_.theme)});
  frame(place);
  const QRectF below(place.left(), place.bottom() + 1, bar, line_height(small_));
  const QString low = has_numbers       ? figure_number(scale.min)
                      : scale.is_signed ? QStringLiteral("−max")
                                        : QStringLiteral("min");
  text(below, low, small_, colors_.dim);
  text(below, has_numbers ? figure_number(scale.max) : QStringLiteral("max"), small_, colors_.dim,
       Scene::Align::right);
  if (scale.is_signed) text(below, QStringLiteral("0"), small_, colors_.dim, Scene::Align::centre);
  const double beside = room() - bar - body_;
  double bottom = below.bottom();
  if (beside > 8 * body_) {
    double top = y_ - 0.2 * small_;
    for (const QString& line : wrapped(words, beside, small_)) {
      text(QRectF(place.right() + body_, top, beside, line_height(small_)), line, small_,
           colors_.dim);
      top += line_height(small_);
    }
    bottom = std::max(bottom, top);
  }
  move_down(bottom - y_);
  if (beside <= 8 * body_) paragraph(words, small_, colors_.dim);
  move_down(0.4 * body_);
}

std::string FigurePage::caption_of(const FigureSource& source, const std::string& layer,
                                   const std::string& scale) {
  std::string words;
  const auto clause = [&words](const char* name, const std::string& value) {
    if (!value.empty()) words += fmt::format("{}{}{}", words.empty() ? "" : " · ", name, value);
  };
  if (source.network.origin) clause("", source.network.origin->name);
  clause("layer ", layer);
  clause("input ", source.input);
  clause("scale: ", scale);
  if (!source.filter) clause("seed ", std::to_string(source.seed));
  clause("Fovea ", std::string(version()));
  return words;
}

Scene FigurePage::cut_at(double height) {
  scene_.height = height;
  return std::move(scene_);
}

Scene FigurePage::finish(const FigureSource& source, const std::string& layer,
                         const std::string& scale) {
  const std::string weights = weight_words(source);
  if (!weights.empty() && spec_.kind != FigureKind::timeline) {
    move_down(0.3 * body_);
    paragraph(from(weights), body_, colors_.text);
  }
  if (spec_.caption) {
    move_down(0.3 * body_);
    paragraph(from(caption_of(source, layer, scale)), body_, colors_.dim);
  }
  scene_.height = y_ + margin_;
  return std::move(scene_);
}

}  // namespace fovea
