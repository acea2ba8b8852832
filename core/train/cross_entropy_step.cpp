#include "core/base/error.h"
#include "core/ops/line_dispatch.h"
#include "core/train/vulkan_program.h"
#include "shaders/params.h"

namespace fovea {

VulkanProgram::Step cross_entropy_step(const VulkanProgram& program, std::int64_t classes,
                                       double smoothing, const VulkanLimits& limits) {
  std::optional<Dispatch> dispatch = line_dispatch("train/cross_entropy", program.samples, limits);
  if (!dispatch) throw Error{"a Vulkan device cannot take the loss of so many examples"};
  dispatch->push = push_bytes(CrossEntropyParams{.samples = static_cast<uint>(program.samples),
                                                 .classes = static_cast<uint>(classes),
                                                 .smoothing = static_cast<float>(smoothing),
                                                 .scale = 1 / static_cast<float>(program.samples)});
  dispatch->bindings = {{Binding::Kind::output, 0},
                        {Binding::Kind::input, 0},
                        {Binding::Kind::output_gradient, 0},
                        {Binding::Kind::output, 1}};
  return {.node = k_no_node,
          .dispatch = std::move(*dispatch),
          .buffers = {program.logits, program.labels, program.logits_gradient, program.losses},
          .work = program.samples * classes};
}

}  // namespace fovea
