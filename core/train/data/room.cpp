#include "core/train/data/room.h"

#include <fmt/format.h>

#include "core/base/error.h"
#include "core/tensor/tensor.h"

namespace fovea {

std::size_t room_for_examples(std::int64_t count, std::int64_t example_bytes) {
  const std::int64_t bytes = checked_multiply(count, example_bytes);
  if (bytes > memory_budget()) {
    throw Error{fmt::format("{} pictures would take {} of memory", count, human_bytes(bytes)),
                {},
                fmt::format("This machine can give {}: take fewer or smaller ones",
                            human_bytes(memory_budget()))};
  }
  return static_cast<std::size_t>(bytes);
}

}  // namespace fovea
