#include "ui/maps/composer.h"

namespace fovea {

Composer::Composer(QObject* parent)
    : QObject(parent),
      worker_(
          this,
          [this](const AtlasJob& job) {
            Atlas atlas = compose(job, ranges_);
            ranges_.prune();
            return atlas;
          },
          [this](const Atlas& atlas) { emit ready(atlas); }) {}

}  // namespace fovea
