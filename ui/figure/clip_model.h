#pragma once

#include <QElapsedTimer>
#include <memory>

#include "core/figure/motion/clip_script.h"
#include "ui/figure/export_model.h"
#include "ui/maps/newest_worker.h"

namespace fovea {

/// A clip of what the window shows, as the export dialog has it: what moves and how, any of its
/// frames as a preview, and the file that it is written to (gif, mp4, webm). Drawing and writing
/// are done by workers. Settings are remembered. `kind` is a ClipKind.
class ClipModel : public fovea::ExportModel {  // qualified, as QML's tools look it up
  Q_OBJECT
  QML_ELEMENT
  /// Pixels; odd ones become even.
  Q_PROPERTY(int width READ width WRITE setWidth NOTIFY specChanged)
  Q_PROPERTY(int height READ height WRITE setHeight NOTIFY specChanged)
  Q_PROPERTY(int rate READ rate WRITE setRate NOTIFY specChanged)
  /// 0: what the motion needs.
  Q_PROPERTY(qreal seconds READ seconds WRITE setSeconds NOTIFY specChanged)
  Q_PROPERTY(int loops READ loops WRITE setLoops NOTIFY specChanged)

  /// The frame that the preview shows, of so many.
  Q_PROPERTY(int frame READ frame WRITE setFrame NOTIFY frameChanged)
  Q_PROPERTY(int frames READ frames NOTIFY previewChanged)
  Q_PROPERTY(bool playing READ isPlaying WRITE setPlaying NOTIFY playingChanged)
  /// "1280 × 720 pixels, 300 frames, 10 s".
  Q_PROPERTY(QString lengthText READ lengthText NOTIFY previewChanged)
  /// Of what is written, 0 to 1.
  Q_PROPERTY(qreal progress READ progress NOTIFY progressChanged)

 public:
  explicit ClipModel(QObject* parent = nullptr);
  ~ClipModel() override;

  const ClipSpec& spec() const { return spec_; }
  int width() const { return spec_.width; }
  void setWidth(int width);
  int height() const { return spec_.height; }
  void setHeight(int height);
  int rate() const { return spec_.frames_per_second; }
  void setRate(int rate);
  qreal seconds() const { return spec_.seconds; }
  void setSeconds(qreal seconds);
  int loops() const { return spec_.loops; }
  void setLoops(int loops);

  int frame() const { return frame_; }
  void setFrame(int frame);
  int frames() const { return frames_; }
  bool isPlaying() const { return play_timer_.isActive(); }
  void setPlaying(bool playing);
  QString lengthText() const;
  qreal progress() const { return progress_; }
  QString suggestedName() const override;

 public slots:
  /// `written`, `cancelled` or a problem follows.
  void write(const QUrl& file) override;
  /// What is being written is left; an earlier file stays as it was.
  void cancel();

 signals:
  void frameChanged();
  void playingChanged();
  void progressChanged();
  void cancelled();

 protected:
  const FigureSpec& look() const override { return spec_.figure; }
  FigureSpec& look() override { return spec_.figure; }
  std::vector<std::string> layerNames() const override;
  bool wantsKernels() const override { return true; }
  void filterTaken() override;
  QString openLayer() const override;
  void takePlace(const Selection& selection) override;
  void frameCame() override;
  void drawAgain() override;
  void refresh() override;
  std::string settings() const override;

 private:
  /// What a script is made from.
  struct Material {
    ClipSpec spec;
    ClipSource source;
    std::shared_ptr<Timeline> timeline;  ///< of a run that is shown
    FigureMaterial figure = {};          ///< in the source's place, where it is of a filter

    ClipScript script(const CancelToken& cancel) const;
  };
  struct Job {
    std::uint64_t version = 0;  ///< of the material
    Material material;
    std::int64_t frame = 0;
  };
  struct Drawn {
    std::uint64_t version = 0;
    QImage image;
    std::int64_t frames = 0;
    QString problem;
  };
  class Drawer;

  void take(const Drawn& drawn);
  void playOn();
  void writeNow(const QUrl& file, ClipFormat format);
  void takeProgress(double share);
  Material material() const;

  ClipSpec spec_;
  std::uint64_t version_ = 0;
  int frame_ = 0, frames_ = 0;
  double played_ = 0;  // frames
  double progress_ = 0;
  CancelToken cancel_;  // of what is written
  CancelToken gone_;    // of what is drawn
  QTimer play_timer_;
  QElapsedTimer since_tick_;
  std::unique_ptr<NewestWorker<Job, Drawn>> worker_;
};

}  // namespace fovea
