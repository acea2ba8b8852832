#pragma once

#include <QObject>

#include "ui/maps/atlas.h"
#include "ui/maps/newest_worker.h"

namespace fovea {

/// Makes atlases on a thread of its own; a newer job replaces one that waits.
class Composer : public QObject {
  Q_OBJECT
 public:
  explicit Composer(QObject* parent = nullptr);

  void post(AtlasJob job) { worker_.post(std::move(job)); }

 signals:
  void ready(const fovea::Atlas& atlas);

 private:
  RangeCache ranges_;  // the worker's own
  NewestWorker<AtlasJob, Atlas> worker_;
};

}  // namespace fovea
