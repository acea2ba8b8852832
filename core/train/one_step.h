#pragma once

#include "core/train/backpropagation.h"
#include "core/train/settings.h"

namespace fovea {

/// One training step on one example, to be looked at from one unit.
struct StepQuestion {
  Tensor input;            ///< [1, C, H, W], as the network gets it
  std::int32_t label = 0;  ///< its class
  NodeId node = k_no_node;
  std::int64_t unit = 0;  ///< of the node's output: channel, or entry of a flat one
  double learning_rate = 0;
};

/// What belongs to the unit in one weight of its node, without the axis of the units: the kernel
/// [C / group, kH, kW] of a Conv, the row of a Gemm, the bias []. All float64.
struct SliceStep {
  ValueId weight = k_no_value;
  Tensor before, gradient;  ///< not clipped
  Tensor update;            ///< what the step takes off: before - update = after
  Tensor after;
};

/// All numbers in double precision, of the network as it infers: normalisation by its running
/// statistics, nothing dropped.
struct OneStep {
  WideValues values;                  ///< by value: what flowed forward
  WideValues gradients;               ///< by value: of the loss
  std::vector<double> probabilities;  ///< [classes], softmax of the logits
  double loss = 0;
  Tensor map, map_gradient;       ///< of the unit: its output without samples and channels, [H, W]
  std::vector<SliceStep> slices;  ///< the kernel, then the bias where there is one
  double gradient_norm = 0;       ///< of all that learns, before clipping
  double loss_after_unit = 0;     ///< of the same example, if only this unit takes the step
  double loss_after_all = 0;      ///< if all that learns does
};

/// Explains the first step of a fresh optimiser of these settings: its moments are 0. Weights of
/// frozen nodes stay.
/// Throws Error where the network's answer is no list of classes, the label or the unit is beyond
/// it, the node's unit has no weights, or an operator has no gradient; Cancelled.
OneStep one_step(const Graph&, const StepQuestion&, const TrainingSettings&,
                 const CancelToken& cancel = {});

/// How a node that selects, such as max pooling and ReLU, hands the gradient of one unit back: by
/// position of its output's map the position in its input's map that has it, both row-major; -1
/// where none has. Empty for nodes that do not select. `values` as in OneStep.
std::vector<std::int64_t> routing(const Graph&, const WideValues& values, NodeId node,
                                  std::int64_t unit);

}  // namespace fovea
