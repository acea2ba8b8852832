#pragma once

#include <memory>

#include "app/cli/options.h"
#include "core/engine/session.h"
#include "core/train/trainer.h"

namespace fovea::app {

/// The engine that the call asks for. `automatic` takes Vulkan where a real GPU is there. Throws
/// Error where the one asked for is not there.
std::shared_ptr<Backend> make_backend(const EngineOptions& options);

/// What the call asks to train on: Vulkan where it says so or names a device; `automatic` is the
/// CPU. Where Vulkan cannot, the trainer takes the CPU and says so.
TrainingEngine training_engine(const EngineOptions& options);

/// "cpu" or "vulkan", as the JSON says it.
std::string_view name_of(EngineKind kind);

}  // namespace fovea::app
