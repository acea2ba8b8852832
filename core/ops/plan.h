#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>
#include <vector>

namespace fovea {

/// What a device allows; the numbers come from VkPhysicalDeviceLimits. The defaults are the least
/// that Vulkan guarantees, or lavapipe has, so that plans can be tested without a device.
struct VulkanLimits {
  std::uint32_t max_invocations = 128;
  std::array<std::uint32_t, 3> max_group_size{128, 128, 64};
  std::array<std::uint32_t, 3> max_group_count{65535, 65535, 65535};
  std::uint32_t max_shared_bytes = 16384;
  std::uint32_t max_push_bytes = 128;
  std::uint32_t subgroup_size = 8;
  /// A dispatch of fewer invocations leaves part of the device idle. Not Vulkan's: a guess, small
  /// for software devices.
  std::uint32_t busy_invocations = 64;
  std::int64_t max_storage_bytes = std::int64_t{1} << 27;
};

/// Which buffer a shader's binding N is: the node's input or output of that index (in the ONNX
/// order, absent ones counted), their gradients, or one of the plan's own buffers.
struct Binding {
  enum class Kind {
    input,
    output,
    scratch,          ///< of the plan, for as long as it runs
    output_gradient,  ///< of the loss by an output; backward plans read it
    input_gradient,   ///< by an input; backward plans write all of it, adding to nothing
    kept,             ///< written by a training step's forward plan, read by its backward one
    seed,  ///< TrainingMode::seed of the node in this step: two uints, the low half first
  };
  Kind kind = Kind::input;
  std::uint32_t index = 0;
  friend bool operator==(const Binding&, const Binding&) = default;
};

/// One dispatch of one compute shader, as pure data.
struct Dispatch {
  std::string_view shader;                    ///< path below shaders/, without ending
  std::vector<std::uint32_t> specialization;  ///< constant_id 0, 1, …; 0 to 2 are the group size
  std::vector<std::byte> push;                ///< a struct of shaders/params.h, by bytes
  std::vector<Binding> bindings;              ///< binding 0, 1, …; all are storage buffers, set 0
  std::array<std::uint32_t, 3> groups{1, 1, 1};
};

/// What a node does on a Vulkan device: dispatches in order, with a memory barrier after each.
struct VulkanPlan {
  std::vector<Dispatch> dispatches;
  std::vector<std::int64_t> scratch_bytes;
  std::vector<std::int64_t> kept_bytes = {};  ///< of a forward plan that is for training
};

template <typename PushConstants>
std::vector<std::byte> push_bytes(const PushConstants& constants) {
  static_assert(std::is_trivially_copyable_v<PushConstants> && sizeof(PushConstants) <= 128);
  std::vector<std::byte> bytes(sizeof constants);
  std::memcpy(bytes.data(), &constants, sizeof constants);
  return bytes;
}

}  // namespace fovea
