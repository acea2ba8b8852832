#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/document/edits.h"

namespace fovea {

/// The names of a text file, one a line, without its empty lines and without WordNet
/// identifiers where all names begin with one. Throws Error where it cannot be read or is no text.
std::vector<std::string> read_class_names(const std::filesystem::path& path);

/// Names what the network's outputs mean, in their order; a saved network keeps the names. Throws
/// Error where there are not as many names as outputs.
Edit name_classes(const Document& document, std::vector<std::string> names);

}  // namespace fovea
