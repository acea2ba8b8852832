#include "ui/theme/icon.h"

#include <QHash>
#include <QPainter>
#include <QSvgRenderer>

namespace fovea {
namespace {

constexpr qreal k_size = 16;

/// SVG inside a 16 × 16 box, stroked in the icon's colour; `currentColor` fills with it.
const QHash<QString, QString>& drawings() {
  static const QHash<QString, QString> table{
      {"undo", "<path d='M6 3 2.5 6.5 6 10M3 6.5h6a4 4 0 0 1 0 8H6.5'/>"},
      {"redo", "<path d='M10 3l3.5 3.500L10 10M13 6.500H7a4 4 0 0 0 0 8h2.5'/>"},
      {"down", "<path d='M4 6.2 8 10.2 12 6.2'/>"},
      {"up", "<path d='M8 13V3.500M4 7.500l4-4 4 4'/>"},
      {"file", "<path d='M4 2h5l3.5 3.500V14H4zM9 2v3.500h3.500'/>"},
      {"right", "<path d='M6.2 4 10.2 8 6.2 12'/>"},
      {"check", "<path d='M3.5 8.5 6.5 11.5 12.5 4.5'/>"},
      {"close", "<path d='M4 4l8 8M12 4l-8 8'/>"},
      {"plus", "<path d='M8 3.500v9M3.5 8h9'/>"},
      {"minus", "<path d='M3.5 8h9'/>"},
      {"play", "<path d='M4.5 3v10l8-5z' fill='currentColor'/>"},
      {"pause", "<path d='M5.5 3v10M10.5 3v10' stroke-width='2.4'/>"},
      {"search", "<circle cx='7' cy='7' r='4'/><path d='M10 10l3.5 3.5'/>"},
      {"help",
       "<circle cx='8' cy='8' r='6'/><path d='M6.2 6.400a1.9 1.9 0 1 1 2.6 1.800c-.6.3-.8.6-.8 "
       "1.2'/><circle cx='8' cy='11.3' r='.5' fill='currentColor' stroke='none'/>"},
      {"sun",
       "<circle cx='8' cy='8' r='2.8'/><path d='M8 1.500v1.500M8 13v1.500M1.5 8H3M13 8h1.500M3.4 "
       "3.400l1 1M11.6 11.600l1 1M3.4 12.600l1-1M11.6 4.400l1-1'/>"},
      {"moon", "<path d='M13 9.500A5.5 5.5 0 0 1 6.5 3a5.5 5.5 0 1 0 6.5 6.500z'/>"},
      {"open", "<path d='M1.8 12.500v-9h4l1.5 2h5v2M1.8 12.500l2-5h10.800l-2 5z'/>"},
      {"pen", "<path d='M2.5 13.500l.8-3.2 7.5-7.5 2.4 2.4-7.5 7.500z'/>"},
      {"eraser",
       "<path d='M6 13.5 2.5 10l6.5-6.5 4.5 4.5-5.5 5.500zM5.5 7l4.5 4.500M8 "
       "13.500h5.5'/>"},
      {"trash", "<path d='M3 4.500h10M6 4.500v-2h4v2M4.2 4.500l.6 9h6.400l.6-9'/>"},
      {"warning",
       "<path d='M8 2 14.5 13.500h-13zM8 6.500v3.5'/><circle cx='8' cy='11.8' r='.5' "
       "fill='currentColor' stroke='none'/>"},
      {"mute", "<path d='M2.5 6v4H5l3.5 3V3L5 6zM11 6l3.5 4M14.5 6 11 10'/>"},
      {"kind-input",
       "<rect x='2.5' y='3' width='11' height='10' rx='1.5'/><path d='M2.5 11l3.5-4 "
       "3 3 1.5-1.5 3 3'/>"},
      {"kind-convolution",
       "<path d='M2.5 2.500h11v11h-11zM6.2 2.500v11M9.8 2.500v11M2.5 6.200h11M2.5 9.800h11'/>"
       "<rect x='6.2' y='6.2' width='3.6' height='3.6' fill='currentColor'/>"},
      {"kind-activation", "<path d='M2 11.500h6L13.5 4'/>"},
      {"kind-pooling",
       "<path d='M2.5 2.500h11v11h-11z'/><path d='M5.5 8 8 10.5 10.5 8M8 "
       "4.500v6'/>"},
      {"kind-normalisation", "<path d='M1.5 12.500c4 0 4-9 6.5-9s2.5 9 6.5 9'/>"},
      {"kind-dense",
       "<path d='M3.5 4 12.5 4M3.5 4l9 8M3.5 12l9-8M3.5 12h9'/><circle "
       "cx='3.5' cy='4' r='1.5' fill='currentColor'/><circle cx='3.5' cy='12' "
       "r='1.5' fill='currentColor'/><circle cx='12.5' cy='4' r='1.5' "
       "fill='currentColor'/><circle cx='12.5' cy='12' r='1.5' "
       "fill='currentColor'/>"},
      {"kind-answer", "<path d='M2.5 4h11M2.5 8h7M2.5 12h3.5'/>"},
      {"kind-other", "<circle cx='8' cy='8' r='4.5'/>"},
  };
  return table;
}

}  // namespace

Icon::Icon(QQuickItem* parent) : QQuickPaintedItem(parent) {
  setImplicitSize(k_size, k_size);
  setAntialiasing(true);
}

bool Icon::exists(const QString& name) { return drawings().contains(name); }

void Icon::setName(const QString& name) {
  if (name == name_) return;
  name_ = name;
  update();
  emit nameChanged();
}

void Icon::setColor(const QColor& color) {
  if (color == color_) return;
  color_ = color;
  update();
  emit colorChanged();
}

void Icon::paint(QPainter* painter) {
  const QString drawing = drawings().value(name_);
  if (drawing.isEmpty()) return;
  QString svg = QStringLiteral(
                    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'><g fill='none' "
                    "stroke='currentColor' stroke-width='1.4' stroke-linecap='round' "
                    "stroke-linejoin='round'>%1</g></svg>")
                    .arg(drawing);
  svg.replace(QLatin1String("currentColor"), color_.name());
  QSvgRenderer renderer(svg.toUtf8());
  renderer.render(painter, boundingRect());
}

}  // namespace fovea
