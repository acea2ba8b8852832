#pragma once

#include "core/engine/backend.h"

namespace fovea {

/// Runs every node with its operator's CPU kernel. `threads` 0 means as many as the machine has.
std::unique_ptr<Backend> make_cpu_backend(int threads = 0);

}  // namespace fovea
