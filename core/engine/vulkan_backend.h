#pragma once

#include "core/engine/backend.h"
#include "core/vulkan/device.h"

namespace fovea {

/// Runs nodes on a Vulkan device; those without a shader that fits run on the CPU, with `threads`
/// threads (0: as many as the machine has), between copies. Throws Error, one sentence, where
/// there is no loader, no driver or no such device.
std::unique_ptr<Backend> make_vulkan_backend(const VulkanChoice& choice = {}, int threads = 0);

/// The same on the best real GPU; null where there is none (software devices do not count), and
/// where there is no Vulkan at all.
std::unique_ptr<Backend> make_gpu_backend(int threads = 0);

}  // namespace fovea
