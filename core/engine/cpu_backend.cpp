#include "core/engine/cpu_backend.h"

#include <chrono>
#include <fmt/format.h>

#include "core/cpu/isa.h"
#include "core/cpu/parallel.h"

namespace fovea {
namespace {

using Clock = std::chrono::steady_clock;

/// Packed weights of one node, and the weights that they were made from.
struct PackedWeights {
  Packed packed;
  std::vector<Tensor> from;  // kept, so that an identity cannot come back for another tensor
};

class CpuPlan final : public Plan {
 public:
  CpuPlan(std::shared_ptr<const ShapedGraph> shaped, int threads)
      : shaped_(std::move(shaped)),
        threads_(threads),
        packed_(shaped_->graph.nodes().size()),
        own_(shaped_->types.size()) {}

  void run(const PlanRun& run) override {
    for (std::size_t i = 0; i < packed_.size(); ++i) {
      if (!run.dirty[i]) continue;
      run.cancel.throw_if_cancelled();
      const Clock::time_point start = Clock::now();
      try {
        run_node(i, run);
      } catch (const Error& error) {
        throw error.at(describe(run.graph.nodes()[i]));
      }
      run.node_ms[i] = std::chrono::duration<double, std::milli>(Clock::now() - start).count();
    }
  }

 private:
  const Tensor& value(ValueId id, const PlanRun& run) const {
    const auto index = static_cast<std::size_t>(id);
    if (run.graph.is_weight(id)) return run.graph.weight(id);
    return run.values[index].empty() ? own_[index] : run.values[index];
  }

  std::vector<Tensor> inputs_of(const Node& node, const PlanRun& run) const {
    std::vector<Tensor> inputs;
    for (const ValueId id : node.inputs) {
      inputs.push_back(id == k_no_value ? Tensor{} : value(id, run));
    }
    return inputs;
  }

  void run_node(std::size_t index, const PlanRun& run) {
    const Node& node = shaped_->graph.nodes()[index];
    const std::vector<Tensor> inputs = inputs_of(node, run);
    std::vector<Tensor> outputs;
    if (node.op->is_view) {
      outputs.push_back(inputs[0].reshaped(shaped_->shape(node.outputs[0])));
    } else {
      for (const ValueId id : node.outputs) outputs.push_back(take_buffer(id, run));
      node.op->cpu({.params = node.params,
                    .inputs = inputs,
                    .outputs = outputs,
                    .packed = pack(index, node, run),
                    .cancel = run.cancel,
                    .threads = threads_});
    }
    for (std::size_t i = 0; i < node.outputs.size(); ++i) keep(node.outputs[i], outputs[i], run);
  }

  /// A value that is published needs memory of its own; one that nobody watches keeps its own
  /// from run to run.
  Tensor take_buffer(ValueId id, const PlanRun& run) {
    if (id == k_no_value) return {};
    const auto index = static_cast<std::size_t>(id);
    if (!run.watched[index] && own_[index].is_unique()) return std::exchange(own_[index], Tensor{});
    return Tensor(shaped_->types[index].shape, shaped_->types[index].type);
  }

  void keep(ValueId id, Tensor& tensor, const PlanRun& run) {
    if (id == k_no_value) return;
    const auto index = static_cast<std::size_t>(id);
    own_[index] = {};
    run.values[index] = {};
    (run.watched[index] ? run.values[index] : own_[index]) = std::move(tensor);
  }

  const void* pack(std::size_t index, const Node& node, const PlanRun& run) {
    if (node.op->pack == nullptr) return nullptr;
    PackedWeights& cache = packed_[index];
    std::vector<Tensor> weights;
    std::vector<ValueType> inputs, outputs;
    for (const ValueId id : node.inputs) {
      weights.push_back(id == k_no_value ? Tensor{} : run.graph.weight(id));
      inputs.push_back(id == k_no_value ? ValueType{} : type(id));
    }
    const auto same_weights = [](const Tensor& a, const Tensor& b) { return same(a, b); };
    if (!cache.from.empty() && std::ranges::equal(cache.from, weights, same_weights))
      return cache.packed.get();
    for (const ValueId id : node.outputs)
      outputs.push_back(id == k_no_value ? ValueType{} : type(id));
    cache.packed = node.op->pack(
        {.params = node.params, .inputs = inputs, .outputs = outputs, .weights = weights});
    cache.from = std::move(weights);
    return cache.packed.get();
  }

  const ValueType& type(ValueId id) const { return shaped_->types[static_cast<std::size_t>(id)]; }

  std::shared_ptr<const ShapedGraph> shaped_;
  int threads_;
  std::vector<PackedWeights> packed_;  // by node
  std::vector<Tensor> own_;            // by value: those that nobody watches
};

class CpuBackend final : public Backend {
 public:
  explicit CpuBackend(int threads) : threads_(threads > 0 ? threads : default_threads()) {}

  EngineKind kind() const override { return EngineKind::cpu; }
  std::string device() const override {
    return fmt::format("{}, {} thread{}", isa_name(), threads_, threads_ == 1 ? "" : "s");
  }
  std::unique_ptr<Plan> plan(std::shared_ptr<const ShapedGraph> shaped) override {
    return std::make_unique<CpuPlan>(std::move(shaped), threads_);
  }

 private:
  int threads_;
};

}  // namespace

std::unique_ptr<Backend> make_cpu_backend(int threads) {
  return std::make_unique<CpuBackend>(threads);
}

}  // namespace fovea
