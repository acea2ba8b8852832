#pragma once

#include <QObject>
#include <QtQml/qqmlregistration.h>

namespace fovea {

/// What a person chose about the look of the window, kept from one start to the next.
/// Before anybody chose, the system's own light or dark decides.
class ThemeSettings : public QObject {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(bool dark READ isDark WRITE setDark NOTIFY darkChanged)
  /// How much larger everything is drawn: 0.8 to 2.
  Q_PROPERTY(qreal zoom READ zoom WRITE setZoom NOTIFY zoomChanged)

 public:
  static constexpr qreal k_least_zoom = 0.8;
  static constexpr qreal k_most_zoom = 2.0;

  explicit ThemeSettings(QObject* parent = nullptr);

  bool isDark() const { return dark_; }
  void setDark(bool dark);
  qreal zoom() const { return zoom_; }
  void setZoom(qreal zoom);

 signals:
  void darkChanged();
  void zoomChanged();

 private:
  bool dark_ = true;
  qreal zoom_ = 1;
};

}  // namespace fovea
