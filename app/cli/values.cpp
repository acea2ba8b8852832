#include "app/cli/values.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/base/text.h"
#include "core/media/npy.h"

namespace fovea::app {
namespace {

void measure(ValueRow& row) {
  const Tensor tensor = row.tensor.to(ElementType::float32);
  const auto values = tensor.floats();
  if (values.empty()) return;
  const auto [min, max] = std::ranges::minmax(values);
  double sum = 0;
  for (const float value : values) sum += value;
  row.min = min;
  row.max = max;
  row.mean = sum / static_cast<double>(values.size());
  row.holds_nan = std::ranges::any_of(values, [](float value) { return std::isnan(value); });
}

Tensor without_batch(const Tensor& tensor) {
  const auto dims = tensor.shape().dims();
  if (dims.size() < 2 || dims[0] != 1) return tensor;
  return tensor.reshaped(Shape(dims.subspan(1)));
}

}  // namespace

std::vector<ValueRow> value_rows(const Frame& frame) {
  const Graph& graph = frame.graph;
  std::vector<ValueRow> rows;
  const auto add = [&](ValueId id, std::string_view op, double ms) {
    ValueRow row{.id = id,
                 .index = rows.size(),
                 .name = graph.name_of(id),
                 .op = std::string(op),
                 .ms = ms,
                 .tensor = frame.value(id),
                 .file = {}};
    measure(row);
    rows.push_back(std::move(row));
  };
  for (const GraphInput& input : graph.structure().inputs) add(input.value, "Input", 0);
  for (std::size_t i = 0; i < graph.nodes().size(); ++i) {
    for (const ValueId output : graph.nodes()[i].outputs) {
      if (output != k_no_value) add(output, graph.nodes()[i].op->name, frame.node_ms[i]);
    }
  }
  return rows;
}

nlohmann::ordered_json to_json(const ValueRow& row) {
  nlohmann::ordered_json json{{"index", row.index}, {"name", printable(row.name)},
                              {"op", row.op},       {"shape", row.tensor.shape().dims()},
                              {"min", row.min},     {"max", row.max},
                              {"mean", row.mean},   {"ms", row.ms},
                              {"file", nullptr}};
  if (!row.file.empty()) json["file"] = row.file;
  return json;
}

void dump_values(std::vector<ValueRow>& rows, const std::string& folder) {
  for (ValueRow& row : rows) {
    row.file = fmt::format("{:03}-{}.npy", row.index, file_part(row.name));
    const std::string path = (std::filesystem::path(folder) / row.file).string();
    write_npy(path, without_batch(row.tensor.to(ElementType::float32)));
  }
}

std::string file_part(const std::string& name) {
  std::string part = name.substr(0, 80);
  std::ranges::replace_if(
      part, [](unsigned char c) { return !std::isalnum(c) && c != '.' && c != '-' && c != '_'; },
      '_');
  return part;
}

}  // namespace fovea::app
