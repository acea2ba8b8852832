#include "core/vulkan/instance.h"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <iostream>

namespace fovea {
namespace {

constexpr const char* k_validation_layer = "VK_LAYER_KHRONOS_validation";
constexpr const char* k_use_cpu =
    "Install mesa-vulkan-drivers or the driver of the graphics card, "
    "or use the CPU engine";

std::atomic<std::int64_t> validation_errors{0};

bool validation_wanted() {
  const char* value = std::getenv("FOVEA_VULKAN_VALIDATION");
  return value != nullptr && std::strcmp(value, "1") == 0;
}

VKAPI_ATTR VkBool32 VKAPI_CALL on_message(VkDebugUtilsMessageSeverityFlagBitsEXT severity,
                                          VkDebugUtilsMessageTypeFlagsEXT,
                                          const VkDebugUtilsMessengerCallbackDataEXT* data, void*) {
  if ((severity & VK_DEBUG_UTILS_MESSAGE_SEVERITY_ERROR_BIT_EXT) != 0) ++validation_errors;
  std::cerr << "vulkan: " << data->pMessage << '\n';
  return VK_FALSE;
}

vk::DebugUtilsMessengerCreateInfoEXT messenger_info() {
  using Severity = vk::DebugUtilsMessageSeverityFlagBitsEXT;
  using Type = vk::DebugUtilsMessageTypeFlagBitsEXT;
  return {{}, Severity::eError | Severity::eWarning, Type::eValidation, on_message};
}

vk::raii::Context open_loader() {
  try {
    return vk::raii::Context();
  } catch (const std::exception&) {
    throw Error("the Vulkan loader (libvulkan.so.1) is not installed", {},
                "Install libvulkan1, or use the CPU engine");
  }
}

vk::raii::Instance make_instance(const vk::raii::Context& context) {
  const vk::ApplicationInfo application{"fovea", 1, "fovea", 1, VK_API_VERSION_1_2};
  vk::InstanceCreateInfo info{{}, &application};
  // Synchronization validation finds a missing barrier, which no result on lavapipe would show.
  const auto synchronization = vk::ValidationFeatureEnableEXT::eSynchronizationValidation;
  vk::ValidationFeaturesEXT features;
  features.setEnabledValidationFeatures(synchronization);
  auto messenger = messenger_info();
  const char* const extensions[]{VK_EXT_DEBUG_UTILS_EXTENSION_NAME};
  if (validation_wanted()) {
    features.pNext = &messenger;
    info.pNext = &features;
    info.setPEnabledLayerNames(k_validation_layer);
    info.setPEnabledExtensionNames(extensions);
  }
  try {
    return {context, info};
  } catch (const vk::LayerNotPresentError&) {
    throw Error("the Vulkan validation layer is not installed", {},
                "Install vulkan-validationlayers, or unset FOVEA_VULKAN_VALIDATION");
  } catch (const vk::Error&) {
    throw Error("no Vulkan driver is installed", {}, k_use_cpu);
  }
}

VulkanDeviceKind kind_of(vk::PhysicalDeviceType type) {
  switch (type) {
    case vk::PhysicalDeviceType::eDiscreteGpu:
      return VulkanDeviceKind::discrete;
    case vk::PhysicalDeviceType::eIntegratedGpu:
      return VulkanDeviceKind::integrated;
    case vk::PhysicalDeviceType::eVirtualGpu:
      return VulkanDeviceKind::virtual_gpu;
    case vk::PhysicalDeviceType::eCpu:
      return VulkanDeviceKind::software;
    case vk::PhysicalDeviceType::eOther:
      break;
  }
  return VulkanDeviceKind::other;
}

VulkanDeviceInfo describe(const vk::raii::PhysicalDevice& physical, std::uint32_t index) {
  const auto chain =
      physical.getProperties2<vk::PhysicalDeviceProperties2, vk::PhysicalDeviceDriverProperties>();
  const auto& properties = chain.get<vk::PhysicalDeviceProperties2>().properties;
  const auto& driver = chain.get<vk::PhysicalDeviceDriverProperties>();
  const auto version = properties.apiVersion;
  return {.index = index,
          .name = properties.deviceName.data(),
          .kind = kind_of(properties.deviceType),
          .driver = std::string(driver.driverName.data()) + " " + driver.driverInfo.data(),
          .api = std::to_string(VK_API_VERSION_MAJOR(version)) + "." +
                 std::to_string(VK_API_VERSION_MINOR(version)) + "." +
                 std::to_string(VK_API_VERSION_PATCH(version))};
}

/// Prefers a family that only computes: it does not wait for the window's drawing.
std::optional<std::uint32_t> compute_family(std::span<const vk::QueueFamilyProperties> families) {
  std::optional<std::uint32_t> found;
  for (std::uint32_t i = 0; i < families.size(); ++i) {
    const auto flags = families[i].queueFlags;
    if (!(flags & vk::QueueFlagBits::eCompute)) continue;
    if (!(flags & vk::QueueFlagBits::eGraphics)) return i;
    if (!found) found = i;
  }
  return found;
}

}  // namespace

VulkanInstance::VulkanInstance() : context_(open_loader()), instance_(make_instance(context_)) {
  if (validation_wanted()) messenger_.emplace(instance_, messenger_info());
}

std::vector<VulkanInstance::Device> VulkanInstance::devices() const {
  std::vector<Device> devices;
  vulkan_call("list its devices", [&] {
    std::uint32_t index = 0;
    for (auto& physical : instance_.enumeratePhysicalDevices()) {
      // 1.1 brought vkGetPhysicalDeviceProperties2, 1.2 the driver's name.
      if (physical.getProperties().apiVersion < VK_API_VERSION_1_2) continue;
      const auto families = physical.getQueueFamilyProperties();
      const auto family = compute_family(families);
      if (!family) continue;
      auto info = describe(physical, index++);
      devices.push_back(
          {std::move(info), std::move(physical), *family, families[*family].timestampValidBits});
    }
  });
  if (devices.empty()) throw Error("no Vulkan driver is installed", {}, k_use_cpu);
  return devices;
}

std::string name_of(VulkanDeviceKind kind) {
  switch (kind) {
    case VulkanDeviceKind::discrete:
      return "discrete GPU";
    case VulkanDeviceKind::integrated:
      return "integrated GPU";
    case VulkanDeviceKind::virtual_gpu:
      return "virtual GPU";
    case VulkanDeviceKind::software:
      return "software";
    case VulkanDeviceKind::other:
      break;
  }
  return "other";
}

std::vector<VulkanDeviceInfo> list_vulkan_devices() {
  const VulkanInstance instance;
  std::vector<VulkanDeviceInfo> infos;
  for (auto& device : instance.devices()) infos.push_back(std::move(device.info));
  return infos;
}

std::optional<std::size_t> best_device(std::span<const VulkanDeviceInfo> devices) {
  // The kinds are declared in order of preference, except that "other" may be anything.
  const auto best = std::ranges::min_element(devices, {}, &VulkanDeviceInfo::kind);
  if (best == devices.end()) return std::nullopt;
  return static_cast<std::size_t>(best - devices.begin());
}

std::int64_t vulkan_validation_errors() { return validation_errors; }

void throw_vulkan_error(const vk::Error& error, const char* doing) {
  if (dynamic_cast<const vk::DeviceLostError*>(&error) != nullptr) {
    throw DeviceLost("the Vulkan device was lost");
  }
  const std::string what = std::string("the Vulkan device could not ") + doing;
  if (dynamic_cast<const vk::OutOfDeviceMemoryError*>(&error) != nullptr ||
      dynamic_cast<const vk::OutOfHostMemoryError*>(&error) != nullptr) {
    throw DeviceLost(what + ": its memory is full");
  }
  throw DeviceLost(what, error.what());
}

}  // namespace fovea
