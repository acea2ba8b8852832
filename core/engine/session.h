#pragma once

#include "core/engine/frame.h"

namespace fovea {

/// Runs requests one after another on one backend and recomputes only what is downstream of a
/// difference from the last: other weights or inputs (by identity). Another structure or other
/// shapes make a new plan. Used by one thread.
class Session {
 public:
  explicit Session(std::shared_ptr<Backend> backend) : backend_(std::move(backend)) {}

  /// Throws Cancelled, DeviceLost or Error; the session then still knows which nodes it owes, and
  /// the next request computes them.
  std::shared_ptr<const Frame> run(const Request& request, const CancelToken& cancel);

  const Backend& backend() const { return *backend_; }

 private:
  std::vector<Tensor> make_inputs(const Request& request, const CancelToken& cancel) const;
  bool needs_new_plan(const Request& request, const std::vector<Tensor>& inputs) const;
  void new_plan(const Request& request, const std::vector<Tensor>& inputs);
  void mark_changes(const Request& request, const std::vector<Tensor>& inputs);
  void mark_dirty_from(ValueId value);
  std::shared_ptr<const Frame> publish(std::uint64_t revision, std::vector<char> ran,
                                       double total_ms) const;

  std::shared_ptr<Backend> backend_;
  std::unique_ptr<Plan> plan_;
  std::shared_ptr<const ShapedGraph> shaped_;
  Graph graph_;
  Watch watch_ = Watch::all;
  std::vector<InputSource> sources_;
  std::vector<Tensor> values_;   // by value
  std::vector<double> node_ms_;  // by node
  std::vector<char> dirty_;      // by node: owed
};

}  // namespace fovea
