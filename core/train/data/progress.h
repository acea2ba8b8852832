#pragma once

#include <cstdint>
#include <functional>

namespace fovea {

/// Told now and then how far the reading of a set is: `done` of `total`, which is 0 while it is not
/// known. Called by one thread at a time, which may be any; empty where nobody wants to know.
using DataProgress = std::function<void(std::int64_t done, std::int64_t total)>;

}  // namespace fovea
