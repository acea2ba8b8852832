#pragma once

#include <QPointer>
#include <QTimer>
#include <optional>

#include "ui/inspector/map_statistics.h"
#include "ui/maps/newest_worker.h"
#include "ui/window/workspace.h"

namespace fovea {

/// How the values of the selected map, or of the whole layer, are spread. Counted on a thread of
/// its own: a large layer takes longer than a picture of the window may.
class MapValues : public QObject {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(fovea::Workspace* workspace READ workspace WRITE setWorkspace NOTIFY workspaceChanged
                 REQUIRED)
  Q_PROPERTY(bool ofUnit READ isOfUnit NOTIFY changed)
  /// Any at all, finite or not.
  Q_PROPERTY(bool known READ isKnown NOTIFY changed)
  /// Finite ones: all that follows but `oddValues` is of these.
  Q_PROPERTY(bool hasValues READ hasValues NOTIFY changed)
  Q_PROPERTY(bool flat READ isFlat NOTIFY changed)
  Q_PROPERTY(bool dead READ isDead NOTIFY changed)
  Q_PROPERTY(QList<qreal> bins READ bins NOTIFY changed)
  Q_PROPERTY(qreal edge READ edge NOTIFY changed)
  Q_PROPERTY(qreal least READ least NOTIFY changed)
  Q_PROPERTY(qreal mean READ mean NOTIFY changed)
  Q_PROPERTY(qreal most READ most NOTIFY changed)
  Q_PROPERTY(qreal zeroPercent READ zeroPercent NOTIFY changed)
  Q_PROPERTY(int oddValues READ oddValues NOTIFY changed)
  /// The numbers are of an older state of the map, longer than an eye overlooks.
  Q_PROPERTY(bool stale READ isStale NOTIFY staleChanged)

 public:
  explicit MapValues(QObject* parent = nullptr);

  Workspace* workspace() const { return workspace_; }
  void setWorkspace(Workspace* workspace);
  bool isOfUnit() const { return subject_.unit >= 0; }
  bool isKnown() const { return hasValues() || statistics_.odd > 0; }
  bool hasValues() const { return statistics_.count > 0; }
  bool isFlat() const { return hasValues() && statistics_.edge == 0 && statistics_.odd == 0; }
  /// Zero everywhere of itself; a muted unit is not.
  bool isDead() const;
  QList<qreal> bins() const { return statistics_.bins; }
  qreal edge() const { return statistics_.edge; }
  qreal least() const { return statistics_.least; }
  qreal mean() const { return statistics_.mean; }
  qreal most() const { return statistics_.most; }
  qreal zeroPercent() const { return 100 * statistics_.zero_share; }
  int oddValues() const { return static_cast<int>(statistics_.odd); }
  bool isStale() const;

 signals:
  void workspaceChanged();
  void changed();
  void staleChanged();

 private:
  /// A map in a frame; unit -1: the whole layer.
  struct Subject {
    std::shared_ptr<const Frame> frame;
    ValueId value = k_no_value;
    std::int64_t unit = -1;
    friend bool operator==(const Subject&, const Subject&) = default;
  };
  struct Job {
    Subject subject;
    std::uint64_t ticket = 0;
  };
  struct Counted {
    MapStatistics statistics;
    std::uint64_t ticket = 0;
  };

  Subject subjectNow() const;
  void refresh();
  void take(const Counted& counted);

  QPointer<Workspace> workspace_;
  Subject subject_;
  MapStatistics statistics_;
  std::uint64_t posted_ = 0;          // ticket of the last job
  std::uint64_t first_ = 0;           // of the first job about the map that is selected
  std::optional<Counted> held_back_;  // of a frame that is not presented yet
  bool late_ = false;
  QTimer overdue_;
  NewestWorker<Job, Counted> worker_;
};

}  // namespace fovea
