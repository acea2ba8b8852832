#pragma once

#include <QColor>
#include <QList>
#include <QQuickPaintedItem>

#include "ui/clipboard/copy_source.h"

namespace fovea {

/// A kernel as cells in the colours of signed values, with numbers where they fit. For kernels that
/// are looked at, not edited.
class KernelPicture : public QQuickPaintedItem, public CopySource {
  Q_OBJECT
  QML_ELEMENT
  /// Row-major.
  Q_PROPERTY(QList<qreal> cells MEMBER cells_ WRITE setCells NOTIFY cellsChanged)
  Q_PROPERTY(int columns MEMBER columns_ WRITE setColumns NOTIFY changed)
  /// The magnitude of the strongest colours; 0: the largest magnitude of the cells.
  Q_PROPERTY(qreal scale MEMBER scale_ WRITE setScale NOTIFY changed)
  Q_PROPERTY(bool dark MEMBER dark_ WRITE setDark NOTIFY changed)
  Q_PROPERTY(QColor line MEMBER line_ WRITE setLine NOTIFY changed)
  /// Of the numbers in pixels; 0: without.
  Q_PROPERTY(int fontSize MEMBER font_size_ WRITE setFontSize NOTIFY changed)

 public:
  explicit KernelPicture(QQuickItem* parent = nullptr);
  void paint(QPainter* painter) override;
  Copied copied(std::optional<QPointF> at) const override;

  void setCells(const QList<qreal>& cells);
  void setColumns(int columns) { set(columns_, columns); }
  void setScale(qreal scale) { set(scale_, scale); }
  void setDark(bool dark) { set(dark_, dark); }
  void setLine(const QColor& line) { set(line_, line); }
  void setFontSize(int size) { set(font_size_, size); }

 signals:
  void cellsChanged();
  void changed();

 private:
  template <typename T>
  void set(T& member, const T& value) {
    if (member == value) return;
    member = value;
    update();
    emit changed();
  }
  QRectF rectOf(int row, int column, int rows) const;

  QList<qreal> cells_;
  int columns_ = 0;
  qreal scale_ = 0;
  bool dark_ = true;
  QColor line_;
  int font_size_ = 0;
};

}  // namespace fovea
