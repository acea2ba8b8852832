#include "app/cli/engine.h"

#include "core/engine/cpu_backend.h"
#include "core/engine/vulkan_backend.h"
#include "core/vulkan/device.h"

namespace fovea::app {

namespace {

bool asks_for_vulkan(const EngineOptions& options) {
  return options.choice == EngineChoice::vulkan ||
         (options.choice == EngineChoice::automatic && options.device >= 0);
}

VulkanChoice device_of(const EngineOptions& options) {
  VulkanChoice choice;
  if (options.device >= 0) choice.index = static_cast<std::uint32_t>(options.device);
  return choice;
}

}  // namespace

std::shared_ptr<Backend> make_backend(const EngineOptions& options) {
  if (asks_for_vulkan(options)) return make_vulkan_backend(device_of(options), options.threads);
  if (options.choice == EngineChoice::automatic) {
    if (std::shared_ptr<Backend> gpu = make_gpu_backend(options.threads)) return gpu;
  }
  return make_cpu_backend(options.threads);
}

TrainingEngine training_engine(const EngineOptions& options) {
  if (!asks_for_vulkan(options)) return EngineKind::cpu;
  if (options.device >= 0) (void)VulkanDevice(device_of(options));  // throws where it is not there
  return {EngineKind::vulkan, device_of(options)};
}

std::string_view name_of(EngineKind kind) { return kind == EngineKind::cpu ? "cpu" : "vulkan"; }

}  // namespace fovea::app
