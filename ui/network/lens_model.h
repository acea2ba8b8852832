#pragma once

#include <QAbstractItemModel>
#include <QColor>
#include <QObject>
#include <QPointF>
#include <QPointer>
#include <QSizeF>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>

#include "ui/clipboard/copy_source.h"
#include "ui/maps/composer.h"
#include "ui/maps/maps_item.h"
#include "ui/network/lens_layout.h"
#include "ui/network/visible_columns.h"
#include "ui/window/workspace.h"

namespace fovea {

/// What the Network lens shows of a workspace: layout, scrolling, zooming, what is under the
/// pointer, and the atlas of all maps that are in view. Points are in pixels of the interface,
/// from the maps' viewport.
class LensModel : public QObject, public CopySource {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(fovea::Workspace* workspace READ workspace WRITE setWorkspace NOTIFY workspaceChanged
                 REQUIRED)
  Q_PROPERTY(fovea::MapsItem* maps READ maps WRITE setMaps NOTIFY mapsChanged)
  Q_PROPERTY(QSizeF room READ room WRITE setRoom NOTIFY roomChanged)
  Q_PROPERTY(qreal deviceRatio READ deviceRatio WRITE setDeviceRatio NOTIFY roomChanged)
  Q_PROPERTY(qreal textZoom READ textZoom WRITE setTextZoom NOTIFY roomChanged)
  Q_PROPERTY(bool dark MEMBER dark_ NOTIFY lookChanged)
  Q_PROPERTY(QColor frameColor MEMBER frame_color_ NOTIFY lookChanged)
  Q_PROPERTY(QColor dimColor MEMBER dim_color_ NOTIFY lookChanged)
  Q_PROPERTY(qreal scrollX READ scrollX WRITE setScrollX NOTIFY scrolled)
  Q_PROPERTY(qreal scrollY READ scrollY WRITE setScrollY NOTIFY scrolled)
  Q_PROPERTY(qreal contentWidth READ contentWidth NOTIFY layoutChanged)
  Q_PROPERTY(qreal contentHeight READ contentHeight NOTIFY layoutChanged)
  Q_PROPERTY(int arcLevels READ arcLevels NOTIFY arcLevelsChanged)
  Q_PROPERTY(bool zoomed READ isZoomed NOTIFY layoutChanged)
  /// Whether maps have the size that they have at the start.
  Q_PROPERTY(bool atStart READ isAtStart NOTIFY layoutChanged)
  /// Whether maps are as small as shows most layers at once.
  Q_PROPERTY(bool overview READ isOverview NOTIFY layoutChanged)
  Q_PROPERTY(QAbstractItemModel* columns READ columns CONSTANT)
  Q_PROPERTY(QVariantList legends READ legends NOTIFY legendsChanged)
  Q_PROPERTY(int scope READ scope WRITE setScope NOTIFY viewChanged)
  Q_PROPERTY(bool peak READ peak WRITE setPeak NOTIFY viewChanged)
  Q_PROPERTY(QString focusName READ focusName NOTIFY focusNameChanged)

 public:
  explicit LensModel(QObject* parent = nullptr);

  Workspace* workspace() const { return workspace_; }
  void setWorkspace(Workspace* workspace);
  MapsItem* maps() const { return maps_; }
  void setMaps(MapsItem* maps);
  QSizeF room() const { return room_; }
  void setRoom(const QSizeF& room);
  qreal deviceRatio() const { return device_ratio_; }
  void setDeviceRatio(qreal ratio);
  qreal textZoom() const { return text_zoom_; }
  void setTextZoom(qreal zoom);
  qreal scrollX() const { return scroll_.x(); }
  qreal scrollY() const { return scroll_.y(); }
  void setScrollX(qreal x) { scrollTo({x, scroll_.y()}); }
  void setScrollY(qreal y) { scrollTo({scroll_.x(), y}); }
  qreal contentWidth() const { return layout_.width; }
  qreal contentHeight() const { return layout_.height; }
  int arcLevels() const { return layout_.arc_levels; }
  bool isZoomed() const { return layout_.map_size > layout_.fitting_size * 1.01; }
  bool isAtStart() const { return layout_.map_size == layout_.fitting_size; }
  bool isOverview() const { return layout_.map_size < layout_.overview_size * 1.01; }
  QAbstractItemModel* columns() { return &columns_; }
  QVariantList legends() const { return legends_; }
  int scope() const;
  void setScope(int scope);
  bool peak() const;
  void setPeak(bool peak);
  /// What has the selection, in words: for screen readers.
  QString focusName() const;

  /// The map or kernel at a point of the viewport; without one, the selected unit's map.
  Copied copied(std::optional<QPointF> at) const override;

  const LensLayout& layout() const { return layout_; }
  QPointF scroll() const { return scroll_; }
  /// Columns [first, last) in view.
  std::pair<int, int> columnsInView() const;

 public slots:
  void scrollBy(qreal dx, qreal dy) { scrollTo(scroll_ + QPointF(dx, dy)); }
  /// Makes maps larger or smaller, what is under `point` staying there.
  void zoomBy(qreal factor, QPointF point);
  /// As zoomBy, about the pointer where it is on a map, else the selection, else the middle.
  void zoomAbout(qreal factor);
  /// To the size of the start.
  void zoomToFit();
  /// All layers in the width, as far as the least size of a map allows.
  void zoomOut();
  /// Fills the view with the map at `point`, or goes back where that is already so.
  void zoomOnto(QPointF point);
  void zoomOntoSelection();
  void hoverAt(QPointF point);
  void leave();
  /// Selects the unit at `point` and pins the value there; the pinned value once more lets it go.
  /// On a kernel, selects it and its unit. False on the ground.
  bool pressAt(QPointF point);
  /// The same without letting anything go on the ground.
  bool selectAt(QPointF point);
  /// Fills the view with the map at `point` and pins the value there, or goes back to all maps.
  void openAt(QPointF point);
  void selectColumn(int column);
  void showAll(int column);
  void walkUnits(int steps);
  void walkLayers(int steps);
  /// One level up: from zoomed to fitting, from a position to its unit, its layer, to nothing.
  void back();

 signals:
  void workspaceChanged();
  void mapsChanged();
  void roomChanged();
  void lookChanged();
  void scrolled();
  void layoutChanged();
  void arcLevelsChanged();
  void legendsChanged();
  void viewChanged();
  void focusNameChanged();
  /// What is drawn over the maps has changed.
  void overlayChanged();

 private:
  void layOut();
  void tellPlace();
  void scrollTo(QPointF scroll);
  void setMapSize(double size, QPointF anchor);
  /// What is under a pointer that rests while the maps move.
  void hoverAgain();
  const LensColumn& columnAt(int column) const {
    return layout_.columns[static_cast<std::size_t>(column)];
  }
  WeightPlace weightAt(const LensLayout::KernelHit& hit) const;
  /// The unit and position there, with the kernel slice that is chosen in its layer.
  Selection selectionAt(const LensLayout::Hit& hit) const;
  void tellChannel(QVariantMap& legend, const Place& place) const;
  void refreshHeaders();
  ColumnHeader headerOf(int column) const;
  void postAtlas();
  void takeAtlas(const Atlas& atlas);
  /// Takes the maps of another network or size away.
  void dropAtlas();
  void refreshLegends();
  void reveal(int column, std::int64_t unit);
  void select(int column, std::int64_t unit);

  QPointer<Workspace> workspace_;
  QPointer<MapsItem> maps_;
  QSizeF room_;
  qreal device_ratio_ = 1, text_zoom_ = 1;
  bool dark_ = true;
  QColor frame_color_, dim_color_;
  QPointF scroll_;
  std::optional<QPointF> pointer_;  // over the maps
  LensLayout layout_;
  std::shared_ptr<const Frame> posted_;  // what the newest atlas is made of
  std::shared_ptr<const ShapedGraph> laid_out_;
  std::uint64_t network_ = 0;  // counts what was laid out: atlases of another are refused
  std::set<ValueId> expanded_;
  std::map<ValueId, std::vector<std::string>> unit_names_;
  VisibleColumns columns_;
  QVariantList legends_;
  QVariantList atlas_legends_;  // of all scales of the atlas that is shown
  Composer composer_;
};

}  // namespace fovea
