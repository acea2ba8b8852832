#pragma once

#include "core/engine/backend.h"
#include "core/vulkan/commands.h"

namespace fovea {

/// The plan of a shaped graph on a Vulkan device. A value has up to two homes: a buffer on the
/// device and a tensor on the host; this knows which are current. Views share their root's.
class VulkanGraphPlan final : public Plan {
 public:
  /// `cpu` runs the nodes that the device cannot. Throws Error where the device has no room.
  VulkanGraphPlan(std::shared_ptr<VulkanDevice> device, std::shared_ptr<const ShapedGraph> shaped,
                  std::unique_ptr<Plan> cpu);

  void run(const PlanRun& run) override;

 private:
  struct DeviceNode {
    bool on_device = false;
    std::size_t first = 0, count = 0;  ///< its dispatches in `dispatches_`
    std::vector<ValueId> reads;        ///< roots that its dispatches bind
  };
  struct Timing {
    std::size_t node, from, to;  ///< stamps
  };

  std::optional<VulkanPlan> plan_node(const Node& node) const;
  void bind(const Node& node, const VulkanPlan& plan, std::vector<BoundDispatch>& bound,
            DeviceNode& entry);
  const Buffer* buffer_of(ValueId root);
  ValueId root(ValueId id) const { return roots_[static_cast<std::size_t>(id)]; }

  void run_nodes(const PlanRun& run);
  void run_on_device(std::size_t node, const PlanRun& run);
  void run_on_cpu(std::size_t node, const PlanRun& run);
  void upload(ValueId root, const PlanRun& run);
  Tensor host_value(ValueId id, const PlanRun& run) const;
  void request_download(ValueId root);
  void finish(const PlanRun& run);
  void publish(const PlanRun& run);

  std::shared_ptr<VulkanDevice> device_;
  std::shared_ptr<const ShapedGraph> shaped_;
  std::unique_ptr<Plan> cpu_;
  std::vector<ValueId> roots_;     // by value: itself, or what it is a view of
  std::vector<Buffer> buffers_;    // by root; empty where no dispatch binds it
  std::vector<Buffer> scratch_;    // shared by the nodes, which follow one another
  std::vector<DeviceNode> nodes_;  // by node
  std::optional<DispatchList> dispatches_;
  Commands commands_;

  std::vector<Tensor> host_;      // by root: current where not empty
  std::vector<Tensor> uploaded_;  // by root: the tensor whose elements the buffer holds
  std::vector<ValueId> pending_uploads_;
  std::vector<std::pair<ValueId, Tensor>> downloads_;
  std::vector<Timing> timings_;
  std::int64_t pending_macs_ = 0;
};

}  // namespace fovea
