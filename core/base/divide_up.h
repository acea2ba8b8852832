#pragma once

#include <cstdint>

namespace fovea {

/// a / b rounded up, of counts that are not negative; b is at least 1.
constexpr std::int64_t divide_up(std::int64_t a, std::int64_t b) { return (a + b - 1) / b; }

}  // namespace fovea
