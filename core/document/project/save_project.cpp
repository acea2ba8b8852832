#include <algorithm>
#include <cmath>
#include <cstring>

#include "core/base/error.h"
#include "core/base/replace_file.h"
#include "core/document/project/archive.h"
#include "core/document/project/project_json.h"
#include "core/document/project/run_files.h"
#include "core/kernel/saved_kernel.h"

namespace fovea {
namespace {

using Packing = ArchiveDraft::Packing;

constexpr std::size_t k_alignment = 64;  // of a tensor in its file

bool is_finite(const Tensor& tensor) {
  return tensor.type() != ElementType::float32 ||
         std::ranges::all_of(tensor.floats(), [](float value) { return std::isfinite(value); });
}

/// Tensors one after the other, as they lie in memory (little-endian).
class TensorFile {
 public:
  std::int64_t add(const Tensor& tensor) {
    const std::size_t place = (bytes_.size() + k_alignment - 1) / k_alignment * k_alignment;
    bytes_.resize(place + tensor.bytes());
    std::memcpy(bytes_.data() + place, tensor.data(), tensor.bytes());
    return static_cast<std::int64_t>(place);
  }
  Bytes take() { return std::move(bytes_); }

 private:
  Bytes bytes_;
};

/// ONNX holds finite weights: others, which a training that went wrong leaves, are zero in it.
Model finite_model(Model model, TensorPlaces& places, TensorFile& file) {
  for (std::size_t id = 0; id < model.graph.value_count(); ++id) {
    const auto value = static_cast<ValueId>(id);
    const Tensor weight = model.graph.weight(value);
    if (weight.empty() || is_finite(weight)) continue;
    places[model.graph.name_of(value)] = file.add(weight);
    model.graph = model.graph.with_weight(value, Tensor::filled(weight.shape(), 0.0F));
  }
  return model;
}

void add_network(const Network& network, ArchiveDraft& draft, WeightPlaces& places) {
  TensorFile file;
  const Graph& original = network.origin->model.graph;
  for (std::size_t id = 0; id < original.value_count(); ++id) {
    const auto value = static_cast<ValueId>(id);
    const Tensor& weight = network.graph.weight(value);
    if (!weight.empty() && !same(weight, original.weight(value)))
      places.edited[original.name_of(value)] = file.add(weight);
  }
  draft.add(k_network_file,
            serialize_model(finite_model(network.origin->model, places.originals, file)));
  draft.add(k_weights_file, file.take());
}

/// As a kernel file that can be opened by itself; its own name may be one that no file has.
void add_kernel(const PictureFilter& filter, ArchiveDraft& draft) {
  SavedKernel kernel{.name = filter.name, .cells = filter.kernel};
  if (filter.name.find_first_not_of(" \t\r\n") == std::string::npos) kernel.name = "kernel";
  draft.add(k_kernel_file, encode_saved_kernel(kernel), Packing::deflated);
}

}  // namespace

void save_project(const Project& project, const std::filesystem::path& path,
                  const std::filesystem::path& runs) {
  remove_abandoned(path);
  ArchiveDraft draft;
  WeightPlaces places;
  add_network(project.document.network, draft, places);
  draft.add(k_picture_file, encode_png(*project.document.input->picture));
  add_kernel(project.document.filter, draft);
  draft.add(k_project_text, project_text(project, places), Packing::deflated);
  if (!runs.empty() && !project.runs.empty()) {
    const auto holder = std::make_shared<HeldFiles>(runs);
    for (const std::string& name : project.runs) add_run(draft, runs / name, name, holder);
  }
  for (const auto& [name, bytes] : project.not_understood.files) draft.add(name, *bytes, bytes);
  draft.write(path);
}

}  // namespace fovea
