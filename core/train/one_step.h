#pragma once

#include <memory>

#include "core/train/backpropagation.h"
#include "core/train/checkpoint.h"

namespace fovea {

/// One training step on one example, to be looked at from one unit.
struct StepQuestion {
  Tensor input;            ///< [1, C, H, W], as the network gets it
  std::int32_t label = 0;  ///< its class
  NodeId node = k_no_node;
  std::int64_t unit = 0;  ///< of the node's output: channel, or entry of a flat one
  double learning_rate = 0;
  /// Of a run of this graph: its optimiser takes the step, with what it remembers then. Null: a
  /// fresh one does, whose moments are 0.
  std::shared_ptr<const Checkpoint> moment = nullptr;
};

/// What belongs to the unit in one weight of its node, without the axis of the units: the kernel
/// [C / group, kH, kW] of a Conv, the row of a Gemm, the bias []. All float64.
struct SliceStep {
  ValueId weight = k_no_value;
  Tensor before, gradient;  ///< not clipped
  Tensor used;              ///< clipped, with what decay adds to it: g of `Optimiser`
  /// What the optimiser remembers before and after the step: v of sgd, m of adam and adamw, b of
  /// rmsprop. Of weights that do not learn all are 0.
  Tensor first, first_after;
  Tensor second, second_after;  ///< v of adam, adamw and rmsprop; of sgd empty
  Tensor update;                ///< what the step takes off: before - update = after
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
  double clip_scale = 1;          ///< what gradients are multiplied by
  double steps = 1;               ///< t of adam: since its moments were 0, this step counted
  double loss_after_unit = 0;     ///< of the same example, if only this unit takes the step
  double loss_after_all = 0;      ///< if all that learns does
};

/// Explains the step that an optimiser of these settings takes. Moments of another kind of
/// optimiser are 0, as they are where a run changes to these settings. Weights of frozen nodes
/// stay. Throws Error where the network's answer is no list of classes, the label or the unit is
/// beyond it, the node's unit has no weights, an operator has no gradient, or the moment is of
/// another network; Cancelled.
OneStep one_step(const Graph&, const StepQuestion&, const TrainingSettings&,
                 const CancelToken& cancel = {});

/// How a node that selects, such as max pooling and ReLU, hands the gradient of one unit back: by
/// position of its output's map the position in its input's map that has it, both row-major; -1
/// where none has. Empty for nodes that do not select. `values` as in OneStep.
std::vector<std::int64_t> routing(const Graph&, const WideValues& values, NodeId node,
                                  std::int64_t unit);

}  // namespace fovea
