#pragma once

#include <functional>

#include "core/base/cancel.h"
#include "core/figure/figure_source.h"
#include "core/figure/motion/clip_spec.h"
#include "core/figure/motion/run_moments.h"
#include "core/figure/scene.h"

namespace fovea {

/// What a clip is drawn from. A value; copies share all that is large.
struct ClipSource {
  FigureSource figure = {};
  /// For a training run: moments of the layer that the spec names. May be none.
  RunMoments run = {};
};

/// A clip laid out: every frame can be asked for, in any order.
struct ClipScript {
  std::int64_t frames = 1;  ///< of the motion once
  std::string title = {};
  /// Frame [0, frames), as large as the clip, in units that are pixels. Safe on several threads at
  /// once. What is on one scale is so in all frames.
  std::function<Scene(std::int64_t)> scene = {};
};

/// Throws Error where the source does not have what the clip shows, or it would be too long;
/// Cancelled where the token is set meanwhile. The first call needs the main thread, as
/// `make_scene` does.
ClipScript make_clip(const ClipSpec& spec, const ClipSource& source,
                     const CancelToken& cancel = {});

/// When what moves is where: from the first frame on, with a rest at the end.
class ClipClock {
 public:
  /// `usual`: the seconds of a spec that says none. Throws Error where it would be too long.
  ClipClock(const ClipSpec& spec, double usual);
  std::int64_t frames() const { return frames_; }
  /// How much of the motion is done, 0 in the first frame, 1 from the last moving one on.
  double share(std::int64_t frame) const;

 private:
  std::int64_t frames_ = 1, moving_ = 1;
};

/// The usual seconds of a motion of so many steps.
double usual_seconds(std::int64_t steps);

/// One file a kind.
ClipScript slide_clip(const ClipSpec& spec, const ClipSource& source, const CancelToken& cancel);
ClipScript training_clip(const ClipSpec& spec, const ClipSource& source, const CancelToken& cancel);
ClipScript edit_clip(const ClipSpec& spec, const ClipSource& source, const CancelToken& cancel);

}  // namespace fovea
