#pragma once

#include <span>
#include <string_view>

#include "core/onnx/model.h"

namespace fovea {

struct BundledNetwork {
  std::string_view name;      ///< everywhere: in the window, on the command line, of saved files
  std::string_view sentence;  ///< what it is for
};

/// The networks that are part of the program.
std::span<const BundledNetwork> bundled_networks();

bool is_bundled_network(std::string_view name);

/// Throws Error where there is none of that name.
Model bundled_network(std::string_view name);

/// A bank of hand-made kernels: one convolution of a grey picture, its pixels 0 to 1, of any size.
/// Nothing in it is trained. The units' names are in the metadata as `fovea.units`.
Model edges_network();

}  // namespace fovea
