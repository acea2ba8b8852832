#pragma once

#include <QPointer>
#include <QVariantList>
#include <functional>

#include "ui/kernel/kernel_bench.h"

namespace fovea {

/// Ways to make another kernel of the one on a bench.
///
/// An action is shown with `preview` and done with `apply`. A transform with a number starts from
/// the kernel as it was when its number was first moved, so that turning on to 40° after 30° does
/// not blur twice; all its movements are one step of the history. Once the kernel changes in
/// another way, or another transform is begun, the number goes back to where it changes nothing.
class KernelTransforms : public QObject {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(fovea::KernelBench* bench READ bench WRITE setBench NOTIFY benchChanged REQUIRED)
  /// Whether rows can become columns: the kernel is square, or its size is its own.
  Q_PROPERTY(bool turnable READ isTurnable NOTIFY changed)
  /// Degrees anticlockwise; 0 changes nothing.
  Q_PROPERTY(qreal angle READ angle WRITE setAngle NOTIFY changed)
  /// 1 changes nothing.
  Q_PROPERTY(qreal factor READ factor WRITE setFactor NOTIFY changed)
  /// Size that the kernel is stretched to, 1 to 31.
  Q_PROPERTY(int stretchedRows READ stretchedRows WRITE setStretchedRows NOTIFY changed)
  Q_PROPERTY(int stretchedColumns READ stretchedColumns WRITE setStretchedColumns NOTIFY changed)
  /// Size before it was stretched.
  Q_PROPERTY(int ownRows READ ownRows NOTIFY changed)
  Q_PROPERTY(int ownColumns READ ownColumns NOTIFY changed)
  Q_PROPERTY(bool keepSum READ keepsSum WRITE setKeepSum NOTIFY changed)
  /// Deviation in percent of the largest magnitude; 0 changes nothing.
  Q_PROPERTY(qreal noise READ noise WRITE setNoise NOTIFY changed)
  /// 2 to k_all_bits; that many change nothing.
  Q_PROPERTY(int bits READ bits WRITE setBits NOTIFY changed)
  /// 0 changes nothing.
  Q_PROPERTY(qreal step READ step WRITE setStep NOTIFY changed)
  /// Half of the largest magnitude: the largest step that leaves something; 0.5 for a kernel of
  /// zeros.
  Q_PROPERTY(qreal stepRange READ stepRange NOTIFY changed)
  /// What rounding to bits or steps did, in a sentence; may be empty.
  Q_PROPERTY(QString rounding READ rounding NOTIFY changed)
  /// Percent of the other kernel; 0 changes nothing.
  Q_PROPERTY(qreal share READ share WRITE setShare NOTIFY changed)
  /// The presets, rows { text, detail }, and which of them is blended with.
  Q_PROPERTY(QVariantList others READ others CONSTANT)
  Q_PROPERTY(int other READ other WRITE setOther NOTIFY changed)

 public:
  enum Action {
    Normalise,
    ZeroMean,
    FlipLeftRight,
    FlipUpDown,
    TurnLeft,
    TurnRight,
    Transpose,
    Negate
  };
  Q_ENUM(Action)
  static constexpr int k_all_bits = 16;

  explicit KernelTransforms(QObject* parent = nullptr) : QObject(parent) {}

  KernelBench* bench() const { return bench_; }
  void setBench(KernelBench* bench);
  bool isTurnable() const;
  qreal angle() const { return numbers_.angle; }
  void setAngle(qreal degrees);
  qreal factor() const { return numbers_.factor; }
  void setFactor(qreal factor);
  int stretchedRows() const;
  void setStretchedRows(int rows);
  int stretchedColumns() const;
  void setStretchedColumns(int columns);
  int ownRows() const { return extent(0); }
  int ownColumns() const { return extent(1); }
  bool keepsSum() const { return keep_sum_; }
  void setKeepSum(bool keep);
  qreal noise() const { return numbers_.noise; }
  void setNoise(qreal percent);
  int bits() const { return numbers_.bits; }
  void setBits(int bits);
  qreal step() const { return numbers_.step; }
  void setStep(qreal step);
  qreal stepRange() const;
  QString rounding() const;
  qreal share() const { return numbers_.share; }
  void setShare(qreal percent);
  QVariantList others() const;
  int other() const { return other_; }
  void setOther(int other);

 public slots:
  void preview(fovea::KernelTransforms::Action action);
  void endPreview();
  void apply(fovea::KernelTransforms::Action action);
  /// Noise as strong as now, from other chance.
  void throwAgain();

  // One step of the history each, however often.
  void turnBy(qreal degrees);
  void multiplyBy(qreal factor);
  void addNoise(qreal percent);
  void roundToBits(int bits);
  void stretchTo(int rows, int columns);

 signals:
  void benchChanged();
  void changed();

 private:
  enum class Kind { none, turn, scale, stretch, noise, bits, step, blend };
  struct Numbers {
    qreal angle = 0, factor = 1, noise = 0, step = 0, share = 0;
    int bits = k_all_bits;
    int rows = 0, columns = 0;  // 0: as many as the kernel has
  };

  bool canApply(Action action) const;
  /// What the numbers are, or would be, applied to.
  Tensor source() const;
  int extent(std::size_t axis) const;
  void begin(Kind kind);
  void stretch(int rows, int columns);
  void make();
  Tensor made() const;
  QString label() const;
  void reset();
  void kernelMoved();
  QString nameOf(const Tensor& kernel) const;
  /// False where the kernel cannot be held; says so.
  bool show(const Tensor& kernel, const QString& label, const QString& gesture);

  QPointer<KernelBench> bench_;
  Kind kind_ = Kind::none;
  Numbers numbers_;
  Tensor base_;  // what the numbers are applied to
  QString base_name_;
  Tensor expected_;  // the kernel as this has left it
  bool keep_sum_ = true;
  std::uint64_t seed_ = 1;
  int other_ = 0;
};

}  // namespace fovea
