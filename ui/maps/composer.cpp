#include "ui/maps/composer.h"

namespace fovea {

Composer::Composer(QObject* parent) : QObject(parent), thread_([this] { work(); }) {}

Composer::~Composer() {
  jobs_.close();
  thread_.join();
}

void Composer::work() {
  RangeCache ranges;
  while (const std::optional<AtlasJob> job = jobs_.take()) {
    Atlas atlas = compose(*job, ranges);
    ranges.prune();
    bool wake = false;
    {
      const std::lock_guard lock(mutex_);
      wake = !done_.has_value();
      done_ = std::move(atlas);
    }
    if (wake) QMetaObject::invokeMethod(this, &Composer::take, Qt::QueuedConnection);
  }
}

void Composer::take() {
  std::optional<Atlas> atlas;
  {
    const std::lock_guard lock(mutex_);
    atlas.swap(done_);
  }
  if (atlas) emit ready(*atlas);
}

}  // namespace fovea
