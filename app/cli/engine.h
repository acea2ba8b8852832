#pragma once

#include <memory>

#include "app/cli/options.h"
#include "core/engine/session.h"

namespace fovea::app {

/// The engine that the call asks for. `automatic` takes Vulkan where a real GPU is there. Throws
/// Error where the one asked for is not there.
std::shared_ptr<Backend> make_backend(const EngineOptions& options);

/// "cpu" or "vulkan", as the JSON says it.
std::string_view name_of(EngineKind kind);

}  // namespace fovea::app
