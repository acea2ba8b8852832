#include "ui/network/lens_model.h"

#include <algorithm>

#include "ui/inspector/layer_words.h"
#include "ui/network/lens_atlas.h"
#include "ui/window/numbers.h"

namespace fovea {
namespace {

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
    tellPlace();
    emit overlayChanged();
  });
}

void LensModel::tellPlace() {
  if (workspace_) workspace_->setLensPlace({.scroll = scroll_, .expanded = expanded_});
}

void LensModel::setWorkspace(Workspace* workspace) {
  if (workspace == workspace_ || !workspace) return;
  workspace_ = workspace;
  connect(workspace, &Workspace::documentChanged, this, [this] {
    if (workspace_->shaped() != laid_out_) layOut();
  });
  connect(workspace, &Workspace::frameArrived, this, &LensModel::postAtlas);
  connect(workspace, &Workspace::frameChanged, this, [this] {
    refreshHeaders();
    if (workspace_->shownFrame() != posted_) postAtlas();
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
  connect(workspace->notes(), &AnswerNotes::coverChanged, this, &LensModel::postAtlas);
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
  const bool other = workspace_->shaped() != laid_out_;
  const QPointF before = scroll_;
  if (other) {
    if (!laid_out_ || !same_structure(laid_out_->graph, workspace_->shaped()->graph)) {
      expanded_ = workspace_->lensPlace().expanded;
      scroll_ = workspace_->lensPlace().scroll;
    }
    laid_out_ = workspace_->shaped();
    unit_names_ = names_of_units(*workspace_->document().network.origin, laid_out_->graph);
  }
  std::set<ValueId> named;
  for (const auto& [value, names] : unit_names_) named.insert(value);
  const int arc_levels = layout_.arc_levels;
  layout_ = lay_out_lens(*laid_out_,
                         {.width = room_.width(),
                          .height = room_.height(),
                          .device_ratio = device_ratio_,
                          .zoom = text_zoom_,
                          .map_size = static_cast<double>(workspace_->document().view.map_pixels),
                          .expanded = expanded_,
                          .named = named});
  if (other) dropAtlas();
  emit layoutChanged();
  // Arcs take room, and room lays out again: told only where it differs, so that this ends.
  if (layout_.arc_levels != arc_levels) emit arcLevelsChanged();
  scrollTo(scroll_);
  if (scroll_ != before) emit scrolled();
  refreshHeaders();
  postAtlas();
  hoverAgain();
  emit overlayChanged();
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
                      .kind = kind_of_value(graph, column.value),
                      .kind_words = kind_words(graph, column.value),
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
  posted_ = frame;
  if (!frame) return;
  if (workspace_->lens() != Workspace::NetworkLens) {
    posted_.reset();  // nobody sees the maps: they are made when somebody does
    if (workspace_->isPresenting()) workspace_->present();
    return;
  }
  AtlasJob job =
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
                  .picture = layout_.columns.empty() ? k_no_value : layout_.columns.front().value,
                  .covered = workspace_->notes()->coveredValues()},
                 frame);
  job.network = network_;
  composer_.post(std::move(job));
}

void LensModel::dropAtlas() {
  ++network_;
  if (maps_) maps_->show({});
  atlas_legends_.clear();
  refreshLegends();
}

void LensModel::takeAtlas(const Atlas& atlas) {
  if (atlas.network != network_) return;
  if (maps_) maps_->show(atlas);
  atlas_legends_ = lens_legends(layout_, laid_out_->graph, atlas);
  refreshLegends();
  if (workspace_->isPresenting()) workspace_->present();
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
    if (column >= 0 && place.unit >= 0 && !workspace_->notes()->covers(place.value)) {
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

// How the document is looked at.

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
