#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/cli/commands.h"
#include "app/cli/failure.h"
#include "app/cli/network.h"
#include "app/cli/output.h"
#include "core/base/text.h"
#include "core/graph/shaped_graph.h"
#include "core/onnx/bundled.h"

namespace fovea::app {
namespace {

using Json = nlohmann::ordered_json;

/// Shapes of the inputs: the call's, else what the model fixes, its free extents as its own
/// preprocessing has them.
std::vector<Shape> input_shapes(const Model& model, const InfoCall& call) {
  if (!call.input_shape.empty()) return {Shape(call.input_shape)};
  std::vector<std::int64_t> fallback;
  if (const auto known = model.metadata.find("fovea.input"); known != model.metadata.end()) {
    const Preprocessing own = preprocessing_from_json(known->second);
    if (own.width > 0 && own.height > 0) {
      const std::int64_t channels = own.channel_count();
      fallback = own.layout == Layout::nchw
                     ? std::vector<std::int64_t>{1, channels, own.height, own.width}
                     : std::vector<std::int64_t>{1, own.height, own.width, channels};
    }
  }
  try {
    return declared_shapes(model.graph, fallback);
  } catch (const Error& error) {
    throw Error{fmt::format("{}: say --input-shape", error.what()), error.where()};
  }
}

Json field_json(const ReceptiveField& field) {
  Json size = Json::array(), jump = Json::array();
  for (const AxisField& axis : field) {
    size.push_back(axis.size);
    jump.push_back(axis.jump);
  }
  return {{"size", size}, {"jump", jump}};
}

Json layers_json(const ShapedGraph& shaped) {
  Json layers = Json::array();
  for (std::size_t i = 0; i < shaped.graph.nodes().size(); ++i) {
    const Node& node = shaped.graph.nodes()[i];
    const auto output = static_cast<std::size_t>(node.outputs[0]);
    layers.push_back({{"name", printable(node.name)},
                      {"op", node.op->name},
                      {"shape", shaped.types[output].shape.dims()},
                      {"params", shaped.costs[i].params},
                      {"macs", shaped.costs[i].macs},
                      {"receptive_field", field_json(shaped.fields[output])},
                      {"bytes", shaped.costs[i].bytes}});
  }
  return layers;
}

/// "5 × 5 / 2": size, then the jump between neighbouring positions where it is not 1.
std::string field_text(const ReceptiveField& field) {
  std::string text;
  for (const AxisField& axis : field) {
    text += fmt::format("{}{}/{}", text.empty() ? "" : " × ", axis.size, axis.jump);
  }
  return text.empty() ? "–" : text;
}

std::string cut(const std::string& name, std::size_t length) {
  const std::string text = printable(name);
  return text.size() <= length ? text : text.substr(0, length - 1) + "~";
}

void print_table(const ShapedGraph& shaped) {
  constexpr auto k_row = "{:<24} {:<20} {:<20} {:>12} {:>15} {:<20} {:>12}\n";
  fmt::print(k_row, "layer", "operator", "output", "parameters", "MACs", "sees (size/jump)",
             "bytes");
  for (std::size_t i = 0; i < shaped.graph.nodes().size(); ++i) {
    const Node& node = shaped.graph.nodes()[i];
    const auto output = static_cast<std::size_t>(node.outputs[0]);
    const NodeCost& cost = shaped.costs[i];
    fmt::print(k_row, cut(node.name, 24), node.op->name, shaped.types[output].shape.to_string(),
               cost.params, cost.macs, field_text(shaped.fields[output]), cost.bytes);
  }
  fmt::print(k_row, "total", "", "", shaped.total.params, shaped.total.macs, "",
             shaped.total.bytes);
}

/// A model that cannot run has no shapes: its nodes, and what keeps it from running.
void tell_unsupported(const InfoCall& call, const ModelSummary& summary) {
  if (!call.engine.json) {
    fmt::print("{:<24} {:<20} {}\n", "layer", "operator", "why it cannot run");
    for (const NodeSummary& node : summary.nodes) {
      fmt::print("{:<24} {:<20} {}\n", cut(node.name, 24), cut(node.op, 20), node.reason);
    }
    return;
  }
  Json layers = Json::array(), unsupported = Json::array();
  for (const NodeSummary& node : summary.nodes) {
    const std::string name = printable(node.name), op = printable(node.op);
    layers.push_back({{"name", name},
                      {"op", op},
                      {"shape", nullptr},
                      {"params", nullptr},
                      {"macs", nullptr},
                      {"receptive_field", nullptr},
                      {"bytes", nullptr}});
    if (!node.reason.empty()) {
      unsupported.push_back({{"node", name}, {"op", op}, {"reason", node.reason}});
    }
  }
  fmt::print("{}", text_of(Json{{"model", call.model},
                                {"layers", layers},
                                {"params", nullptr},
                                {"macs", nullptr},
                                {"unsupported", unsupported}}));
}

}  // namespace

int info(const InfoCall& call) {
  if (!is_bundled_network(call.model) && !is_project(call.model)) {
    const ModelSummary summary = about(call.model, [&] { return inspect_model(call.model); });
    if (!summary.unsupported().empty()) {
      tell_unsupported(call, summary);
      return 0;
    }
  }
  const Model model = open_model(call.model);
  const auto shaped =
      about(call.model, [&] { return shape_graph(model.graph, input_shapes(model, call)); });
  if (!call.engine.json) {
    print_table(*shaped);
    return 0;
  }
  fmt::print("{}", text_of(Json{{"model", call.model},
                                {"layers", layers_json(*shaped)},
                                {"params", shaped->total.params},
                                {"macs", shaped->total.macs},
                                {"unsupported", Json::array()}}));
  return 0;
}

}  // namespace fovea::app
