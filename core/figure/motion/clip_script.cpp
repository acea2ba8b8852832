#include "core/figure/motion/clip_script.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "core/base/error.h"
#include "core/media/qt_gui.h"

namespace fovea {

ClipClock::ClipClock(const ClipSpec& spec, double usual) {
  const double seconds = spec.seconds > 0 ? spec.seconds : usual;
  frames_ = std::max<std::int64_t>(1, std::llround(seconds * spec.frames_per_second));
  const std::int64_t shown = frames_ * std::max(1, spec.loops);
  if (frames_ > k_most_clip_frames || shown > k_most_clip_frames)
    throw Error{
        fmt::format("the clip would have {} frames, and {} is the most", shown, k_most_clip_frames),
        {},
        "Choose fewer seconds, frames a second or repetitions"};
  // A rest of a second, or a tenth where that is less, before it begins again.
  moving_ = frames_ - std::min<std::int64_t>(spec.frames_per_second, frames_ / 10);
}

double ClipClock::share(std::int64_t frame) const {
  if (moving_ <= 1) return 1;
  return std::min(1.0, static_cast<double>(frame) / static_cast<double>(moving_ - 1));
}

double usual_seconds(std::int64_t steps) {
  constexpr std::int64_t k_toy = 36;  // steps: a grid that is followed value by value
  constexpr double k_least = 2, k_most = 30;
  const auto count = static_cast<double>(steps);
  return std::clamp(steps <= k_toy ? count : 0.25 * count, k_least, k_most);
}

ClipScript make_clip(const ClipSpec& spec, const ClipSource& source, const CancelToken& cancel) {
  ensure_qt_gui();
  switch (needed_clip_kind(spec.figure.kind)) {
    case ClipKind::slide:
      return slide_clip(spec, source, cancel);
    case ClipKind::training:
      return training_clip(spec, source, cancel);
    case ClipKind::edit:
      return edit_clip(spec, source, cancel);
  }
  return {};
}

}  // namespace fovea
