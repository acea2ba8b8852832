#pragma once

#include <QColor>
#include <QPointer>
#include <QQuickPaintedItem>
#include <QVariantList>

#include "core/figure/axis_scale.h"
#include "core/figure/curve_columns.h"
#include "ui/clipboard/copy_source.h"
#include "ui/plots/curve_series.h"

namespace fovea {

/// Curves over a common axis with round ticks. What is painted follows from the pixels there are,
/// not from the points. The part that is shown can be zoomed and moved along x; y follows what is
/// shown.
class SeriesCanvas : public QQuickPaintedItem, public CopySource {
  Q_OBJECT
  QML_ELEMENT
  /// CurveSeries; those that are null are passed over.
  Q_PROPERTY(QVariantList series READ series WRITE setSeries NOTIFY seriesChanged)
  /// The x axis goes from 0 at least to here: where the curves are expected to end.
  Q_PROPERTY(qreal expectedEnd MEMBER expected_end_ NOTIFY rangeChanged)
  Q_PROPERTY(bool logarithmic MEMBER logarithmic_ NOTIFY rangeChanged)
  /// Values are shares, 0 to 1, and written in percent.
  Q_PROPERTY(bool percent MEMBER percent_ NOTIFY rangeChanged)
  Q_PROPERTY(QString xName MEMBER x_name_ NOTIFY lookChanged)
  Q_PROPERTY(QColor line MEMBER line_ NOTIFY lookChanged)
  Q_PROPERTY(QColor ink MEMBER ink_ NOTIFY lookChanged)
  Q_PROPERTY(bool dark MEMBER dark_ NOTIFY lookChanged)
  Q_PROPERTY(int fontSize MEMBER font_size_ NOTIFY lookChanged)
  /// Where the curves are, in the item's pixels.
  Q_PROPERTY(QRectF area READ area NOTIFY areaChanged)
  Q_PROPERTY(qreal from READ from NOTIFY viewChanged)
  Q_PROPERTY(qreal to READ to NOTIFY viewChanged)
  Q_PROPERTY(bool zoomed READ isZoomed NOTIFY viewChanged)
  Q_PROPERTY(bool empty READ isEmpty NOTIFY viewChanged)

 public:
  explicit SeriesCanvas(QQuickItem* parent = nullptr);
  void paint(QPainter* painter) override;
  Copied copied(std::optional<QPointF> at) const override;

  QVariantList series() const { return series_; }
  void setSeries(const QVariantList& series);
  QRectF area() const;
  qreal from() const { return from_; }
  qreal to() const { return to_; }
  bool isZoomed() const { return zoomed_; }
  bool isEmpty() const;

 public slots:
  /// The x at a pixel of the item, within what is shown.
  qreal xAt(qreal pixel) const;
  /// The x of the point, of any curve, next to `x` in that direction (−1, 1; 0: the nearest).
  qreal pointBeside(qreal x, int way) const;
  /// One { name, color, dashed, text } a curve: its value at `x`, or its newest where that is NaN.
  QVariantList readings(qreal x) const;
  QString xText(qreal x) const;
  /// Powers of 1.25 about a pixel; more is nearer.
  void zoomAt(qreal pixel, qreal steps);
  void panBy(qreal pixels);
  void resetView();

 signals:
  void seriesChanged();
  void rangeChanged();
  void lookChanged();
  void areaChanged();
  void viewChanged();
  /// A curve has changed: readings may be others.
  void valuesChanged();

 protected:
  void updatePolish() override { makeRoom(); }
  void geometryChange(const QRectF& now, const QRectF& before) override;

 private:
  struct Drawn {
    const CurveSeries* series = nullptr;
    std::vector<CurveColumn> raw, smoothed;
  };
  void follow();
  void show(double from, double to);
  double end() const;
  qreal pixelOf(double x) const;
  QString valueText(double value) const;
  std::vector<Drawn> drawn(const QRectF& in) const;
  AxisScale yScale(const std::vector<Drawn>& curves, int most) const;
  int mostTicks(const QRectF& in) const;
  void makeRoom();
  void paintY(QPainter* painter, const QRectF& in, const AxisScale& scale, int most) const;
  void paintX(QPainter* painter, const QRectF& in) const;
  void paintSpans(QPainter* painter, const QRectF& in, const AxisScale& scale,
                  const std::vector<CurveColumn>& columns, const QColor& color) const;
  void paintCurve(QPainter* painter, const QRectF& in, const AxisScale& scale,
                  const std::vector<CurveColumn>& columns, const QPen& pen) const;

  QVariantList series_;
  std::vector<QPointer<CurveSeries>> curves_;
  double expected_end_ = 0;
  bool logarithmic_ = false, percent_ = false;
  QString x_name_;
  QColor line_, ink_;
  bool dark_ = true;
  int font_size_ = 11;
  double from_ = 0, to_ = 1;
  bool zoomed_ = false;
  qreal numbers_ = 0;  // pixels that the numbers beside the y axis take
};

}  // namespace fovea
