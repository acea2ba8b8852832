#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/cancel.h"
#include "core/base/device_lost.h"
#include "core/graph/shaped_graph.h"

namespace fovea {

enum class EngineKind { cpu, vulkan };

/// One run of a plan. Spans by value or by node of the plan's graph.
struct PlanRun {
  const Graph& graph;             ///< same structure as the plan's; the weights to use
  std::span<const char> dirty;    ///< by node: true where it must be computed
  std::span<const char> watched;  ///< by value: true where `values` must hold it afterwards
  /// By value. In: the graph's inputs, and what the plan published before for clean watched
  /// values. Out: fresh tensors for what dirty nodes made and is watched.
  std::span<Tensor> values;
  std::span<double> node_ms;  ///< by node; written for dirty nodes
  const CancelToken& cancel;
};

/// What makes runs of one shaped graph cheap: chosen algorithms, packed or uploaded weights (by
/// identity), buffers of values that nobody watches. Used by one thread.
class Plan {
 public:
  virtual ~Plan() = default;
  /// Throws Cancelled (whatever was dirty must then be run again), DeviceLost, or Error.
  virtual void run(const PlanRun&) = 0;
};

/// An engine that executes graphs.
class Backend {
 public:
  virtual ~Backend() = default;
  virtual EngineKind kind() const = 0;
  /// What a person calls it: "AVX-512, 2 threads", "llvmpipe (LLVM 15)".
  virtual std::string device() const = 0;
  virtual std::unique_ptr<Plan> plan(std::shared_ptr<const ShapedGraph>) = 0;
};

}  // namespace fovea
