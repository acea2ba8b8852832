#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace fovea::project_words {

// What project.json has for each kind, in the order of its enumeration.
inline constexpr std::array<std::string_view, 2> k_kinds{"picture", "drawing"};
inline constexpr std::array<std::string_view, 3> k_lenses{"network", "kernel", "train"};
inline constexpr std::array<std::string_view, 4> k_scopes{"unit", "layer", "shared", "all"};
inline constexpr std::array<std::string_view, 3> k_paddings{"valid", "same", "given"};
inline constexpr std::array<std::string_view, 4> k_borders{"zero", "reflect", "replicate", "wrap"};

template <typename Enum, std::size_t N>
std::string_view word_of(const std::array<std::string_view, N>& words, Enum value) {
  return words[static_cast<std::size_t>(value)];
}

}  // namespace fovea::project_words
