#include "core/engine/vulkan_plan.h"

#include <algorithm>

namespace fovea {
namespace {

/// A submission cannot be cancelled, so a long frame is several: some 50 ms each.
constexpr std::int64_t k_submission_macs = std::int64_t{20'000'000'000};
constexpr std::int64_t k_software_submission_macs = 80'000'000;

std::size_t at(ValueId id) { return static_cast<std::size_t>(id); }

std::span<const std::byte> bytes_of(const Tensor& tensor) { return std::as_bytes(tensor.floats()); }

std::vector<ValueId> find_roots(const Graph& graph) {
  std::vector<ValueId> roots(graph.value_count());
  for (std::size_t i = 0; i < roots.size(); ++i) roots[i] = static_cast<ValueId>(i);
  for (const Node& node : graph.nodes()) {
    if (node.op->is_view) roots[at(node.outputs[0])] = roots[at(node.inputs[0])];
  }
  return roots;
}

}  // namespace

VulkanGraphPlan::VulkanGraphPlan(std::shared_ptr<VulkanDevice> device,
                                 std::shared_ptr<const ShapedGraph> shaped,
                                 std::unique_ptr<Plan> cpu)
    : device_(std::move(device)),
      shaped_(std::move(shaped)),
      cpu_(std::move(cpu)),
      roots_(find_roots(shaped_->graph)),
      buffers_(roots_.size()),
      nodes_(shaped_->graph.nodes().size()),
      commands_(*device_),
      host_(roots_.size()),
      uploaded_(roots_.size()) {
  std::vector<std::pair<std::size_t, VulkanPlan>> plans;
  std::vector<std::int64_t> scratch_bytes;
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    auto plan = plan_node(shaped_->graph.nodes()[i]);
    if (!plan) continue;
    scratch_bytes.resize(std::max(scratch_bytes.size(), plan->scratch_bytes.size()));
    for (std::size_t k = 0; k < plan->scratch_bytes.size(); ++k) {
      scratch_bytes[k] = std::max(scratch_bytes[k], plan->scratch_bytes[k]);
    }
    plans.emplace_back(i, std::move(*plan));
  }
  for (const std::int64_t bytes : scratch_bytes) scratch_.push_back(device_->allocate(bytes));
  std::vector<BoundDispatch> bound;
  for (const auto& [node, plan] : plans) {
    bind(shaped_->graph.nodes()[node], plan, bound, nodes_[node]);
  }
  dispatches_.emplace(*device_, bound);
}

std::optional<VulkanPlan> VulkanGraphPlan::plan_node(const Node& node) const {
  if (node.op->vulkan == nullptr || node.op->is_view) return std::nullopt;
  const VulkanLimits& limits = device_->limits();
  bool fits = true;
  const auto types_of = [&](const std::vector<ValueId>& ids) {
    std::vector<ValueType> types;
    for (const ValueId id : ids) {
      types.push_back(id == k_no_value ? ValueType{} : shaped_->types[at(id)]);
      if (id == k_no_value) continue;
      const std::int64_t elements = types.back().shape.elements();
      fits = fits && types.back().type == ElementType::float32 && elements > 0 &&
             elements <= limits.max_storage_bytes / static_cast<std::int64_t>(sizeof(float));
    }
    return types;
  };
  const auto inputs = types_of(node.inputs);
  const auto outputs = types_of(node.outputs);
  if (!fits) return std::nullopt;
  auto plan = node.op->vulkan(
      {.params = node.params, .inputs = inputs, .outputs = outputs, .limits = limits});
  if (plan && std::ranges::any_of(plan->scratch_bytes, [&](std::int64_t bytes) {
        return bytes > limits.max_storage_bytes;
      })) {
    return std::nullopt;
  }
  return plan;
}

void VulkanGraphPlan::bind(const Node& node, const VulkanPlan& plan,
                           std::vector<BoundDispatch>& bound, DeviceNode& entry) {
  entry = {.on_device = true, .first = bound.size(), .count = plan.dispatches.size(), .reads = {}};
  for (const Dispatch& dispatch : plan.dispatches) {
    BoundDispatch& ready = bound.emplace_back(BoundDispatch{dispatch, {}});
    for (const Binding& binding : dispatch.bindings) {
      if (binding.kind == Binding::Kind::scratch) {
        ready.buffers.push_back(&scratch_[binding.index]);
        continue;
      }
      const bool input = binding.kind == Binding::Kind::input;
      const ValueId value = root((input ? node.inputs : node.outputs)[binding.index]);
      ready.buffers.push_back(buffer_of(value));
      if (input && std::ranges::find(entry.reads, value) == entry.reads.end()) {
        entry.reads.push_back(value);
      }
    }
  }
}

const Buffer* VulkanGraphPlan::buffer_of(ValueId root) {
  Buffer& buffer = buffers_[at(root)];
  if (buffer.empty()) {
    const auto bytes = shaped_->shape(root).elements() * static_cast<std::int64_t>(sizeof(float));
    buffer = device_->allocate(bytes);
  }
  return &buffer;
}

void VulkanGraphPlan::run(const PlanRun& run) {
  commands_.reset();
  timings_.clear();
  downloads_.clear();
  pending_macs_ = 0;
  try {
    run_nodes(run);
    publish(run);
  } catch (...) {
    // What was recorded but not run has not reached the device.
    for (const ValueId value : pending_uploads_) uploaded_[at(value)] = {};
    pending_uploads_.clear();
    throw;
  }
}

void VulkanGraphPlan::run_nodes(const PlanRun& run) {
  for (const GraphInput& input : run.graph.structure().inputs) {
    host_[at(input.value)] = run.values[at(input.value)];
  }
  const std::int64_t most =
      device_->info().software() ? k_software_submission_macs : k_submission_macs;
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    if (!run.dirty[i]) continue;
    run.cancel.throw_if_cancelled();
    run.node_ms[i] = 0;
    const Node& node = run.graph.nodes()[i];
    if (node.op->is_view) continue;
    for (const ValueId output : node.outputs) {
      if (output != k_no_value) host_[at(output)] = {};
    }
    if (!nodes_[i].on_device) {
      run_on_cpu(i, run);
      continue;
    }
    const std::int64_t macs = shaped_->costs[i].macs;
    if (pending_macs_ > 0 && pending_macs_ + macs > most) finish(run);
    run_on_device(i, run);
    pending_macs_ += macs;
  }
}

void VulkanGraphPlan::run_on_device(std::size_t index, const PlanRun& run) {
  const DeviceNode& node = nodes_[index];
  for (const ValueId value : node.reads) upload(value, run);
  const std::size_t from = commands_.stamp();
  for (std::size_t i = 0; i < node.count; ++i) commands_.dispatch(*dispatches_, node.first + i);
  timings_.push_back({index, from, commands_.stamp()});
}

void VulkanGraphPlan::run_on_cpu(std::size_t index, const PlanRun& run) {
  const Node& node = run.graph.nodes()[index];
  for (const ValueId id : node.inputs) {
    if (id != k_no_value) request_download(root(id));
  }
  if (!downloads_.empty()) finish(run);
  std::vector<Tensor> values(roots_.size());
  for (const ValueId id : node.inputs) {
    if (id != k_no_value && !run.graph.is_weight(id)) values[at(id)] = host_value(id, run);
  }
  std::vector<char> dirty(nodes_.size(), 0);
  const std::vector<char> watched(roots_.size(), 1);
  dirty[index] = 1;
  cpu_->run({.graph = run.graph,
             .dirty = dirty,
             .watched = watched,
             .values = values,
             .node_ms = run.node_ms,
             .cancel = run.cancel});
  for (const ValueId id : node.outputs) {
    if (id != k_no_value) host_[at(id)] = values[at(id)];
  }
}

/// Brings what was made on the host (inputs, weights, outputs of CPU nodes) to the device, unless
/// it is there already. What the device made itself has no newer elements anywhere.
void VulkanGraphPlan::upload(ValueId root, const PlanRun& run) {
  const NodeId producer = run.graph.producer(root);
  if (producer != k_no_node && nodes_[static_cast<std::size_t>(producer)].on_device) return;
  const Tensor tensor = host_value(root, run);
  Tensor& uploaded = uploaded_[at(root)];
  if (!uploaded.empty() && same(uploaded, tensor)) return;
  // Nothing recorded in this frame reads the buffer yet: whatever reads it comes by here first.
  commands_.upload(buffers_[at(root)], bytes_of(tensor));
  uploaded = tensor;
  pending_uploads_.push_back(root);
}

Tensor VulkanGraphPlan::host_value(ValueId id, const PlanRun& run) const {
  const Tensor& tensor =
      run.graph.is_weight(root(id)) ? run.graph.weight(root(id)) : host_[at(root(id))];
  return root(id) == id || tensor.empty() ? tensor : tensor.reshaped(shaped_->shape(id));
}

/// Asks for a root's elements, unless the host has them.
void VulkanGraphPlan::request_download(ValueId root) {
  if (shaped_->graph.is_weight(root) || !host_[at(root)].empty()) return;
  for (const auto& [value, tensor] : downloads_) {
    if (value == root) return;
  }
  Tensor tensor(shaped_->shape(root));
  commands_.download(buffers_[at(root)], std::as_writable_bytes(tensor.mutable_values<float>()));
  downloads_.emplace_back(root, std::move(tensor));
}

void VulkanGraphPlan::finish(const PlanRun& run) {
  run.cancel.throw_if_cancelled();
  commands_.finish();
  pending_uploads_.clear();
  pending_macs_ = 0;
  for (auto& [value, tensor] : downloads_) host_[at(value)] = std::move(tensor);
  downloads_.clear();
  for (const auto& [node, from, to] : timings_) {
    run.node_ms[node] = commands_.milliseconds(from, to);
  }
  timings_.clear();
}

void VulkanGraphPlan::publish(const PlanRun& run) {
  const auto for_each_dirty_output = [&](auto&& function) {
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      if (!run.dirty[i]) continue;
      for (const ValueId id : run.graph.nodes()[i].outputs) {
        if (id != k_no_value) function(id);
      }
    }
  };
  for_each_dirty_output([&](ValueId id) {
    if (run.watched[at(id)]) request_download(root(id));
  });
  finish(run);
  for_each_dirty_output([&](ValueId id) {
    run.values[at(id)] = run.watched[at(id)] ? host_value(id, run) : Tensor{};
  });
}

}  // namespace fovea
