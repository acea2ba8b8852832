#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "core/document/project/project.h"

namespace fovea {

/// The version of the format that is written; see FORMAT.md.
constexpr int k_project_version = 2;

/// The files of a project beside those of its runs.
inline constexpr const char *k_project_text = "project.json",
                            *k_network_file = "network/original.onnx",
                            *k_weights_file = "network/weights.bin",
                            *k_picture_file = "inputs/picture.png",
                            *k_kernel_file = "kernels/picture.fovea-kernel.json";

/// Places of tensors in `network/weights.bin`, in bytes from its start, by the weight's name.
using TensorPlaces = std::map<std::string, std::int64_t>;

struct WeightPlaces {
  TensorPlaces edited;     ///< weights that are not the original's
  TensorPlaces originals;  ///< original weights that ONNX does not hold: some are not finite
};

/// The text of project.json, with what was not understood put back in its place.
std::string project_text(const Project& project, const WeightPlaces& places);

/// A project.json that is read, in the order in which its parts need each other.
class ProjectReading {
 public:
  /// Throws Error: it is no project's, or of a newer version. An older one is brought up to date.
  explicit ProjectReading(std::string_view text);

  std::optional<std::string> copy_of();

  /// What is said of the network itself, before its model is read.
  struct NetworkPart {
    std::string name, path, graph_name, producer;
    WeightPlaces places;
  };
  NetworkPart network();

  /// All else. `project` has its network, nothing muted; `pixels` and `kernel` come from their
  /// files. What stays of the text then is what was not understood. Throws Error.
  void finish(Project& project, const Tensor& pixels, const Tensor& kernel);

 private:
  void read_muted(Network& network);
  void read_input(Document& document, const Tensor& pixels);
  void read_filter(Document& document, const Tensor& kernel);
  void read_selection(Document& document);
  void read_view(View& view);
  void read_look(const Graph& graph, Look& look);

  nlohmann::json json_;
};

/// Brings a project.json of an older version up to date, a version at a time. Throws Error where it
/// is damaged.
void upgrade_project(nlohmann::json& json, int version);

}  // namespace fovea
