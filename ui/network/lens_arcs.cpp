#include "ui/network/lens_arcs.h"

#include <QPainter>
#include <QPainterPath>
#include <algorithm>

namespace fovea {

LensArcs::LensArcs(QQuickItem* parent) : QQuickPaintedItem(parent) {
  setAntialiasing(true);
  connect(this, &LensArcs::lookChanged, this, [this] { update(); });
}

void LensArcs::setLens(LensModel* lens) {
  if (lens == lens_) return;
  if (lens_) lens_->disconnect(this);
  lens_ = lens;
  if (lens) {
    connect(lens, &LensModel::scrolled, this, [this] { update(); });
    connect(lens, &LensModel::layoutChanged, this, [this] { update(); });
  }
  emit lensChanged();
}

void LensArcs::paint(QPainter* painter) {
  if (!lens_ || lens_->arcLevels() == 0) return;
  const LensLayout& layout = lens_->layout();
  painter->translate(-lens_->scroll().x(), 0);
  QFont font(QStringLiteral("Inter"));
  font.setPixelSize(text_size_);
  painter->setFont(font);
  painter->setPen(QPen(color_, 1.2));
  const QFontMetricsF metrics(font);
  const int levels = std::min(3, layout.arc_levels);
  const double step = (height() - 4) / levels;
  for (const LensArc& arc : layout.arcs) {
    const LensColumn& from = layout.columns[static_cast<std::size_t>(arc.from)];
    const LensColumn& to = layout.columns[static_cast<std::size_t>(arc.to)];
    const double left = from.x + from.width - 8, right = to.x + 8;
    if (right < lens_->scroll().x() || left > lens_->scroll().x() + width()) continue;
    const double top = height() - step * (1 + std::min(arc.level, levels - 1)) + step / 2;
    QPainterPath path(QPointF(left, height()));
    path.cubicTo(left, top, left, top, left + 12, top);
    path.lineTo(right - 12, top);
    path.cubicTo(right, top, right, top, right, height());
    painter->setBrush(Qt::NoBrush);
    painter->drawPath(path);
    const QPointF tip(right, height());
    painter->setBrush(color_);
    painter->drawPolygon(QPolygonF{tip, tip + QPointF(-3, -5), tip + QPointF(3, -5)});
    const QString label =
        QString::fromStdString(value_label(lens_->workspace()->shaped()->graph, from.value));
    const double middle = std::clamp((left + right) / 2, lens_->scroll().x() + 40,
                                     lens_->scroll().x() + width() - 40);
    painter->drawText(QPointF(middle - metrics.horizontalAdvance(label) / 2, top - 2), label);
  }
}

}  // namespace fovea
