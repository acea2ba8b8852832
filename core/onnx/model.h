#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/graph/graph.h"

namespace fovea {

/// The newest opset of the default ONNX domain that is known here.
constexpr int k_newest_opset = 25;

/// The model may well be right, but holds something that Fovea does not know.
class Unsupported : public Error {
 public:
  using Error::Error;
  explicit Unsupported(const Error& error) : Error(error) {}
};

/// An output as the model declares it.
struct ModelOutput {
  /// -1 where an extent is free; nothing where not even the rank is said.
  std::optional<std::vector<std::int64_t>> dims;
  ElementType type = ElementType::float32;
  friend bool operator==(const ModelOutput&, const ModelOutput&) = default;
};

/// A network as an ONNX file holds it. A value, as cheap to copy as its graph.
struct Model {
  Graph graph;
  /// ONNX's metadata_props; `fovea.classes`, `fovea.input` and `fovea.units` mean something to
  /// Fovea.
  std::map<std::string, std::string> metadata;
  std::string name;  ///< of the graph, as the file says it
  std::string producer;
  std::vector<ModelOutput> outputs;  ///< in the order of the graph's
};

/// Values for graph inputs that are not computed from but known beforehand, by the input's name,
/// such as the wanted shape of a Reshape. They become weights.
using Constants = std::map<std::string, Tensor>;

/// Reads and validates an ONNX model; where its input shapes are known (a free batch axis counts as
/// 1), all shapes as well. float16 and float64 weights become float32, whole numbers int64,
/// truth values uint8. Throws Error (Unsupported where that is the reason), with the node or the
/// place in the file as its `where` and the file's name left to the caller. External data is read
/// from the model's own folder and below it only.
Model load_model(const std::filesystem::path& path, const Constants& constants = {});

/// The same from memory; external data is refused.
Model load_model(std::span<const std::byte> bytes, const Constants& constants = {});

struct NodeSummary {
  std::string name;    ///< its first output where the node has none
  std::string op;      ///< with its domain, where that is not ONNX's own
  std::string reason;  ///< why the node cannot be run here; empty where it can
};

/// What a model consists of, told also where parts of it are not supported.
struct ModelSummary {
  std::vector<NodeSummary> nodes;   ///< in the file's order
  std::vector<std::string> inputs;  ///< names of the inputs that are no weights, in their order
  std::vector<NodeSummary> unsupported() const;
};

/// Throws Error where the file cannot be understood at all.
ModelSummary inspect_model(const std::filesystem::path& path);

/// Writes ONNX of the model's opset with its current weights, float32; names, attributes and
/// metadata as they were. All or nothing. Throws Error.
void save_model(const Model& model, const std::filesystem::path& path);

/// The bytes that `save_model` writes.
std::string serialize_model(const Model& model);

}  // namespace fovea
