#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace fovea {

/// The SPIR-V words of the shader at shaders/`name`.comp, such as "ops/conv/conv2d"; empty if there
/// is none. Embedded in the program, so valid as long as it runs.
std::span<const std::uint32_t> shader(std::string_view name);

}  // namespace fovea
