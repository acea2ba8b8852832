#pragma once

#include <string>
#include <string_view>

#include "core/graph/graph.h"

namespace fovea {

/// A name as JSON can hold it and `from_json_name` brings it back byte by byte: "%" is "%25", and
/// in a name that is no UTF-8 every byte above 7F is written in that way.
std::string json_name(std::string_view name);
std::string from_json_name(std::string_view text);

/// A node by the name of the first value that it makes, which no other node makes.
std::string name_of_node(const Graph& graph, NodeId node);
/// k_no_node where there is none.
NodeId node_of_name(const Graph& graph, std::string_view name);

/// Whether a name can be that of a run's folder, on any system.
bool is_run_name(std::string_view name);

}  // namespace fovea
