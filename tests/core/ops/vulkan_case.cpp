#include "tests/core/ops/vulkan_case.h"

#include <cstdlib>
#include <iostream>
#include <limits>

#include "core/base/error.h"
#include "core/vulkan/commands.h"

namespace fovea::testing {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool k_sanitized = true;
#else
constexpr bool k_sanitized = false;
#endif

std::vector<Buffer> make_buffers(VulkanDevice& device, Commands& commands,
                                 std::span<const Tensor> tensors) {
  std::vector<Buffer> buffers;
  for (const Tensor& tensor : tensors) {
    buffers.push_back(device.allocate(static_cast<std::int64_t>(tensor.bytes())));
    if (!tensor.empty()) commands.upload(buffers.back(), std::as_bytes(tensor.floats()));
  }
  return buffers;
}

std::vector<BoundDispatch> bind_buffers(const VulkanPlan& plan, const std::vector<Buffer>& inputs,
                                        const std::vector<Buffer>& outputs,
                                        const std::vector<Buffer>& scratch) {
  std::vector<BoundDispatch> bound;
  for (const Dispatch& dispatch : plan.dispatches) {
    BoundDispatch& ready = bound.emplace_back(BoundDispatch{dispatch, {}});
    for (const auto& [kind, index] : dispatch.bindings) {
      const auto& buffers = kind == Binding::Kind::input    ? inputs
                            : kind == Binding::Kind::output ? outputs
                                                            : scratch;
      ready.buffers.push_back(&buffers.at(index));
    }
  }
  return bound;
}

bool all_float(std::span<const ValueType> types) {
  return std::ranges::all_of(
      types, [](const ValueType& type) { return type.type == ElementType::float32; });
}

}  // namespace

VulkanDevice* shared_device() {
  static const std::unique_ptr<VulkanDevice> device = []() -> std::unique_ptr<VulkanDevice> {
    if (k_sanitized) return nullptr;
    ::setenv("FOVEA_VULKAN_VALIDATION", "1", 0);
    try {
      return std::make_unique<VulkanDevice>();
    } catch (const Error& error) {
      std::cerr << "SKIPPED: every operator on Vulkan: " << error.sentence() << '\n';
      return nullptr;
    }
  }();
  return device.get();
}

std::optional<std::vector<Tensor>> run_vulkan(const OpCase& c, const PreparedCase& prepared) {
  if (prepared.op->vulkan == nullptr || !all_float(prepared.inputs) ||
      !all_float(prepared.outputs)) {
    return std::nullopt;
  }
  VulkanDevice* device = shared_device();
  if (device == nullptr) return std::nullopt;
  const auto plan = prepared.op->vulkan({.params = prepared.params,
                                         .inputs = prepared.inputs,
                                         .outputs = prepared.outputs,
                                         .limits = device->limits()});
  if (!plan) return std::nullopt;

  Commands commands(*device);
  std::vector<Tensor> results;
  for (const ValueType& type : prepared.outputs) {
    // NaN first, so that an element that a shader forgets is seen.
    results.push_back(Tensor::filled(type.shape, std::numeric_limits<float>::quiet_NaN()));
  }
  const auto inputs = make_buffers(*device, commands, c.inputs);
  const auto outputs = make_buffers(*device, commands, results);
  std::vector<Buffer> scratch;
  for (const std::int64_t bytes : plan->scratch_bytes) scratch.push_back(device->allocate(bytes));
  const auto errors_before = vulkan_validation_errors();
  const DispatchList dispatches(*device, bind_buffers(*plan, inputs, outputs, scratch));
  for (std::size_t i = 0; i < dispatches.size(); ++i) commands.dispatch(dispatches, i);
  for (std::size_t i = 0; i < results.size(); ++i) {
    commands.download(outputs[i], std::as_writable_bytes(results[i].mutable_values<float>()));
  }
  commands.finish();
  if (vulkan_validation_errors() != errors_before) {
    throw Error("the Vulkan validation layer reports an error, see above");
  }
  return results;
}

}  // namespace fovea::testing
