#pragma once

#include <cstddef>
#include <cstdint>

namespace fovea {

/// Bytes of `count` examples of `example_bytes` each. Throws Error where they exceed
/// `memory_budget()`, before anybody allocates them; both may come from a file.
std::size_t room_for_examples(std::int64_t count, std::int64_t example_bytes);

}  // namespace fovea
