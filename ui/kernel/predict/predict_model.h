#pragma once

#include <QColor>
#include <QPointF>
#include <QPointer>
#include <QRectF>
#include <QSizeF>
#include <QStringList>
#include <QVariantList>

#include "core/explain/prediction.h"
#include "ui/maps/composer.h"
#include "ui/maps/maps_item.h"
#include "ui/window/workspace.h"

namespace fovea {

/// A kernel that nobody has seen, the opened picture, and four results, one of them the kernel's:
/// somebody says which before it is told. Rectangles are in pixels of the maps' viewport.
class PredictModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(fovea::Workspace* workspace READ workspace WRITE setWorkspace NOTIFY workspaceChanged
                 REQUIRED)
  Q_PROPERTY(fovea::MapsItem* maps READ maps WRITE setMaps NOTIFY workspaceChanged)
  Q_PROPERTY(QSizeF room READ room WRITE setRoom NOTIFY layoutChanged)
  Q_PROPERTY(qreal deviceRatio MEMBER device_ratio_ NOTIFY lookChanged)
  Q_PROPERTY(qreal textSize MEMBER text_size_ NOTIFY lookChanged)
  Q_PROPERTY(bool dark MEMBER dark_ NOTIFY lookChanged)
  Q_PROPERTY(QColor frameColor MEMBER frame_color_ NOTIFY lookChanged)
  Q_PROPERTY(QColor dimColor MEMBER dim_color_ NOTIFY lookChanged)
  /// Questions are only made while somebody looks.
  Q_PROPERTY(bool active READ isActive WRITE setActive NOTIFY changed)

  Q_PROPERTY(bool ready READ isReady NOTIFY changed)
  Q_PROPERTY(int number READ number NOTIFY changed)
  Q_PROPERTY(QRectF kernelRect READ kernelRect NOTIFY layoutChanged)
  Q_PROPERTY(QRectF pictureRect READ pictureRect NOTIFY layoutChanged)
  Q_PROPERTY(QVariantList choiceRects READ choiceRects NOTIFY layoutChanged)
  /// The largest magnitude of each result: its scale, in words.
  Q_PROPERTY(QStringList limits READ limits NOTIFY changed)
  /// What somebody has said, and what is right; -1 before.
  Q_PROPERTY(int chosen READ chosen NOTIFY changed)
  Q_PROPERTY(int answer READ answer NOTIFY changed)
  Q_PROPERTY(QStringList reasons READ reasons NOTIFY changed)
  Q_PROPERTY(int right READ right NOTIFY changed)
  Q_PROPERTY(int asked READ asked NOTIFY changed)
  Q_PROPERTY(QString kernelText READ kernelText NOTIFY changed)

 public:
  explicit PredictModel(QObject* parent = nullptr);

  Workspace* workspace() const { return workspace_; }
  void setWorkspace(Workspace* workspace);
  MapsItem* maps() const { return maps_; }
  void setMaps(MapsItem* maps);
  QSizeF room() const { return room_; }
  void setRoom(const QSizeF& room);
  bool isActive() const { return active_; }
  void setActive(bool active);

  bool isReady() const { return results_.has_value(); }
  int number() const { return static_cast<int>(number_); }
  QRectF kernelRect() const;
  QRectF pictureRect() const;
  QVariantList choiceRects() const;
  QStringList limits() const;
  int chosen() const { return chosen_; }
  int answer() const { return chosen_ < 0 ? -1 : static_cast<int>(question_.answer); }
  QStringList reasons() const;
  int right() const { return right_; }
  int asked() const { return asked_; }
  QString kernelText() const;
  const Prediction& question() const { return question_; }

 public slots:
  /// Says that it is result `index`; only once a question.
  void choose(int index);
  void next();
  void useKernel();

 signals:
  void workspaceChanged();
  void layoutChanged();
  void lookChanged();
  void changed();

 private:
  struct Job {
    std::shared_ptr<const Picture> picture;
    Prediction question;
    std::uint64_t ticket = 0;
  };
  struct Results {
    Tensor picture;                                     ///< [H, W]
    std::array<Tensor, Prediction::k_choices> outputs;  ///< [1, H, W]
    std::uint64_t ticket = 0;
  };
  static Results work(const Job& job);
  void take(const Results& results);
  void ask();
  void postAtlas();
  QRectF choiceRect(std::size_t index) const;
  QSizeF pictureSize(const QSizeF& within) const;

  QPointer<Workspace> workspace_;
  QPointer<MapsItem> maps_;
  QSizeF room_;
  qreal device_ratio_ = 1, text_size_ = 11;
  bool dark_ = true;
  bool active_ = false;
  QColor frame_color_, dim_color_;
  std::uint32_t number_ = 1;
  Prediction question_;
  std::optional<Results> results_;
  std::shared_ptr<const Picture> picture_;
  std::uint64_t ticket_ = 0;
  int chosen_ = -1, right_ = 0, asked_ = 0;
  Composer composer_;
  NewestWorker<Job, Results> worker_;
};

}  // namespace fovea
