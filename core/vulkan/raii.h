#pragma once

// The only place that includes vulkan.hpp, for this folder's .cpp files: it costs seconds each.
// The loader is opened at run time, so that a machine without Vulkan can start the program.
#ifndef VK_NO_PROTOTYPES
#define VK_NO_PROTOTYPES
#endif
#include <vulkan/vulkan_raii.hpp>

#include "core/base/device_lost.h"

namespace fovea {

/// Turns what Vulkan throws into DeviceLost; `doing` ends "the Vulkan device could not …".
[[noreturn]] void throw_vulkan_error(const vk::Error& error, const char* doing);

template <typename Function>
decltype(auto) vulkan_call(const char* doing, Function&& function) {
  try {
    return function();
  } catch (const vk::Error& error) {
    throw_vulkan_error(error, doing);
  }
}

}  // namespace fovea
