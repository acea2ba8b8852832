#include "core/vulkan/cache_file.h"

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>
#include <unistd.h>

namespace fovea {
namespace {

/// Before Vulkan's data: a driver may trust a file whose header is right, and crash on the rest.
struct FilePrefix {
  std::array<char, 8> magic{'F', 'o', 'v', 'e', 'a', 'P', 'C', '1'};
  std::uint64_t bytes = 0;
  std::uint64_t checksum = 0;
};

/// Source: Vulkan 1.3 specification, VkPipelineCacheHeaderVersionOne.
struct VulkanHeader {
  std::uint32_t header_bytes, version, vendor, device;
  std::array<std::uint8_t, 16> uuid;
};
static_assert(sizeof(VulkanHeader) == 32);

/// FNV-1a, 64 bits.
std::uint64_t checksum_of(std::span<const std::byte> data) {
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (const std::byte byte : data) {
    hash = (hash ^ static_cast<std::uint64_t>(byte)) * 0x100000001b3u;
  }
  return hash;
}

bool owned_by(std::span<const std::byte> data, const CacheOwner& owner) {
  VulkanHeader header{};
  if (data.size() < sizeof header) return false;
  std::memcpy(&header, data.data(), sizeof header);
  return header.header_bytes == sizeof header && header.version == 1 &&
         header.vendor == owner.vendor && header.device == owner.device &&
         header.uuid == owner.uuid;
}

std::filesystem::path cache_folder() {
  const char* xdg = std::getenv("XDG_CACHE_HOME");
  if (xdg != nullptr && xdg[0] == '/') return std::filesystem::path(xdg) / "fovea";
  const char* home = std::getenv("HOME");
  if (home != nullptr && home[0] == '/') return std::filesystem::path(home) / ".cache" / "fovea";
  return {};
}

}  // namespace

std::filesystem::path pipeline_cache_path(const CacheOwner& owner) {
  const auto folder = cache_folder();
  if (folder.empty()) return {};
  constexpr char k_digits[] = "0123456789abcdef";
  std::string name = "pipelines-";
  for (const std::uint8_t byte : owner.uuid) {
    name += k_digits[byte >> 4];
    name += k_digits[byte & 15];
  }
  return folder / (name + ".bin");
}

std::vector<std::byte> load_pipeline_cache(const std::filesystem::path& path,
                                           const CacheOwner& owner) {
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  constexpr std::uintmax_t k_most = std::uintmax_t{256} << 20;
  if (error || size < sizeof(FilePrefix) || size > k_most) return {};
  std::ifstream file(path, std::ios::binary);
  FilePrefix prefix;
  file.read(reinterpret_cast<char*>(&prefix), sizeof prefix);
  std::vector<std::byte> data(size - sizeof prefix);
  file.read(reinterpret_cast<char*>(data.data()), static_cast<std::streamsize>(data.size()));
  const bool whole = file.good() && prefix.magic == FilePrefix{}.magic &&
                     prefix.bytes == data.size() && prefix.checksum == checksum_of(data);
  return whole && owned_by(data, owner) ? data : std::vector<std::byte>{};
}

bool save_pipeline_cache(const std::filesystem::path& path, std::span<const std::byte> data) {
  std::error_code error;
  std::filesystem::create_directories(path.parent_path(), error);
  if (error) return false;
  auto temporary = path;
  temporary += "." + std::to_string(::getpid());
  {
    const FilePrefix prefix{.bytes = data.size(), .checksum = checksum_of(data)};
    std::ofstream file(temporary, std::ios::binary);
    file.write(reinterpret_cast<const char*>(&prefix), sizeof prefix);
    file.write(reinterpret_cast<const char*>(data.data()),
               static_cast<std::streamsize>(data.size()));
    file.close();
    if (file.fail()) error = std::make_error_code(std::errc::io_error);
  }
  if (!error) std::filesystem::rename(temporary, path, error);
  if (error) {
    std::error_code ignored;
    std::filesystem::remove(temporary, ignored);
    return false;
  }
  return true;
}

}  // namespace fovea
