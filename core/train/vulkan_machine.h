#pragma once

#include <map>

#include "core/train/training_machine.h"
#include "core/train/vulkan_program.h"
#include "core/vulkan/commands.h"

namespace fovea {

/// Memory for a program on a Vulkan device; runs batches there. The weights' home is the host,
/// where they are updated; what changed is brought to the device before the next batch.
class VulkanMachine final : public TrainingMachine {
 public:
  /// Throws Error where an operator has no plan for this device, or it has no room.
  VulkanMachine(std::shared_ptr<const BatchProgram> program, std::shared_ptr<VulkanDevice> device,
                int threads);
  ~VulkanMachine() override;

  void weights_changed() override { weights_are_there_ = false; }
  LossSum differentiate(const Batch& batch, const CancelToken& cancel) override;
  /// The device has added it up already.
  void sum_gradient(std::int64_t, std::int64_t) override {}
  void update_statistics(std::int64_t samples) override;
  std::int64_t at_once() const override { return program_->options().batch; }
  void infer(std::int64_t samples, const Fill& fill, std::span<float> logits,
             const CancelToken& cancel) override;
  NodeId first_not_finite(const Batch& batch) override;

 private:
  struct Loaded;

  Loaded& loaded(std::int64_t samples);
  std::unique_ptr<Loaded> load(std::int64_t samples);
  void begin(const Loaded& loaded, std::int64_t samples, const Fill& fill,
             const CancelToken& cancel);
  void upload_step(const Loaded& loaded, const Batch& batch);
  void run(const DispatchList& list, std::span<const VulkanProgram::Step> steps, std::size_t first,
           const CancelToken& cancel);
  void finish(const CancelToken& cancel);
  void lose_on_device(Loaded& loaded, const LossSettings& settings, const CancelToken& cancel);
  LossSum lose_on_host(const Loaded& loaded, const Batch& batch, const CancelToken& cancel);
  void request_results(const Loaded& loaded);
  void run_inference(std::int64_t samples, const Fill& fill, const CancelToken& cancel);

  std::shared_ptr<const BatchProgram> program_;
  std::shared_ptr<VulkanDevice> device_;
  int threads_;
  std::vector<Buffer> buffers_;  // of the whole batch's program, by number
  std::map<std::int64_t, std::unique_ptr<Loaded>> loaded_;  // by samples
  Commands commands_;
  bool weights_are_there_ = false;
  std::int64_t pending_work_ = 0;
  std::vector<float> input_;
  std::vector<std::vector<std::vector<float>>> kept_;  // by node that keeps statistics, by buffer
};

}  // namespace fovea
