#pragma once

#include <QImage>
#include <memory>

#include "ui/kernel/learn/learn_run.h"

namespace fovea {

/// The four pictures of one step, as large as they are shown.
struct LearnView {
  std::shared_ptr<const LearnRun> run = {};
  int step = 0;
  QImage before = {}, after = {}, made = {}, difference = {};
  float largest = 0;  ///< magnitude at the end of the scale that after, made and difference share
  bool is_signed = false;  ///< else `after` and `made` are grey, from 0 to `largest`
};

/// Where the pictures are shown.
struct LearnRoom {
  int width = 0, height = 0;  ///< device pixels
  bool dark = true;
  friend bool operator==(const LearnRoom&, const LearnRoom&) = default;
};

/// Draws step `step` of the run: enlarged by whole pixels or reduced by area mean to fit the room.
LearnView draw_step(std::shared_ptr<const LearnRun> run, int step, const LearnRoom& room);

}  // namespace fovea
