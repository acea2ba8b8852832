#pragma once

#include <string>
#include <vector>

#include "app/cli/options.h"
#include "core/onnx/model.h"

namespace fovea::app {

/// Whether a file's name is a project's.
bool is_project(const std::string& name);

/// A bundled network by its name, that of a project as it was edited, else an ONNX file. Throws
/// FileError.
Model open_model(const std::string& name);

/// The model's preprocessing with what the call says instead; says on standard error where neither
/// knows. `dims` is the input's shape as declared, -1 where free. Throws FileError.
Preprocessing preprocessing_of(const Model& model, const RunCall& call,
                               const std::vector<std::int64_t>& dims);

/// One tensor for each of the graph's inputs, in their order, from the pictures and .npy files of
/// the call. Throws FileError.
std::vector<Tensor> read_inputs(const Model& model, const RunCall& call);

/// Names of classes, one a line. Throws FileError.
std::vector<std::string> read_classes(const std::string& file);

}  // namespace fovea::app
