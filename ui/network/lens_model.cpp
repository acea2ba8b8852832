#include "ui/network/lens_model.h"

#include <algorithm>
#include <cmath>

#include "ui/network/lens_atlas.h"
#include "ui/window/numbers.h"

namespace fovea {
namespace {

constexpr double k_largest_zoom = 64;  // pixels of the interface a value

QString kind_name(const Graph& graph, NodeId node) {
  if (node == k_no_node) return QStringLiteral("input");
  switch (graph.node(node).op->kind) {
    case LayerKind::convolution:
      return QStringLiteral("convolution");
    case LayerKind::activation:
      return QStringLiteral("activation");
    case LayerKind::pooling:
      return QStringLiteral("pooling");
    case LayerKind::normalisation:
      return QStringLiteral("normalisation");
    case LayerKind::dense:
      return QStringLiteral("dense");
    case LayerKind::answer:
      return QStringLiteral("answer");
    case LayerKind::arithmetic:
    case LayerKind::shape:
      break;
  }
  return QStringLiteral("other");
}

/// The shape as a person reads it: without a batch of one.
QString shape_text(const Shape& shape) {
  const bool batch = shape.rank() > 1 && shape[0] == 1;
  const Shape shown(shape.dims().subspan(batch ? 1 : 0));
  return QString::fromStdString(shown.to_string());
}

std::map<ValueId, std::vector<std::string>> names_of_units(const NetworkOrigin& origin,
                                                           const Graph& graph) {
  std::map<ValueId, std::vector<std::string>> result;
  for (const Node& node : graph.nodes()) {
    const auto names = origin.unit_names.find(node.name);
    if (names != origin.unit_names.end()) result.emplace(node.outputs[0], names->second);
  }
  return result;
}

}  // namespace

LensModel::LensModel(QObject* parent) : QObject(parent) {
  connect(&composer_, &Composer::ready, this, &LensModel::takeAtlas);
  connect(this, &LensModel::roomChanged, this, &LensModel::layOut);
  connect(this, &LensModel::lookChanged, this, &LensModel::postAtlas);
  connect(this, &LensModel::scrolled, this, [this] {
    refreshHeaders();
    postAtlas();
    hoverAgain();
    emit overlayChanged();
  });
}

void LensModel::setWorkspace(Workspace* workspace) {
  if (workspace == workspace_ || !workspace) return;
  workspace_ = workspace;
  connect(workspace, &Workspace::documentChanged, this, [this] {
    if (workspace_->shaped() != laid_out_) layOut();
  });
  connect(workspace, &Workspace::frameChanged, this, [this] {
    refreshHeaders();
    postAtlas();
    emit overlayChanged();
  });
  connect(workspace, &Workspace::viewChanged, this, [this] {
    layOut();
    emit viewChanged();
  });
  connect(workspace, &Workspace::selectionChanged, this, [this] {
    refreshHeaders();
    refreshLegends();
    emit focusNameChanged();
    emit overlayChanged();
  });
  connect(workspace, &Workspace::detailsChanged, this, &LensModel::refreshHeaders);
  connect(workspace, &Workspace::hoverChanged, this, [this] {
    refreshLegends();
    emit overlayChanged();
  });
  connect(workspace, &Workspace::staleChanged, this, &LensModel::overlayChanged);
  emit workspaceChanged();
  emit viewChanged();
  layOut();
}

void LensModel::setMaps(MapsItem* maps) {
  if (maps == maps_) return;
  maps_ = maps;
  emit mapsChanged();
}

void LensModel::setRoom(const QSizeF& room) {
  if (room == room_) return;
  room_ = room;
  emit roomChanged();
}

void LensModel::setDeviceRatio(qreal ratio) {
  if (ratio == device_ratio_) return;
  device_ratio_ = ratio;
  emit roomChanged();
}

void LensModel::setTextZoom(qreal zoom) {
  if (zoom == text_zoom_) return;
  text_zoom_ = zoom;
  emit roomChanged();
}

void LensModel::layOut() {
  if (!workspace_ || room_.isEmpty()) return;
  if (workspace_->shaped() != laid_out_) {
    if (!laid_out_ || !same_structure(laid_out_->graph, workspace_->shaped()->graph)) {
      expanded_.clear();
      scroll_ = {};
    }
    laid_out_ = workspace_->shaped();
    unit_names_ = names_of_units(*workspace_->document().network.origin, laid_out_->graph);
  }
  std::set<ValueId> named;
  for (const auto& [value, names] : unit_names_) named.insert(value);
  layout_ = lay_out_lens(*laid_out_,
                         {.width = room_.width(),
                          .height = room_.height(),
                          .device_ratio = device_ratio_,
                          .zoom = text_zoom_,
                          .map_size = static_cast<double>(workspace_->document().view.map_pixels),
                          .expanded = expanded_,
                          .named = named});
  emit layoutChanged();
  scrollTo(scroll_);
  refreshHeaders();
  postAtlas();
  hoverAgain();
  emit overlayChanged();
}

// Scrolling and zooming.

void LensModel::scrollTo(QPointF scroll) {
  const auto bounded = [](double at, double content, double room) {
    return std::round(std::clamp(at, 0.0, std::max(0.0, content - room)));
  };
  const QPointF there(bounded(scroll.x(), layout_.width, room_.width()),
                      bounded(scroll.y(), layout_.height, room_.height()));
  if (there == scroll_) return;
  scroll_ = there;
  emit scrolled();
}

void LensModel::setMapSize(double size, QPointF anchor) {
  const std::optional<LensLayout::Hit> hit = layout_.hit(anchor + scroll_);
  const QPointF relative((anchor.x() + scroll_.x()) / std::max(1.0, layout_.width),
                         (anchor.y() + scroll_.y()) / std::max(1.0, layout_.height));
  QPointF inside;
  if (hit) {
    const QRectF rect = layout_.map_rect(hit->column, hit->unit);
    const QPointF at = anchor + scroll_ - rect.topLeft();
    inside = {at.x() / rect.width(), at.y() / rect.height()};
  }
  View view = workspace_->document().view;
  const bool fits = size <= 0 || std::abs(size - layout_.fitting_size) < 1;
  view.map_pixels = fits ? 0 : static_cast<int>(std::lround(size));
  workspace_->setView(view);
  if (hit) {
    const QRectF rect = layout_.map_rect(hit->column, hit->unit);
    scrollTo(rect.topLeft() + QPointF(inside.x() * rect.width(), inside.y() * rect.height()) -
             anchor);
  } else {
    scrollTo(QPointF(relative.x() * layout_.width, relative.y() * layout_.height) - anchor);
  }
}

void LensModel::zoomBy(qreal factor, QPointF point) {
  if (!workspace_ || layout_.columns.empty()) return;
  std::int64_t longest = 1;
  for (const LensColumn& column : layout_.columns)
    longest = std::max({longest, column.view.rows, column.view.columns});
  const double most = std::max(layout_.fitting_size, k_largest_zoom * static_cast<double>(longest));
  setMapSize(std::clamp(layout_.map_size * factor, layout_.overview_size, most), point);
}

void LensModel::zoomAbout(qreal factor) {
  if (!workspace_ || layout_.columns.empty()) return;
  if (pointer_ && layout_.hit(*pointer_ + scroll_)) {
    zoomBy(factor, *pointer_);
    return;
  }
  const Selection& selection = workspace_->document().selection;
  const int column = selection.value == k_no_value
                         ? -1
                         : layout_.column_of[static_cast<std::size_t>(selection.value)];
  if (column < 0 || selection.unit < 0) {
    zoomBy(factor, {room_.width() / 2, room_.height() / 2});
    return;
  }
  reveal(column, selection.unit);
  const auto cell = [](std::int64_t at) { return Range{at, at + 1}; };
  const LensColumn& it = layout_.columns[static_cast<std::size_t>(column)];
  MapArea area{{0, it.view.rows}, {0, it.view.columns}, cell(selection.unit)};
  if (selection.pinned) {
    area.rows = cell(selection.pinned->first);
    area.columns = cell(selection.pinned->second);
  }
  zoomBy(factor, layout_.area_rect(column, selection.unit, area).center() - scroll_);
}

void LensModel::zoomToFit() { setMapSize(0, {}); }

void LensModel::zoomOut() { setMapSize(layout_.overview_size, {}); }

void LensModel::zoomOnto(QPointF point) {
  if (isZoomed()) {
    zoomToFit();
    return;
  }
  const std::optional<LensLayout::Hit> hit = layout_.hit(point + scroll_);
  if (!hit) return;
  const QRectF rect = layout_.map_rect(hit->column, hit->unit);
  const double factor =
      0.96 * std::min(room_.width() / rect.width(), room_.height() / rect.height());
  setMapSize(layout_.map_size * factor, point);
  // Sizes go in whole pixels a value: the map may have come out larger than the view.
  for (int step = 0; step < 4; ++step) {
    const QRectF large = layout_.map_rect(hit->column, hit->unit);
    const double over = std::max(large.width() / room_.width(), large.height() / room_.height());
    if (over <= 1) break;
    setMapSize(layout_.map_size * 0.98 / over, point);
  }
  const QRectF large = layout_.map_rect(hit->column, hit->unit);
  scrollTo(large.center() - QPointF(room_.width() / 2, room_.height() / 2));
}

void LensModel::zoomOntoSelection() {
  const Selection& selection = workspace_->document().selection;
  if (selection.value == k_no_value || selection.unit < 0) return;
  const int column = layout_.column_of[static_cast<std::size_t>(selection.value)];
  if (column < 0) return;
  reveal(column, selection.unit);
  zoomOnto(layout_.map_rect(column, selection.unit).center() - scroll_);
}

std::pair<int, int> LensModel::columnsInView() const {
  return layout_.columns_between(scroll_.x() - 30 * text_zoom_, scroll_.x() + room_.width());
}

// Headers.

ColumnHeader LensModel::headerOf(int index) const {
  const LensColumn& column = layout_.columns[static_cast<std::size_t>(index)];
  const Graph& graph = laid_out_->graph;
  ColumnHeader header{.column = index,
                      .x = column.x,
                      .width = column.width,
                      .name = QString::fromStdString(value_label(graph, column.value)),
                      .shape = shape_text(laid_out_->shape(column.value)),
                      .detail = {},
                      .kind = kind_name(graph, column.node),
                      .shown = {}};
  header.selected = workspace_->document().selection.value == column.value;
  if (column.shown < column.view.units)
    header.shown = tr("%1 of %2 shown").arg(column.shown).arg(column.view.units);
  if (column.node != k_no_node && workspace_->details()) {
    const auto node = static_cast<std::size_t>(column.node);
    const std::int64_t params = laid_out_->costs[node].params;
    if (params > 0) header.detail = tr("%1 par").arg(count_text(params));
    if (const auto frame = workspace_->frame()) {
      if (!header.detail.isEmpty()) header.detail += QStringLiteral(" · ");
      header.detail += tr("%1 ms").arg(number_text(frame->node_ms[node], 2));
    }
  }
  return header;
}

void LensModel::refreshHeaders() {
  if (!laid_out_) return;
  const auto [first, last] = columnsInView();
  std::vector<ColumnHeader> headers;
  for (int column = first; column < last; ++column) headers.push_back(headerOf(column));
  columns_.show(std::move(headers));
}

// The atlas.

void LensModel::postAtlas() {
  if (!workspace_ || !laid_out_ || room_.isEmpty()) return;
  const std::shared_ptr<const Frame> frame = workspace_->shownFrame();
  if (!frame) return;
  composer_.post(
      lens_atlas({.layout = layout_,
                  .columns = columnsInView(),
                  .room = room_,
                  .scroll = scroll_,
                  .scope = workspace_->document().view.scope,
                  .device_ratio = device_ratio_,
                  .text_zoom = text_zoom_,
                  .dark = dark_,
                  .peak = peak(),
                  .frame_color = frame_color_,
                  .text_color = dim_color_,
                  .unit_names = unit_names_,
                  .muted = workspace_->document().network.muted,
                  .picture_ranges = picture_ranges(workspace_->document().input->preprocessing),
                  .picture = layout_.columns.empty() ? k_no_value : layout_.columns.front().value},
                 frame));
}

void LensModel::takeAtlas(const Atlas& atlas) {
  if (maps_) maps_->show(atlas);
  atlas_legends_ = lens_legends(layout_, laid_out_->graph, atlas);
  refreshLegends();
}

/// Where each map has a scale of its own, the one is told that is pointed at or selected.
void LensModel::refreshLegends() {
  QVariantList legends = atlas_legends_;
  const std::shared_ptr<const Frame> frame = workspace_ ? workspace_->shownFrame() : nullptr;
  if (!workspace_) return;
  const Selection& selection = workspace_->document().selection;
  const Place place =
      workspace_->hover().value_or(Place{.value = selection.value, .unit = selection.unit});
  for (QVariant& legend : legends) {
    QVariantMap map = legend.toMap();
    tellChannel(map, place);
    legend = map;
  }
  if (scope() == static_cast<int>(ScaleScope::unit) && frame) {
    legends.removeIf([](const QVariant& legend) {
      return legend.toMap()["palette"].toString() == u"diverging";
    });
    const int column =
        place.value == k_no_value ? -1 : layout_.column_of[static_cast<std::size_t>(place.value)];
    if (column >= 0 && place.unit >= 0) {
      const LensColumn& it = layout_.columns[static_cast<std::size_t>(column)];
      const Palette palette = lens_palette(it, laid_out_->graph);
      if (palette == Palette::diverging)
        legends.push_back(lens_legend(
            it, palette, ValueRange::of(unit_values(frame->value(place.value), place.unit))));
    }
  }
  if (legends == legends_) return;
  legends_ = std::move(legends);
  emit legendsChanged();
}

/// Where a picture's channels have ranges of their own, one is told: that which is pointed at or
/// selected, else the first.
void LensModel::tellChannel(QVariantMap& legend, const Place& place) const {
  const Preprocessing& preprocessing = workspace_->document().input->preprocessing;
  const std::vector<ValueRange> ranges = picture_ranges(preprocessing);
  const ValueId picture = layout_.columns.empty() ? k_no_value : layout_.columns.front().value;
  if (ranges.size() < 2 || legend["value"].toInt() != picture ||
      legend["palette"].toString() != u"print")
    return;
  const bool here = place.value == picture && place.unit >= 0 && place.unit < std::ssize(ranges);
  const auto channel = static_cast<std::size_t>(here ? place.unit : 0);
  const bool equal = std::ranges::all_of(ranges, [&](const auto& r) { return r == ranges[0]; });
  if (equal) return;
  const QStringList names{tr("red"), tr("green"), tr("blue")};
  const auto name =
      static_cast<qsizetype>(preprocessing.channels == Channels::bgr ? 2 - channel : channel);
  legend["middle"] = names[name];
  legend["low"] = number_text(ranges[channel].least, 3);
  legend["high"] = number_text(ranges[channel].most, 3);
  legend["least"] = legend["low"];
  legend["most"] = legend["high"];
}

// Pointer and keys.

QString LensModel::kernelTextAt(QPointF point) const {
  const auto hit = layout_.kernel_hit(point + scroll_);
  const std::shared_ptr<const Frame> frame = workspace_->shownFrame();
  if (!hit || !frame) return {};
  const LensColumn& column = layout_.columns[static_cast<std::size_t>(hit->cell.column)];
  const Node& node = frame->graph.node(column.node);
  const Tensor& weight = frame->graph.weight(node.inputs[1]);
  const std::int64_t at =
      ((hit->cell.unit * column.kernel_maps + hit->input) * column.kernel_rows + hit->cell.row) *
          column.kernel_columns +
      hit->cell.column_in_map;
  if (weight.empty()) return {};
  return tr("%1 ▸ kernel %2, input %3, cell (%4, %5) = %6")
      .arg(QString::fromStdString(value_label(frame->graph, column.value)))
      .arg(hit->cell.unit)
      .arg(hit->input)
      .arg(hit->cell.row)
      .arg(hit->cell.column_in_map)
      .arg(number_text(weight.floats()[static_cast<std::size_t>(at)], 3));
}

void LensModel::hoverAgain() {
  if (pointer_) hoverAt(*pointer_);
}

void LensModel::hoverAt(QPointF point) {
  if (!workspace_ || !laid_out_) return;
  pointer_ = point;
  const QString kernel = kernelTextAt(point);
  if (kernel != kernel_text_) {
    kernel_text_ = kernel;
    emit kernelTextChanged();
  }
  const std::optional<LensLayout::Hit> hit = layout_.hit(point + scroll_);
  if (!hit) {
    workspace_->setHover({});
    return;
  }
  workspace_->setHover(Place{layout_.columns[static_cast<std::size_t>(hit->column)].value,
                             hit->unit, hit->row, hit->column_in_map});
}

void LensModel::leave() {
  pointer_.reset();
  if (!kernel_text_.isEmpty()) {
    kernel_text_.clear();
    emit kernelTextChanged();
  }
  if (workspace_) workspace_->setHover({});
}

void LensModel::select(int column, std::int64_t unit) {
  Selection selection;
  selection.value = layout_.columns[static_cast<std::size_t>(column)].value;
  selection.unit = unit;
  workspace_->select(selection);
}

bool LensModel::pressAt(QPointF point) {
  const std::optional<LensLayout::Hit> hit = layout_.hit(point + scroll_);
  if (!hit) {
    back();
    return false;
  }
  Selection selection;
  selection.value = layout_.columns[static_cast<std::size_t>(hit->column)].value;
  selection.unit = hit->unit;
  selection.pinned = {hit->row, hit->column_in_map};
  const Selection& now = workspace_->document().selection;
  selection.kernel_input = now.value == selection.value ? now.kernel_input : 0;
  if (selection == now) selection.pinned.reset();
  workspace_->select(selection);
  return true;
}

void LensModel::selectColumn(int column) {
  if (column >= 0 && column < static_cast<int>(layout_.columns.size())) select(column, -1);
}

void LensModel::showAll(int column) {
  expanded_.insert(layout_.columns[static_cast<std::size_t>(column)].value);
  layOut();
}

void LensModel::walkUnits(int steps) {
  const Selection& selection = workspace_->document().selection;
  const int column = selection.value == k_no_value
                         ? std::min(1, static_cast<int>(layout_.columns.size()) - 1)
                         : layout_.column_of[static_cast<std::size_t>(selection.value)];
  if (column < 0) return;
  const std::int64_t units = layout_.columns[static_cast<std::size_t>(column)].view.units;
  const std::int64_t unit =
      std::clamp<std::int64_t>(selection.unit < 0 ? 0 : selection.unit + steps, 0, units - 1);
  select(column, unit);
  reveal(column, unit);
}

void LensModel::walkLayers(int steps) {
  const Selection& selection = workspace_->document().selection;
  const int last = static_cast<int>(layout_.columns.size()) - 1;
  if (last < 0) return;
  const int from = selection.value == k_no_value
                       ? -1
                       : layout_.column_of[static_cast<std::size_t>(selection.value)];
  const int column = from < 0 ? 0 : std::clamp(from + steps, 0, last);
  const std::int64_t units = layout_.columns[static_cast<std::size_t>(column)].view.units;
  const std::int64_t unit = std::clamp<std::int64_t>(selection.unit, 0, units - 1);
  select(column, unit);
  reveal(column, unit);
}

void LensModel::reveal(int column, std::int64_t unit) {
  const LensColumn& it = layout_.columns[static_cast<std::size_t>(column)];
  if (unit >= it.shown) showAll(column);
  const QRectF rect = layout_.map_rect(column, unit).adjusted(-30, -4, 30, 4);
  const auto moved = [](double from, double low, double high, double room) {
    if (low < from) return low;
    return high > from + room ? high - room : from;
  };
  scrollTo({moved(scroll_.x(), rect.left(), rect.right(), room_.width()),
            moved(scroll_.y(), rect.top(), rect.bottom(), room_.height())});
}

void LensModel::back() {
  if (!workspace_) return;
  Selection selection = workspace_->document().selection;
  if (selection.pinned) {
    selection.pinned.reset();
  } else if (isZoomed()) {
    zoomToFit();
    return;
  } else if (selection.unit >= 0) {
    selection.unit = -1;
  } else {
    selection = {};
  }
  workspace_->select(selection);
}

int LensModel::scope() const {
  return workspace_ ? static_cast<int>(workspace_->document().view.scope) : 0;
}

void LensModel::setScope(int scope) {
  View view = workspace_->document().view;
  view.scope = static_cast<ScaleScope>(scope);
  workspace_->setView(view);
}

bool LensModel::peak() const { return workspace_ && workspace_->document().view.peak; }

void LensModel::setPeak(bool peak) {
  View view = workspace_->document().view;
  view.peak = peak;
  workspace_->setView(view);
}

QString LensModel::focusName() const {
  if (!workspace_ || !laid_out_) return {};
  const Selection& selection = workspace_->document().selection;
  if (selection.value == k_no_value) return tr("Feature maps, nothing selected");
  const QString name = QString::fromStdString(value_label(laid_out_->graph, selection.value));
  return selection.unit < 0 ? name : tr("%1, unit %2").arg(name).arg(selection.unit);
}

}  // namespace fovea
