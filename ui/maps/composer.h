#pragma once

#include <QObject>
#include <mutex>
#include <optional>
#include <thread>

#include "core/base/mailbox.h"
#include "ui/maps/atlas.h"

namespace fovea {

/// Makes atlases on a thread of its own; a newer job replaces one that waits.
class Composer : public QObject {
  Q_OBJECT
 public:
  explicit Composer(QObject* parent = nullptr);
  ~Composer() override;

  void post(AtlasJob job) { jobs_.post(std::move(job)); }

 signals:
  void ready(const fovea::Atlas& atlas);

 private:
  void work();
  void take();

  Mailbox<AtlasJob> jobs_;
  std::mutex mutex_;
  std::optional<Atlas> done_;  // guarded
  std::thread thread_;
};

}  // namespace fovea
