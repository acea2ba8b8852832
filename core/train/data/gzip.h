#pragma once

#include "core/base/files.h"

namespace fovea {

bool is_gzip(std::span<const std::uint8_t> bytes);

/// The first `most` bytes that are packed in `bytes` (fewer where there are no more), one member
/// after the other. Memory grows with what is really there. Throws Error where the data are damaged
/// or end too early; checksums are looked at where the end is reached.
/// Source: RFC 1952.
Bytes unpack_gzip(std::span<const std::uint8_t> bytes, std::size_t most);

}  // namespace fovea
