#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fovea {

using Bytes = std::vector<std::uint8_t>;

/// The whole content of a regular file. Throws Error where there is no such file, it is a folder or
/// a device, it may not be read, or it holds more than `max_bytes`. The error does not name the
/// file: whoever catches it knows which one was asked for.
Bytes read_file(const std::filesystem::path& path, std::int64_t max_bytes = std::int64_t{2} << 30);

/// Writes `bytes` under a temporary name in the folder of `path`, then renames it, so that nobody
/// ever sees half a file and a failure leaves an earlier file as it was. A path that is a device or
/// a pipe (/dev/stdout) is written to directly; a link stays one, and the file that it names, there
/// or not yet, is written. Throws Error (where: the path) where the folder
/// does not exist, the path is a folder, it may not be written, or the disk is full.
void write_file_atomically(const std::filesystem::path& path, std::span<const std::uint8_t> bytes);
void write_file_atomically(const std::filesystem::path& path, std::string_view text);

/// UTF-8 text of `bytes`, without a byte order mark.
std::string_view text_of(std::span<const std::uint8_t> bytes);

}  // namespace fovea
