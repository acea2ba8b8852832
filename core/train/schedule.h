#pragma once

#include "core/train/settings.h"

namespace fovea {

/// The learning rate of a step, where `epoch` epochs are done before it, with a fraction. Beyond
/// the settings' epochs it stays what it was at their end. With `learning_rate` as the top:
///
/// - constant: the top.
/// - step: multiplied by `step_factor` each `step_epochs` from the first epoch on.
/// - cosine: from the top at the end of the warm-up to 0 along half a cosine.
///   Source: Loshchilov and Hutter, "SGDR", 2017, equation 5, without restarts.
/// - one_cycle: from a 25th to the top in the first `rise` of the run, then to a 250,000th, both
///   along half a cosine. Source: Smith and Topin, "Super-Convergence", 2018, section 3; the shares
///   are PyTorch's.
///
/// The warm-up of all but one_cycle is a straight line from 0.
/// Source: Goyal et al., "Accurate, Large Minibatch SGD", 2017, section 2.2.
double learning_rate(const TrainingSettings&, double epoch);

}  // namespace fovea
