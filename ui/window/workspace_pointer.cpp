#include "core/document/unit_view.h"
#include "ui/clipboard/copied.h"
#include "ui/window/numbers.h"
#include "ui/window/weight_words.h"
#include "ui/window/workspace.h"

// What the pointer is on: its value, where that came from and what it reaches.

namespace fovea {
namespace {

bool is_in(const ShapedGraph& shaped, const Place& place) {
  if (place.value < 0 || static_cast<std::size_t>(place.value) >= shaped.types.size()) return false;
  const UnitView view = unit_view(shaped.shape(place.value));
  return place.unit >= 0 && place.unit < view.units && place.row >= -1 && place.row < view.rows &&
         place.column >= 0 && place.column < view.columns;
}

}  // namespace

void Workspace::setHover(std::optional<Place> place) {
  if (place == hover_) return;
  hover_ = place;
  emit hoverChanged();
}

std::optional<Place> Workspace::focusPlace() const {
  std::optional<Place> place = hover_;
  const Selection& selection = document().selection;
  if (!place && selection.pinned)
    place =
        Place{selection.value, selection.unit, selection.pinned->first, selection.pinned->second};
  // A selection outlives the size that it was made at.
  return place && is_in(*shaped_, *place) ? place : std::nullopt;
}

void Workspace::trace() const {
  const std::optional<Place> place = focusPlace();
  if (place == traced_ && traced_in_ == shaped_) return;
  traced_ = place;
  traced_in_ = shaped_;
  provenance_.clear();
  reach_.clear();
  if (!place) return;
  const Shape& shape = shaped_->shape(place->value);
  const Box box = unit_box(shape, place->unit, place->row, place->column);
  provenance_ = provenance(*shaped_, place->value, box);
  reach_ = reach(*shaped_, place->value, box);
}

const std::vector<std::optional<Box>>& Workspace::provenanceOfFocus() const {
  trace();
  return provenance_;
}

const std::vector<std::optional<Box>>& Workspace::reachOfFocus() const {
  trace();
  return reach_;
}

void Workspace::setHoveredWeight(std::optional<WeightPlace> place) {
  if (place == hovered_weight_) return;
  hovered_weight_ = place;
  emit hoverChanged();
}

std::optional<std::pair<std::int64_t, std::int64_t>> Workspace::pinnedFor(
    const WeightPlace& place) const {
  const Selection& selection = document().selection;
  const bool same_layer = selection.value != k_no_value && place.unit.node != k_no_node &&
                          shaped_->graph.producer(selection.value) == place.unit.node;
  return same_layer ? selection.pinned : std::nullopt;
}

QString Workspace::hoverText() const {
  const std::optional<Place> place = focusPlace();
  const std::shared_ptr<const Frame> frame = shownFrame();
  if (hovered_weight_ && frame) return weight_text(frame->graph, *hovered_weight_);
  if (!place || !frame) return {};
  const UnitView view = unit_view(shaped_->shape(place->value));
  QString text = nameOfPlace(*place);
  const std::span<const float> values = unit_values(frame->value(place->value), place->unit);
  if (values.empty() || place->row < 0 || notes_->covers(place->value)) return text;
  if (!view.is_flat()) text += tr(" ▸ (%1, %2)").arg(place->row).arg(place->column);
  const auto at = static_cast<std::size_t>(place->row * view.columns + place->column);
  return tr("%1 = %2").arg(text, number_text(values[at], 3));
}

QString Workspace::hoverValue() const {
  const std::optional<Place> place = focusPlace();
  const std::shared_ptr<const Frame> frame = shownFrame();
  if (!frame) return {};
  if (hovered_weight_) {
    const auto& [unit, input, cell] = *hovered_weight_;
    const Tensor kernel = kernel_of(frame->graph, {unit, input});
    if (cell < 0 || cell >= kernel.elements()) return {};
    return full_number(kernel.floats()[static_cast<std::size_t>(cell)]);
  }
  if (!place || place->row < 0 || notes_->covers(place->value)) return {};
  const UnitView view = unit_view(shaped_->shape(place->value));
  const std::span<const float> values = unit_values(frame->value(place->value), place->unit);
  if (values.empty()) return {};
  return full_number(values[static_cast<std::size_t>(place->row * view.columns + place->column)]);
}

QString Workspace::nameOfPlace(const Place& place) const {
  const Graph& graph = shaped_->graph;
  const QString label = QString::fromStdString(value_label(graph, place.value));
  const NodeId producer = graph.producer(place.value);
  if (producer == k_no_node) return tr("%1 ▸ channel %2").arg(label, QString::number(place.unit));
  const auto& unit_names = document().network.origin->unit_names;
  const auto names = unit_names.find(graph.node(producer).name);
  if (names == unit_names.end() || place.unit >= std::ssize(names->second))
    return tr("%1 ▸ unit %2").arg(label, QString::number(place.unit));
  const std::string& name = names->second[static_cast<std::size_t>(place.unit)];
  return QStringLiteral("%1 ▸ %2").arg(label, QString::fromStdString(name));
}

QString Workspace::hoverField() const {
  const std::shared_ptr<const Frame> frame = shownFrame();
  if (hovered_weight_ && frame)
    return weight_reads_text(*frame, *hovered_weight_, pinnedFor(*hovered_weight_));
  const std::optional<Place> place = focusPlace();
  if (!place || shaped_->graph.structure().inputs.empty()) return {};
  const ValueId input = shaped_->graph.structure().inputs.front().value;
  if (place->value == input) return reachText(*place);
  const auto& boxes = provenanceOfFocus();
  const std::optional<Box>& box = boxes[static_cast<std::size_t>(input)];
  if (!box) return tr("sees nothing of the input");
  const UnitView whole = unit_view(shaped_->shape(input));
  const MapArea area = map_area(shaped_->shape(input), *box);
  if (area.rows.size() == whole.rows && area.columns.size() == whole.columns)
    return tr("sees the whole input");
  return tr("sees %1 × %2 of the input").arg(area.columns.size()).arg(area.rows.size());
}

/// Of an input: what it reaches of the layer that reads it first.
QString Workspace::reachText(const Place& place) const {
  const std::vector<NodeId>& readers =
      shaped_->graph.structure().consumers[static_cast<std::size_t>(place.value)];
  if (readers.empty()) return {};
  const ValueId first = shaped_->graph.node(readers.front()).outputs[0];
  const QString layer = QString::fromStdString(value_label(shaped_->graph, first));
  const std::optional<Box>& box = reachOfFocus()[static_cast<std::size_t>(first)];
  if (!box) return tr("reaches nothing of %1").arg(layer);
  const MapArea area = map_area(shaped_->shape(first), *box);
  return tr("reaches %1 × %2 of %3").arg(area.columns.size()).arg(area.rows.size()).arg(layer);
}

}  // namespace fovea
