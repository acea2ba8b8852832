#include "core/engine/vulkan_backend.h"

#include "core/engine/cpu_backend.h"
#include "core/engine/vulkan_plan.h"

namespace fovea {
namespace {

class VulkanBackend final : public Backend {
 public:
  VulkanBackend(const VulkanChoice& choice, int threads)
      : device_(std::make_shared<VulkanDevice>(choice)), cpu_(make_cpu_backend(threads)) {}

  EngineKind kind() const override { return EngineKind::vulkan; }
  std::string device() const override { return device_->info().name; }
  std::unique_ptr<Plan> plan(std::shared_ptr<const ShapedGraph> shaped) override {
    auto cpu = cpu_->plan(shaped);
    return std::make_unique<VulkanGraphPlan>(device_, std::move(shaped), std::move(cpu));
  }

 private:
  std::shared_ptr<VulkanDevice> device_;
  std::unique_ptr<Backend> cpu_;
};

}  // namespace

std::unique_ptr<Backend> make_vulkan_backend(const VulkanChoice& choice, int threads) {
  return std::make_unique<VulkanBackend>(choice, threads);
}

std::unique_ptr<Backend> make_gpu_backend(int threads) {
  try {
    const auto devices = list_vulkan_devices();
    const auto best = best_device(devices);
    if (!best || devices[*best].software()) return nullptr;
    return make_vulkan_backend({.index = devices[*best].index}, threads);
  } catch (const Error&) {
    return nullptr;  // nobody asked for Vulkan, so its absence is not worth a word
  }
}

}  // namespace fovea
