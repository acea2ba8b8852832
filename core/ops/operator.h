#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/base/cancel.h"
#include "core/ops/attributes.h"
#include "core/ops/batch.h"
#include "core/ops/params.h"
#include "core/ops/plan.h"
#include "core/ops/value_type.h"
#include "core/tensor/tensor.h"

namespace fovea {

/// What a layer is to a person: its colour and glyph in the window.
enum class LayerKind {
  convolution,
  activation,
  pooling,
  normalisation,
  dense,
  arithmetic,  ///< Add, Mul, Concat
  shape,       ///< moves elements about without computing: Flatten, Reshape, Identity, Dropout
  answer       ///< Softmax
};

struct ParseContext {
  int opset = 0;                  ///< of the default ONNX domain
  std::size_t inputs = 0;         ///< as written at the node; absent ones in the middle count
  std::size_t outputs = 0;        ///< as written at the node; those that nobody reads count
  std::vector<bool> absent = {};  ///< by input: left empty at the node; empty where none is

  bool has_input(std::size_t index) const {
    return index < inputs && (index >= absent.size() || !absent[index]);
  }
};

/// One input as shape inference sees it.
struct InferInput {
  bool present = true;
  ValueType type;
  Tensor constant;  ///< its elements where they are known before a run (weights), else empty
};

/// Input samples that an output position reads along one axis: [scale·p + offset,
/// scale·p + offset + extent), not clipped to the input. An axis that is read whole whatever the
/// position has scale 0, offset 0 and the axis' own extent.
struct AxisReads {
  std::int64_t scale = 1;
  std::int64_t offset = 0;
  std::int64_t extent = 1;
  static AxisReads whole(std::int64_t dim) { return {0, 0, dim}; }
  friend bool operator==(const AxisReads&, const AxisReads&) = default;
};

/// Which axis of which input is indexed by an output's unit (channel, or entry of a flat value):
/// what resetting a unit touches.
struct UnitSlice {
  std::size_t input = 0;
  std::size_t axis = 0;
  bool silences = true;  ///< the unit is 0 where these slices are: what muting touches
};

/// Weights rearranged for a CPU kernel; kept by the plan as long as the weights stay the same.
using Packed = std::shared_ptr<const void>;

struct PackContext {
  const Params& params;
  std::span<const ValueType> inputs;  ///< of all inputs; a default ValueType where absent
  std::span<const ValueType> outputs;
  std::span<const Tensor> weights;  ///< of all inputs; empty where absent or not a weight
};

/// One run of a node on the CPU.
struct CpuCall {
  const Params& params;
  std::span<const Tensor> inputs;  ///< empty where absent
  std::span<Tensor> outputs;       ///< allocated with the inferred shapes, elements undefined
  const void* packed = nullptr;    ///< what `pack` returned; null where it was not called
  const CancelToken& cancel;       ///< looked at between tiles: throws Cancelled
  int threads = 1;
};

/// One run of the reference kernel: the same, with every float element a double.
struct ReferenceCall {
  const Params& params;
  std::span<const Tensor> inputs;
  std::span<Tensor> outputs;
  TrainingMode mode = {};
};

/// One backward pass of a node, by plain loops in double precision. A gradient has the shape of
/// its value and is the derivative of one number, the loss, by each of its elements.
struct GradientCall {
  const Params& params;
  std::span<const Tensor> inputs;            ///< float64, as ReferenceCall; empty where absent
  std::span<const Tensor> outputs;           ///< what the reference made of them
  std::span<const Tensor> output_gradients;  ///< float64; of output 0 always there
  /// Allocated and zero; empty where nobody wants it. The gradient is added.
  std::span<Tensor> input_gradients;
  TrainingMode mode = {};

  /// Where the gradient of input `index` is added; empty where it is absent or nobody wants it.
  std::span<double> wanted(std::size_t index) const {
    const bool has = index < input_gradients.size() && !input_gradients[index].empty();
    return has ? input_gradients[index].mutable_values<double>() : std::span<double>();
  }
};

struct PlanContext {
  const Params& params;
  std::span<const ValueType> inputs;
  std::span<const ValueType> outputs;
  const VulkanLimits& limits;
};

/// What a node's plan for a training step is made from.
struct TrainingPlanContext {
  const Params& params;
  std::span<const ValueType> inputs;
  std::span<const ValueType> outputs;
  const VulkanLimits& limits;
  std::span<const Tensor> weights;    ///< of all inputs; empty where absent or computed
  std::span<const char> wanted = {};  ///< by input: its gradient is; for backward plans
  bool trains = true;                 ///< TrainingMode::trains; a frozen node's is false

  PlanContext forward() const { return {params, inputs, outputs, limits}; }
  bool wants(std::size_t index) const { return index < wanted.size() && wanted[index] != 0; }
};

/// What a step that a Vulkan device made leaves to the host.
struct AfterVulkanStep {
  const Params& params;
  std::span<const ValueType> inputs;
  std::span<const std::vector<float>> kept;  ///< the forward plan's kept buffers
  std::span<float* const> weights;           ///< by input, null where it is none; changed
};

/// All that the program knows of one ONNX operator. Members without a default are required.
struct Operator {
  std::string_view name;  ///< ONNX's op_type
  LayerKind kind;

  /// Opsets of the default domain whose definition of this operator is implemented here.
  int first_opset = 6;
  int last_opset = 25;
  std::size_t min_inputs = 1;
  std::size_t max_inputs = 1;
  std::size_t max_outputs = 1;

  /// Attributes to parameters; throws Error on what is invalid or not supported.
  Params (*parse)(const Attributes&, const ParseContext&);

  /// Types of the outputs; throws Error, with the offending shapes in its `what`.
  std::vector<ValueType> (*infer)(const Params&, std::span<const InferInput>, std::size_t outputs);

  /// Multiply-accumulates of one run; null means none.
  std::int64_t (*macs)(const Params&, std::span<const ValueType> inputs,
                       std::span<const ValueType> outputs) = nullptr;

  /// What output 0 reads of input `index`: one entry per axis of that input, by position on the
  /// same axis of the output. Null means element by element, with broadcasting.
  std::vector<AxisReads> (*reads)(const Params&, std::size_t index,
                                  std::span<const ValueType> inputs,
                                  const ValueType& output) = nullptr;

  /// Slices of the weights that make unit k of output 0; null where there are none. Of inputs that
  /// are computed only the rank is known, if that: their extents are -1.
  std::vector<UnitSlice> (*unit_slices)(const Params&, std::span<const ValueType> inputs) = nullptr;

  /// The value of a node that computes nothing from nothing (Constant); null for others.
  Tensor (*constant)(const Params&) = nullptr;

  /// Output 0 has input 0's elements under another shape: backends share them and run nothing.
  bool is_view = false;

  /// Plain loops in double precision, the truth that the others are tested against.
  void (*reference)(const ReferenceCall&) = nullptr;

  /// The derivative of `reference`; null where there is none. Tested by finite differences.
  void (*gradient)(const GradientCall&) = nullptr;

  /// For operators that pass on elements of input 0 as they are or nothing (a maximum, ReLU): by
  /// element of output 0 the element of that input whose gradient is its own; -1 where none is.
  /// Inputs as ReferenceCall's. Null for all others.
  std::vector<std::int64_t> (*routes)(const Params&, std::span<const Tensor> inputs) = nullptr;

  void (*cpu)(const CpuCall&) = nullptr;
  Packed (*pack)(const PackContext&) = nullptr;

  /// Training on the CPU, many samples at a time; null where `reference` and `gradient` are used.
  const BatchKernels* batch = nullptr;

  /// Nothing means that this node runs on the CPU, which is always right.
  std::optional<VulkanPlan> (*vulkan)(const PlanContext&) = nullptr;

  /// The forward pass where the node trains; null where that is what `vulkan` does.
  std::optional<VulkanPlan> (*vulkan_training)(const TrainingPlanContext&) = nullptr;
  /// The backward pass: writes the gradients that are wanted. Nothing, or null, means that a
  /// network with this node trains on the CPU; views need none.
  std::optional<VulkanPlan> (*vulkan_gradient)(const TrainingPlanContext&) = nullptr;
  /// Changes weights that have no gradient (running statistics); null where there are none.
  void (*after_vulkan_step)(const AfterVulkanStep&) = nullptr;
};

/// Null where no operator of that name is known.
const Operator* find_operator(std::string_view name);

std::span<const Operator* const> all_operators();

/// Declared here, so that each folder's definition is seen elsewhere though it is constant.
#define FOVEA_OPERATOR(symbol) extern const Operator symbol;
namespace ops {
#include "core/ops/ops.def"
}
#undef FOVEA_OPERATOR

}  // namespace fovea
