#pragma once

#include <QTimer>

#include "ui/kernel/slide_model.h"

namespace fovea {

/// Lets the window of a SlideModel slide: played, stepped or scrubbed. The output fills as it does.
/// Playing stops at the end of the first row, and at the end.
class SlidePlayer : public QObject {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(fovea::SlideModel* model READ model WRITE setModel NOTIFY modelChanged REQUIRED)
  Q_PROPERTY(bool playing READ isPlaying NOTIFY changed)
  /// How many times as fast as usual, 0.25 to 16.
  Q_PROPERTY(qreal speed READ speed WRITE setSpeed NOTIFY changed)
  /// Output values up to the window's are there, those after it not yet.
  Q_PROPERTY(bool filling READ isFilling NOTIFY changed)
  /// What happens now or has just happened; never changes during a motion.
  Q_PROPERTY(QString caption READ caption NOTIFY changed)

 public:
  explicit SlidePlayer(QObject* parent = nullptr);

  SlideModel* model() const { return model_; }
  void setModel(SlideModel* model);
  bool isPlaying() const { return timer_.isActive(); }
  qreal speed() const { return speed_; }
  void setSpeed(qreal speed);
  bool isFilling() const { return filling_; }
  QString caption() const;

 public slots:
  /// Goes on from where the window was put or is filling; else from the start.
  void play();
  void pause();
  void toggle() { isPlaying() ? pause() : play(); }
  /// One position on; the first where nothing was filled yet.
  void step();
  void stepBack();
  /// To a position, filled up to there.
  void scrubTo(int position);
  /// Somebody puts the window somewhere: playing and stepping go on from there.
  void place();
  /// Back to the whole output.
  void showAll();

 signals:
  void modelChanged();
  void changed();

 private:
  void tick();
  int stepNow() const;
  /// Where playing stops next.
  int stopAfter(int position) const;
  void moveTo(int position);
  void arm();

  QPointer<SlideModel> model_;
  QTimer timer_;
  qreal speed_ = 1;
  bool filling_ = false;
  bool placed_ = false;  // somebody has put the window where it is
  /// What makes the values that are filled in.
  struct Made {
    std::array<Window, 2> windows;
    std::int64_t groups = 0;
    Border border = Border::zero;
    bool flip = false;
    Shape input;
    friend bool operator==(const Made&, const Made&) = default;
  };
  Made made_;
};

}  // namespace fovea
