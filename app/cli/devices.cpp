#include "core/vulkan/devices.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/cli/commands.h"
#include "app/cli/machine.h"
#include "app/cli/output.h"
#include "core/base/error.h"
#include "core/cpu/isa.h"
#include "core/cpu/parallel.h"

namespace fovea::app {
namespace {

/// None is an answer here, not a failure: the reason is told beside it.
std::vector<VulkanDeviceInfo> vulkan_devices(std::string& why_none) {
  try {
    return list_vulkan_devices();
  } catch (const Error& error) {
    why_none = error.clause();
    return {};
  }
}

void print_json(const std::vector<VulkanDeviceInfo>& devices) {
  nlohmann::ordered_json json{
      {"cpu", {{"name", cpu_name()}, {"isa", isa_name()}, {"threads", default_threads()}}},
      {"vulkan", nlohmann::ordered_json::array()}};
  for (const VulkanDeviceInfo& device : devices) {
    json["vulkan"].push_back({{"index", device.index},
                              {"name", device.name},
                              {"type", fovea::name_of(device.kind)},
                              {"driver", device.driver},
                              {"api", device.api}});
  }
  fmt::print("{}", text_of(json));
}

}  // namespace

int devices(const DevicesCall& call) {
  std::string why_none;
  const std::vector<VulkanDeviceInfo> devices = vulkan_devices(why_none);
  if (call.engine.json) {
    print_json(devices);
    return 0;
  }
  fmt::print("CPU       {}, {}, {} threads\n", cpu_name(), isa_name(), default_threads());
  for (const VulkanDeviceInfo& device : devices) {
    fmt::print("Vulkan {}  {}, {}, {}, Vulkan {}\n", device.index, device.name,
               fovea::name_of(device.kind), device.driver, device.api);
  }
  if (devices.empty()) {
    fmt::print("Vulkan    none{}{}\n", why_none.empty() ? "" : ": ", why_none);
  }
  return 0;
}

}  // namespace fovea::app
