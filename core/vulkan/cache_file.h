#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

namespace fovea {

/// Whose compiled pipelines a cache file holds: another driver, or another version of it, has
/// another UUID and must not be given them.
struct CacheOwner {
  std::uint32_t vendor = 0;
  std::uint32_t device = 0;
  std::array<std::uint8_t, 16> uuid{};
};

/// Path of that owner's file in the user's cache folder ($XDG_CACHE_HOME/fovea, else
/// ~/.cache/fovea); empty where there is neither.
std::filesystem::path pipeline_cache_path(const CacheOwner& owner);

/// What `save_pipeline_cache` wrote; empty where there is no such file, it is damaged, or it is
/// another owner's. Never throws: the pipelines are compiled again then.
std::vector<std::byte> load_pipeline_cache(const std::filesystem::path& path,
                                           const CacheOwner& owner);

/// Writes beside the file and renames, so that a reader sees the old or the new one whole. False
/// where it cannot be written, which costs nothing but time at the next start.
bool save_pipeline_cache(const std::filesystem::path& path, std::span<const std::byte> data);

}  // namespace fovea
