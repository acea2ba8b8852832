#pragma once

#include <QPointer>
#include <QQuickPaintedItem>

#include "ui/kernel/slide_model.h"

namespace fovea {

/// What the page draws over both maps of a SlideModel: the padding's shade, the window and the
/// value that it makes, lines that lead from there to the arithmetic, what is not filled yet, and
/// hatching around what is not current.
class SlideMarks : public QQuickPaintedItem {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(fovea::SlideModel* model READ model WRITE setModel NOTIFY modelChanged REQUIRED)
  /// Where the maps' viewport starts in this item.
  Q_PROPERTY(QPointF origin MEMBER origin_ NOTIFY lookChanged)
  /// Where the lines lead to: the input's cells, and the sum.
  Q_PROPERTY(QRectF termsRect MEMBER terms_ NOTIFY lookChanged)
  Q_PROPERTY(QPointF sumPoint MEMBER sum_ NOTIFY lookChanged)
  /// Output values after the window's are not there yet.
  Q_PROPERTY(bool filling MEMBER filling_ NOTIFY lookChanged)
  Q_PROPERTY(bool stale MEMBER stale_ NOTIFY lookChanged)
  Q_PROPERTY(QColor ground MEMBER ground_ NOTIFY lookChanged)
  Q_PROPERTY(QColor dim MEMBER dim_ NOTIFY lookChanged)
  Q_PROPERTY(QColor inner MEMBER inner_ NOTIFY lookChanged)
  Q_PROPERTY(QColor outer MEMBER outer_ NOTIFY lookChanged)

 public:
  explicit SlideMarks(QQuickItem* parent = nullptr);
  void paint(QPainter* painter) override;
  SlideModel* model() const { return model_; }
  void setModel(SlideModel* model);

 signals:
  void modelChanged();
  void lookChanged();

 private:
  void paintPadding(QPainter& painter) const;
  void paintUnfilled(QPainter& painter) const;
  void paintGuides(QPainter& painter, const QRectF& window, const QRectF& cell) const;
  void paintStale(QPainter& painter) const;

  QPointer<SlideModel> model_;
  QPointF origin_, sum_;
  QRectF terms_;
  bool filling_ = false, stale_ = false;
  QColor ground_, dim_, inner_ = Qt::white, outer_ = Qt::black;
};

}  // namespace fovea
