#pragma once

#include <QList>
#include <QPointer>
#include <QTimer>
#include <QVariantList>
#include <memory>

#include "ui/kernel/kernel_bench.h"
#include "ui/kernel/learn/learn_view.h"
#include "ui/maps/newest_worker.h"

namespace fovea {

/// Learning a kernel in front of a person: what is learned from, the steps so far, and which of
/// them is shown. Steps are computed ahead by a worker; playing and scrubbing only move over them,
/// and another rate shows at once what it would have done.
class LearnModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(fovea::KernelBench* bench READ bench WRITE setBench NOTIFY benchChanged REQUIRED)

  // What it is learned from, and how.
  Q_PROPERTY(bool noise READ isNoise WRITE setNoise NOTIFY setupChanged)
  Q_PROPERTY(QVariantList targets READ targets CONSTANT)
  /// Index into `targets`.
  Q_PROPERTY(int target READ target NOTIFY setupChanged)
  Q_PROPERTY(bool wantsFile READ wantsFile NOTIFY setupChanged)
  Q_PROPERTY(int size READ size WRITE setSize NOTIFY setupChanged)
  /// In multiples of the steady rate.
  Q_PROPERTY(qreal rate READ rate WRITE setRate NOTIFY setupChanged)
  Q_PROPERTY(qreal momentum READ momentum WRITE setMomentum NOTIFY setupChanged)

  // The steps.
  Q_PROPERTY(bool ready READ isReady NOTIFY runChanged)
  Q_PROPERTY(QString problem READ problem NOTIFY runChanged)
  Q_PROPERTY(bool playing READ isPlaying WRITE setPlaying NOTIFY playingChanged)
  Q_PROPERTY(int position READ position WRITE setPosition NOTIFY positionChanged)
  /// The furthest step that was shown: how far the curve goes.
  Q_PROPERTY(int reached READ reached NOTIFY positionChanged)
  Q_PROPERTY(bool diverged READ hasDiverged NOTIFY positionChanged)
  Q_PROPERTY(bool atEnd READ isAtEnd NOTIFY positionChanged)

  // What is shown of them.
  Q_PROPERTY(QList<qreal> losses READ losses NOTIFY positionChanged)
  Q_PROPERTY(qreal bestLoss READ bestLoss NOTIFY runChanged)
  Q_PROPERTY(QList<qreal> learned READ learned NOTIFY positionChanged)
  Q_PROPERTY(QList<qreal> best READ best NOTIFY runChanged)
  Q_PROPERTY(QList<qreal> truth READ truth NOTIFY runChanged)
  /// Euclidean, of all cells; negative where the truth is not known.
  Q_PROPERTY(qreal distanceToBest READ distanceToBest NOTIFY positionChanged)
  Q_PROPERTY(qreal distanceToTruth READ distanceToTruth NOTIFY positionChanged)
  Q_PROPERTY(QString beforeText READ beforeText NOTIFY runChanged)
  Q_PROPERTY(QString afterText READ afterText NOTIFY runChanged)
  Q_PROPERTY(QString rateText READ rateText NOTIFY runChanged)
  Q_PROPERTY(QString slowText READ slowText NOTIFY runChanged)
  Q_PROPERTY(QString divergedText READ divergedText NOTIFY positionChanged)

 public:
  enum Picture { Before, After, Made, Difference };
  Q_ENUM(Picture)

  explicit LearnModel(QObject* parent = nullptr);

  KernelBench* bench() const { return bench_; }
  void setBench(KernelBench* bench);
  bool isNoise() const { return noise_; }
  void setNoise(bool noise);
  QVariantList targets() const;
  int target() const { return target_; }
  bool wantsFile() const;
  int size() const { return size_; }
  void setSize(int size);
  qreal rate() const { return rate_; }
  void setRate(qreal rate);
  qreal momentum() const { return momentum_; }
  void setMomentum(qreal momentum);

  bool isReady() const { return run_ != nullptr; }
  QString problem() const { return problem_; }
  bool isPlaying() const { return timer_.isActive(); }
  void setPlaying(bool playing);
  int position() const { return position_; }
  void setPosition(int position);
  int reached() const { return reached_; }
  bool isAtEnd() const;
  bool hasDiverged() const;

  QList<qreal> losses() const;
  qreal bestLoss() const { return run_ ? run_->scene->best.loss : 0; }
  QList<qreal> learned() const;
  QList<qreal> best() const;
  QList<qreal> truth() const;
  qreal distanceToBest() const;
  qreal distanceToTruth() const;
  QString beforeText() const;
  QString afterText() const;
  QString rateText() const;
  QString slowText() const;
  QString divergedText() const;

  /// The pictures of the step shown last.
  const LearnView& view() const { return view_; }
  /// What `view` is drawn for; the pictures all have as much room.
  void setRoom(const LearnRoom& room);

 public slots:
  /// A preset, the workshop's kernel, or the picture of the file chosen last; the size follows.
  void chooseTarget(int index);
  void chooseFile(const QUrl& url);
  void step();
  void restart();
  /// Puts the kernel of the step shown into the workshop.
  void use();

 signals:
  void benchChanged();
  void setupChanged();
  void runChanged();
  void playingChanged();
  void positionChanged();
  void viewChanged();

 private:
  struct RunJob {
    LearnSetup setup;
    double rate = 1, momentum = 0;
    int steps = 0;
  };
  struct RunResult {
    LearnSetup setup;
    std::shared_ptr<const LearnRun> run;
    std::string problem;
  };
  struct ViewJob {
    std::shared_ptr<const LearnRun> run;
    int step = 0;
    LearnRoom room;
  };

  LearnSetup setup() const;
  Tensor targetKernel() const;
  void benchMoved();
  /// Begins again with what is set up now.
  void begin();
  void post();
  void take(const RunResult& result);
  void tick();
  void moveTo(int position);
  void draw();

  QPointer<KernelBench> bench_;
  bool noise_ = true;
  int target_ = 0;
  Tensor bench_kernel_;  // as the workshop had it when something else than `use` changed it
  bool using_ = false;
  std::string file_;
  int size_ = 3;
  double rate_ = 1, momentum_ = 0;
  LearnSetup posted_;

  std::shared_ptr<const LearnRun> run_;
  QString problem_;
  int position_ = 0, reached_ = 0;
  int wanted_ = 0;       // steps asked for
  double fraction_ = 0;  // of a step that playing is on the way to
  QTimer timer_;
  LearnView view_;
  LearnRoom room_;

  NewestWorker<ViewJob, LearnView> views_;
  NewestWorker<RunJob, RunResult> runs_;
};

}  // namespace fovea
