#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fovea {

/// How a recipe lies in a figure's file: of a PNG as an iTXt chunk of its own, in the metadata of
/// SVG (`<metadata>`) and PDF (XMP) as the text of the element k_recipe_element, of MP4 and WebM as
/// their comment.
inline constexpr std::string_view k_recipe_keyword = "fovea.recipe";
inline constexpr std::string_view k_recipe_namespace = "urn:fovea:figure:1";
inline constexpr std::string_view k_recipe_element = "fovea:recipe";

/// The PNG with the text in a chunk after its header.
std::vector<std::uint8_t> png_with_text(std::vector<std::uint8_t> png, std::string_view text);

/// The element, for SVG and XMP.
std::string recipe_element(std::string_view text);

/// The text in a file of one of the five; nothing where there is none, or the file is cut before
/// its end.
std::optional<std::string> embedded_recipe(std::span<const std::uint8_t> file);

/// Markup characters as entities; control characters, which XML cannot hold, as “?”.
std::string xml_escaped(std::string_view text);

}  // namespace fovea
