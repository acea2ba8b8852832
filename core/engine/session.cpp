#include "core/engine/session.h"

#include <chrono>

namespace fovea {
namespace {

using Clock = std::chrono::steady_clock;

std::vector<Shape> shapes_of(const std::vector<Tensor>& tensors) {
  std::vector<Shape> shapes;
  for (const Tensor& tensor : tensors) shapes.push_back(tensor.shape());
  return shapes;
}

std::vector<char> watched_values(const Graph& graph, Watch watch) {
  std::vector<char> watched(graph.value_count(), watch == Watch::all);
  for (const ValueId output : graph.structure().outputs)
    watched[static_cast<std::size_t>(output)] = 1;
  return watched;
}

}  // namespace

InputSource InputSource::of(Tensor tensor) {
  std::shared_ptr<const void> identity = std::make_shared<Tensor>(tensor);
  return {std::move(identity), [tensor = std::move(tensor)](const CancelToken&) { return tensor; }};
}

std::shared_ptr<const Frame> Session::run(const Request& request, const CancelToken& cancel) {
  const Clock::time_point start = Clock::now();
  const std::vector<Tensor> inputs = make_inputs(request, cancel);
  if (needs_new_plan(request, inputs)) {
    new_plan(request, inputs);
  } else {
    mark_changes(request, inputs);
  }
  sources_ = request.inputs;

  const std::vector<char> watched = watched_values(graph_, watch_);
  const std::vector<char> ran = dirty_;
  plan_->run({.graph = graph_,
              .dirty = dirty_,
              .watched = watched,
              .values = values_,
              .node_ms = node_ms_,
              .cancel = cancel});
  std::ranges::fill(dirty_, 0);
  return publish(request.revision, ran,
                 std::chrono::duration<double, std::milli>(Clock::now() - start).count());
}

std::vector<Tensor> Session::make_inputs(const Request& request, const CancelToken& cancel) const {
  std::vector<Tensor> inputs;
  for (std::size_t i = 0; i < request.inputs.size(); ++i) {
    const InputSource& source = request.inputs[i];
    const bool known = i < sources_.size() && sources_[i].identity == source.identity &&
                       plan_ != nullptr && i < graph_.structure().inputs.size();
    inputs.push_back(known ? values_[static_cast<std::size_t>(graph_.structure().inputs[i].value)]
                           : source.make(cancel));
  }
  return inputs;
}

bool Session::needs_new_plan(const Request& request, const std::vector<Tensor>& inputs) const {
  if (plan_ == nullptr || !same_structure(graph_, request.graph) || watch_ != request.watch)
    return true;
  const std::vector<GraphInput>& declared = graph_.structure().inputs;
  for (std::size_t i = 0; i < declared.size() && i < inputs.size(); ++i) {
    if (shaped_->shape(declared[i].value) != inputs[i].shape()) return true;
  }
  return inputs.size() != declared.size();
}

void Session::new_plan(const Request& request, const std::vector<Tensor>& inputs) {
  plan_.reset();  // a failure below must not leave a plan that does not fit the rest
  shaped_ = shape_graph(request.graph, shapes_of(inputs));
  std::unique_ptr<Plan> plan = backend_->plan(shaped_);
  graph_ = request.graph;
  watch_ = request.watch;
  values_.assign(graph_.value_count(), Tensor{});
  node_ms_.assign(graph_.nodes().size(), 0);
  dirty_.assign(graph_.nodes().size(), 1);
  for (std::size_t i = 0; i < inputs.size(); ++i)
    values_[static_cast<std::size_t>(graph_.structure().inputs[i].value)] = inputs[i];
  plan_ = std::move(plan);
}

void Session::mark_changes(const Request& request, const std::vector<Tensor>& inputs) {
  for (std::size_t id = 0; id < graph_.value_count(); ++id) {
    const auto value = static_cast<ValueId>(id);
    if (graph_.is_weight(value) && !same(graph_.weight(value), request.graph.weight(value)))
      mark_dirty_from(value);
  }
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const ValueId value = graph_.structure().inputs[i].value;
    Tensor& current = values_[static_cast<std::size_t>(value)];
    if (same(current, inputs[i])) continue;
    current = inputs[i];
    mark_dirty_from(value);
  }
  graph_ = request.graph;
}

void Session::mark_dirty_from(ValueId value) {
  std::vector<ValueId> changed{value};
  while (!changed.empty()) {
    const auto id = static_cast<std::size_t>(changed.back());
    changed.pop_back();
    for (const NodeId consumer : graph_.structure().consumers[id]) {
      char& dirty = dirty_[static_cast<std::size_t>(consumer)];
      if (dirty) continue;
      dirty = 1;
      for (const ValueId output : graph_.node(consumer).outputs) {
        if (output != k_no_value) changed.push_back(output);
      }
    }
  }
}

std::shared_ptr<const Frame> Session::publish(std::uint64_t revision, std::vector<char> ran,
                                              double total_ms) const {
  auto frame = std::make_shared<Frame>();
  frame->revision = revision;
  frame->shaped = shaped_;
  frame->graph = graph_;
  frame->values = values_;
  frame->node_ms = node_ms_;
  frame->total_ms = total_ms;
  for (std::size_t i = 0; i < ran.size(); ++i) {
    if (ran[i]) frame->macs += shaped_->costs[i].macs;
  }
  frame->recomputed = std::move(ran);
  frame->engine = backend_->kind();
  frame->device = backend_->device();
  return frame;
}

}  // namespace fovea
