#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QTimer>
#include <QUrl>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>
#include <memory>

#include "core/figure/motion/clip_script.h"
#include "ui/maps/newest_worker.h"
#include "ui/train/train_model.h"
#include "ui/window/workspace.h"

namespace fovea {

/// A clip of what the window shows, as the export dialog has it: what moves and how, any of its
/// frames as a preview, and the file that it is written to. Drawing and writing are done by
/// workers. Settings are remembered.
class ClipModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(fovea::Workspace* workspace READ workspace WRITE setWorkspace NOTIFY workspaceChanged
                 REQUIRED)
  /// Whose run can be shown; may be null.
  Q_PROPERTY(fovea::TrainModel* train READ train WRITE setTrain NOTIFY workspaceChanged)
  /// Nothing is drawn while nobody looks.
  Q_PROPERTY(bool active READ isActive WRITE setActive NOTIFY activeChanged)

  /// What can move, as DropDown has choices: what cannot now is not enabled, and says why.
  Q_PROPERTY(QVariantList kinds READ kinds NOTIFY choicesChanged)
  /// A ClipKind.
  Q_PROPERTY(int kind READ kind WRITE setKind NOTIFY specChanged)
  /// The first choice leaves the layer open.
  Q_PROPERTY(QVariantList layers READ layers NOTIFY choicesChanged)
  Q_PROPERTY(int layer READ layer WRITE setLayer NOTIFY specChanged)
  /// "0, 3-7"; empty: all, or of a sliding window the first.
  Q_PROPERTY(QString units READ units WRITE setUnits NOTIFY specChanged)
  /// 0: as the window has it; then Palette.
  Q_PROPERTY(int palette READ palette WRITE setPalette NOTIFY specChanged)
  Q_PROPERTY(bool light READ isLight WRITE setLight NOTIFY specChanged)
  Q_PROPERTY(bool legend READ hasLegend WRITE setLegend NOTIFY specChanged)
  Q_PROPERTY(bool caption READ hasCaption WRITE setCaption NOTIFY specChanged)
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
  /// A QImage; null before the first one and where there is a problem.
  Q_PROPERTY(QVariant preview READ preview NOTIFY previewChanged)
  /// "1280 × 720 pixels, 300 frames, 10 s".
  Q_PROPERTY(QString lengthText READ lengthText NOTIFY previewChanged)
  /// Why it cannot be drawn or was not written, a sentence.
  Q_PROPERTY(QString problem READ problem NOTIFY previewChanged)

  Q_PROPERTY(bool writing READ isWriting NOTIFY writingChanged)
  /// Of what is written, 0 to 1.
  Q_PROPERTY(qreal progress READ progress NOTIFY progressChanged)
  Q_PROPERTY(QString suggestedName READ suggestedName NOTIFY specChanged)

 public:
  explicit ClipModel(QObject* parent = nullptr);
  ~ClipModel() override;

  Workspace* workspace() const { return workspace_; }
  void setWorkspace(Workspace* workspace);
  TrainModel* train() const { return train_; }
  void setTrain(TrainModel* train);
  bool isActive() const { return active_; }
  void setActive(bool active);

  const ClipSpec& spec() const { return spec_; }
  QVariantList kinds() const;
  int kind() const { return static_cast<int>(*clip_kind(spec_.figure.kind)); }
  void setKind(int kind);
  QVariantList layers() const;
  int layer() const;
  void setLayer(int layer);
  QString units() const;
  void setUnits(const QString& text);
  int palette() const;
  void setPalette(int palette);
  bool isLight() const { return spec_.figure.theme == Theme::light; }
  void setLight(bool on) { change(spec_.figure.theme, on ? Theme::light : Theme::dark); }
  bool hasLegend() const { return spec_.figure.legend; }
  void setLegend(bool on) { change(spec_.figure.legend, on); }
  bool hasCaption() const { return spec_.figure.caption; }
  void setCaption(bool on) { change(spec_.figure.caption, on); }
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
  QVariant preview() const { return preview_; }
  QString lengthText() const;
  QString problem() const { return problem_; }
  bool isWriting() const { return writing_; }
  qreal progress() const { return progress_; }
  QString suggestedName() const;

 public slots:
  /// The layer and the unit that are selected.
  void takeSelection();
  /// By the ending of its name: gif, mp4 or webm. On a worker; `written`, `cancelled` or a problem
  /// follows.
  void write(const QUrl& file);
  /// What is being written is left; an earlier file stays as it was.
  void cancel();

 signals:
  void workspaceChanged();
  void activeChanged();
  void choicesChanged();
  void specChanged();
  void frameChanged();
  void previewChanged();
  void playingChanged();
  void writingChanged();
  void progressChanged();
  void written(const QUrl& file);
  void cancelled();

 private:
  /// What a script is made from.
  struct Material {
    ClipSpec spec;
    ClipSource source;
    std::shared_ptr<Timeline> timeline;  ///< of a run that is shown

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

  template <typename T>
  void change(T& member, const T& value) {
    if (member == value) return;
    member = value;
    specChangedByHand();
  }
  void specChangedByHand();
  void choose(ClipKind kind);
  void changeMaterial();
  void refresh();
  void take(const Drawn& drawn);
  void tell(const QString& problem);
  void playOn();
  void takeProgress(double share);
  Material material() const;
  std::vector<std::string> layerNames() const;
  QString lackOf(ClipKind kind) const;

  QPointer<Workspace> workspace_;
  QPointer<TrainModel> train_;
  bool active_ = false, writing_ = false;
  ClipSpec spec_;
  std::uint64_t version_ = 0;
  QImage preview_;
  int frame_ = 0, frames_ = 0;
  double played_ = 0;  // frames
  double progress_ = 0;
  CancelToken cancel_;  // of what is written
  CancelToken gone_;    // of what is drawn
  QString problem_;
  QTimer timer_, play_timer_;
  QElapsedTimer since_tick_;
  std::unique_ptr<NewestWorker<Job, Drawn>> worker_;
};

}  // namespace fovea
