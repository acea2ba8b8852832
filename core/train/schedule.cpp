#include "core/train/schedule.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace fovea {
namespace {

/// Share of a stretch that is done, 0 to 1; a stretch without length is done.
double share_done(double position, double length) {
  return length > 0 ? std::clamp(position / length, 0.0, 1.0) : 1;
}

/// From `start` to `end` along half a cosine.
double half_cosine(double start, double end, double share) {
  return end + (start - end) * (1 + std::cos(std::numbers::pi * share)) / 2;
}

/// A drop that falls on the end of the run comes too late for it.
double step_share(const ScheduleSettings& schedule, double epoch, double epochs) {
  if (schedule.step_epochs <= 0) return 1;
  const double drops = epoch < epochs ? std::floor(epoch / schedule.step_epochs)
                                      : std::ceil(epochs / schedule.step_epochs) - 1;
  return std::pow(schedule.step_factor, std::max(drops, 0.0));
}

double one_cycle_share(double rise, double share) {
  constexpr double k_first = 1.0 / 25, k_last = k_first / 1e4;
  if (share < rise) return half_cosine(k_first, 1, share_done(share, rise));
  return half_cosine(1, k_last, share_done(share - rise, 1 - rise));
}

/// Of the top rate, without the warm-up.
double share_of_top(const TrainingSettings& settings, double epoch) {
  const ScheduleSettings& schedule = settings.schedule;
  switch (schedule.kind) {
    case ScheduleKind::constant:
      return 1;
    case ScheduleKind::step:
      return step_share(schedule, epoch, settings.epochs);
    case ScheduleKind::cosine:
      return half_cosine(1, 0,
                         share_done(epoch - schedule.warm_up, settings.epochs - schedule.warm_up));
    case ScheduleKind::one_cycle:
      return one_cycle_share(schedule.rise, share_done(epoch, settings.epochs));
  }
  return 1;
}

}  // namespace

double learning_rate(const TrainingSettings& settings, double epoch) {
  const ScheduleSettings& schedule = settings.schedule;
  const double rate = settings.learning_rate * share_of_top(settings, epoch);
  if (schedule.kind == ScheduleKind::one_cycle) return rate;
  return rate * share_done(std::min(epoch, settings.epochs), schedule.warm_up);
}

}  // namespace fovea
