#pragma once

#include <filesystem>
#include <string>

namespace fovea {

/// The ending of a file's name in small letters, with its dot: ".png"; empty where it has none.
std::string lower_ending(const std::filesystem::path& path);

}  // namespace fovea
