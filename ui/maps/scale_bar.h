#pragma once

#include <QQuickPaintedItem>

namespace fovea {

/// The colours of a scale, from its least to its most, as a bar.
class ScaleBar : public QQuickPaintedItem {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(bool dark MEMBER dark_ NOTIFY lookChanged)
  /// "diverging", "sequential" or "print".
  Q_PROPERTY(QString palette MEMBER palette_ NOTIFY lookChanged)

 public:
  explicit ScaleBar(QQuickItem* parent = nullptr);
  void paint(QPainter* painter) override;

 signals:
  void lookChanged();

 private:
  bool dark_ = true;
  QString palette_ = QStringLiteral("diverging");
};

}  // namespace fovea
