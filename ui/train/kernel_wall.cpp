#include "ui/train/kernel_wall.h"

#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "core/document/kernel_place.h"
#include "core/document/unit_view.h"
#include "ui/train/plane_image.h"

namespace fovea {
namespace {

constexpr int k_between_paints_ms = 100;
constexpr double k_gap = 10, k_least = 40, k_outline = 3;
constexpr double k_fading = 0.8;  // of a change, from one look to the next
constexpr std::int64_t k_most_slices = 3;

}  // namespace

KernelWall::KernelWall(QQuickItem* parent) : QQuickPaintedItem(parent) {
  setAcceptedMouseButtons(Qt::LeftButton);
  timer_.setSingleShot(true);
  timer_.setInterval(k_between_paints_ms);
  connect(&timer_, &QTimer::timeout, this, [this] { update(); });
  connect(this, &KernelWall::lookChanged, this, &KernelWall::refresh);
}

void KernelWall::setModel(TrainModel* model) {
  if (model == model_) return;
  model_ = model;
  if (model_) {
    connect(model_, &TrainModel::weightsChanged, this, &KernelWall::measureChange);
    connect(model_, &TrainModel::runChanged, this, &KernelWall::forget);
    connect(model_, &TrainModel::frameChanged, this, &KernelWall::refresh);
    connect(model_, &TrainModel::selectionChanged, this, &KernelWall::refresh);
  }
  emit modelChanged();
  forget();
}

void KernelWall::setBeside(RunList* beside) {
  if (beside == beside_) return;
  beside_ = beside;
  if (beside_) connect(beside_, &RunList::besideChanged, this, &KernelWall::forget);
  emit modelChanged();
  forget();
}

const Graph* KernelWall::graph() const {
  if (beside_) return beside_->beside();
  return model_ && model_->hasRun() ? &model_->shownGraph() : nullptr;
}

NodeId KernelWall::conv() const {
  if (graph() == nullptr) return k_no_node;
  const std::vector<NodeId> all = convolutions_of(*graph());
  return all.empty() ? k_no_node : all.front();
}

QString KernelWall::layerName() const {
  const NodeId node = conv();
  return node == k_no_node ? QString() : QString::fromStdString(graph()->node(node).name);
}

int KernelWall::units() const {
  const NodeId node = conv();
  return node == k_no_node ? 0 : static_cast<int>(unit_count(*graph(), node));
}

qreal KernelWall::tile() const {
  const int count = std::max(1, units());
  return std::clamp(std::floor((width() + k_gap) / count - k_gap), k_least,
                    std::max(k_least, most_));
}

int KernelWall::shown() const {
  return std::min(units(), static_cast<int>((width() + k_gap) / (tile() + k_gap)));
}

QRectF KernelWall::rectOf(int unit) const { return {unit * (tile() + k_gap), 0, tile(), tile()}; }

void KernelWall::forget() {
  before_.clear();
  changes_.assign(static_cast<std::size_t>(units()), 0);
  measure();
  emit unitsChanged();
  update();
}

void KernelWall::measure() {
  setImplicitHeight(units() == 0 ? 0 : beside_ ? tile() : 2 * tile() + 6);
}

/// Relative to the kernel's own size, and fading, so that it can be seen.
void KernelWall::measureChange() {
  const NodeId node = conv();
  if (node == k_no_node || beside_) return refresh();
  const auto now = graph()->weight(graph()->node(node).inputs[1]).floats();
  const std::size_t count = changes_.size();
  if (before_.size() == now.size() && count > 0) {
    const std::size_t size = now.size() / count;
    for (std::size_t unit = 0; unit < count; ++unit) {
      double moved = 0, norm = 0;
      for (std::size_t i = unit * size; i < (unit + 1) * size; ++i) {
        moved += std::pow(double{now[i]} - double{before_[i]}, 2);
        norm += double{now[i]} * double{now[i]};
      }
      const double change = norm > 0 ? std::sqrt(moved / norm) : 0;
      changes_[unit] = k_fading * changes_[unit] + (1 - k_fading) * change;
    }
  }
  before_.assign(now.begin(), now.end());
  refresh();
}

void KernelWall::refresh() {
  if (!timer_.isActive()) timer_.start();
}

void KernelWall::paint(QPainter* painter) {
  const NodeId node = conv();
  if (node == k_no_node) return;
  const Graph& shown_graph = *graph();
  const float scale =
      largest_magnitude(shown_graph.weight(shown_graph.node(node).inputs[1]).floats());
  const int count = shown();
  for (int unit = 0; unit < count; ++unit) paintKernel(painter, unit, scale);
  const Workspace* workspace = model_->workspace();
  const auto frame = workspace ? workspace->shownFrame() : nullptr;
  if (beside_ || model_->isHidden() || !frame || !same_structure(frame->graph, shown_graph)) return;
  const Tensor& maps = frame->value(shown_graph.node(node).outputs[0]);
  if (maps.empty()) return;
  const float map_scale = largest_magnitude(maps.floats());
  for (int unit = 0; unit < count; ++unit) paintMap(painter, unit, maps, map_scale);
}

void KernelWall::paintKernel(QPainter* painter, int unit, float scale) const {
  const NodeId node = conv();
  const QRectF place = rectOf(unit);
  const QRectF inside = place.adjusted(k_outline, k_outline, -k_outline, -k_outline);
  const std::int64_t slices = std::min(k_most_slices, slice_count(*graph(), node));
  for (std::int64_t slice = 0; slice < slices; ++slice) {
    const Tensor kernel = kernel_of(*graph(), {{node, unit}, slice});
    if (kernel.shape().rank() != 2) continue;
    const double high = inside.height() / static_cast<double>(slices);
    painter->drawImage(
        QRectF(inside.x(), inside.y() + high * static_cast<double>(slice), inside.width(), high),
        plane_image(kernel.floats(), static_cast<int>(kernel.shape()[0]),
                    static_cast<int>(kernel.shape()[1]), scale, dark_));
  }
  const double most = changes_.empty() ? 0 : std::ranges::max(changes_);
  const auto at = static_cast<std::size_t>(unit);
  const double share = at < changes_.size() && most > 0 ? changes_[at] / most : 0;
  // An outline that hardly anything changes under fades away with the changes themselves.
  const double strength = share * std::min(1.0, most / 1e-3);
  QColor color = outline_;
  color.setAlphaF(static_cast<float>(std::clamp(strength, 0.0, 1.0)));
  painter->setPen(QPen(line_, 1));
  painter->drawRect(inside.adjusted(-0.5, -0.5, 0.5, 0.5));
  painter->setPen(QPen(color, k_outline, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
  painter->drawRect(place.adjusted(1.5, 1.5, -1.5, -1.5));
}

void KernelWall::paintMap(QPainter* painter, int unit, const Tensor& maps, float scale) const {
  const UnitView view = unit_view(maps.shape());
  if (unit >= view.units || view.is_flat()) return;
  const QRectF over = rectOf(unit);
  const double side = over.width() - 2 * k_outline;
  const auto rows = static_cast<int>(view.rows), columns = static_cast<int>(view.columns);
  const QRectF place =
      place_for(rows, columns, {over.x() + k_outline, over.bottom() + 6, side, side});
  painter->drawImage(place, plane_image(unit_values(maps, unit), rows, columns, scale, dark_));
  painter->setPen(QPen(line_, 1));
  painter->drawRect(place.adjusted(-0.5, -0.5, 0.5, 0.5));
}

void KernelWall::mousePressEvent(QMouseEvent* event) {
  const NodeId node = conv();
  if (beside_ || node == k_no_node || model_->isHidden()) return event->ignore();
  const int unit = static_cast<int>(event->position().x() / (tile() + k_gap));
  if (unit < 0 || unit >= shown()) return event->ignore();
  model_->workspace()->select(
      {.value = graph()->node(node).outputs[0], .unit = unit, .pinned = {}});
}

void KernelWall::geometryChange(const QRectF& now, const QRectF& before) {
  QQuickPaintedItem::geometryChange(now, before);
  if (now.width() == before.width()) return;
  measure();
  emit unitsChanged();
  update();
}

}  // namespace fovea
