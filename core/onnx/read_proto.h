#pragma once

#include <cstddef>
#include <filesystem>
#include <onnx/onnx_pb.h>
#include <span>

#include "core/graph/graph.h"

namespace fovea {

/// Parses the bytes of a model. Throws Error where they are not a whole ONNX model, where its opset
/// is not known, where it has no graph with nodes and outputs, or where its tensors, those in
/// attributes and in other files counted as well, would take more than `memory_budget()`.
onnx::ModelProto read_proto(std::span<const std::byte> bytes);

/// read_proto of a file.
onnx::ModelProto read_proto(const std::filesystem::path& path);

/// Opset of the default domain.
int opset_of(const onnx::ModelProto& model);

/// Where a node's external tensors may be.
std::filesystem::path folder_of(const std::filesystem::path& path);

/// The node's operator, with its domain where that is not ONNX's own.
std::string operator_of(const onnx::NodeProto& node);

/// The node's name, its first output's where it has none.
std::string name_of(const onnx::NodeProto& node);

/// Names of the values that a node reads or that are outputs of the graph.
std::set<std::string> names_read(const onnx::GraphProto& graph);

/// Adds the node to the graph, without its outputs that are not in `read` (the mask of a Dropout),
/// but for the first. Throws Error, naming the node, where it is not supported.
void add_node(GraphBuilder& builder, const onnx::NodeProto& node,
              const std::filesystem::path& folder, const std::set<std::string>& read);

}  // namespace fovea
