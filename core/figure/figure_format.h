#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

namespace fovea {

enum class FigureFormat { png, svg, pdf, html, csv, npy };

/// By the ending of a file's name, whatever its case; nothing for others.
std::optional<FigureFormat> figure_format(const std::filesystem::path& path);
std::string_view name_of(FigureFormat format);

}  // namespace fovea
