#pragma once

#include <QObject>
#include <QPointF>
#include <QtQml/qqmlregistration.h>
#include <limits>
#include <span>
#include <vector>

namespace fovea {

/// A curve that grows: points (x, y) in ascending x, and the same smoothed. A y that is not a
/// finite number is a gap, in both.
class CurveSeries : public QObject {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(QString name MEMBER name_ NOTIFY lookChanged)
  /// Index of its colour, see series_color.
  Q_PROPERTY(int color MEMBER color_ NOTIFY lookChanged)
  /// Dashed: of a run that is only compared with.
  Q_PROPERTY(bool dashed MEMBER dashed_ NOTIFY lookChanged)
  /// Weight of what was before each point, 0 (as it is) to 0.99.
  Q_PROPERTY(qreal smoothing READ smoothing WRITE setSmoothing NOTIFY smoothingChanged)
  Q_PROPERTY(int count READ count NOTIFY changed)
  /// The last value that is a number, smoothed; NaN where there is none.
  Q_PROPERTY(qreal newest READ newest NOTIFY changed)

 public:
  explicit CurveSeries(QObject* parent = nullptr) : QObject(parent) {}

  /// Adds points. One whose x is not after the last point's is left out.
  void append(std::span<const QPointF> points);
  /// Takes away what comes after `x`: a run went on from there in another way.
  void cutAfter(qreal x);

  QString name() const { return name_; }
  int color() const { return color_; }
  bool isDashed() const { return dashed_; }
  qreal smoothing() const { return smoothing_; }
  void setSmoothing(qreal smoothing);
  int count() const { return static_cast<int>(raw_.size()); }
  std::span<const QPointF> raw() const { return raw_; }
  /// As many points as `raw`: an exponential moving average, corrected for its start at 0. Source:
  /// Kingma and Ba, "Adam", 2015, section 3.
  std::span<const QPointF> smoothed() const { return smoothed_; }
  qreal newest() const { return newest_; }
  /// The smoothed value of the point nearest to `x`; NaN beyond the first and the last.
  qreal valueAt(qreal x) const;

 public slots:
  void clear();

 signals:
  /// Points came or went, or are smoothed otherwise; once for all that a turn of the event loop
  /// did.
  void changed();
  void lookChanged();
  void smoothingChanged();

 private:
  void smoothFrom(std::size_t first);
  void tell();

  QString name_;
  int color_ = 0;
  bool dashed_ = false;
  qreal smoothing_ = 0;
  std::vector<QPointF> raw_, smoothed_;
  double mean_ = 0, weight_ = 0;  // of the moving average: its sum and what its weights sum to
  double newest_ = std::numeric_limits<double>::quiet_NaN();
  bool telling_ = false;
};

}  // namespace fovea
