#include <algorithm>
#include <array>
#include <cstring>
#include <fmt/format.h>

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/document/project/archive.h"
#include "core/document/project/names.h"
#include "core/document/project/project_json.h"
#include "core/document/project/run_files.h"
#include "core/kernel/saved_kernel.h"
#include "core/train/run_store.h"

namespace fovea {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t k_largest_text = std::size_t{64} << 20;

/// Runs `read`; an Error that comes out of it is about that file of the project.
template <typename Read>
auto about(const char* file, Read&& read) {
  try {
    return read();
  } catch (const Error& error) {
    throw error.at(file);
  }
}

Graph with_tensors(const Graph& graph, const TensorPlaces& places, const Bytes& bytes) {
  Graph result = graph;
  for (const auto& [name, place] : places) {
    const ValueId value = graph.find_value(name);
    if (value == k_no_value || !graph.is_weight(value))
      throw Error{"the network has no weight of this name", printable(name)};
    const Tensor& shaped = graph.weight(value);
    const auto size = static_cast<std::int64_t>(bytes.size());
    if (static_cast<std::int64_t>(shaped.bytes()) > size ||
        place > size - static_cast<std::int64_t>(shaped.bytes()))
      throw Error{"the weights end too early", printable(name)};
    Tensor weight(shaped.shape(), shaped.type());
    const auto copy = [&]<typename T>(std::span<T> to) {
      std::memcpy(to.data(), bytes.data() + place, to.size_bytes());
    };
    switch (shaped.type()) {
      case ElementType::float32:
        copy(weight.mutable_values<float>());
        break;
      case ElementType::float64:
        copy(weight.mutable_values<double>());
        break;
      case ElementType::int64:
        copy(weight.mutable_values<std::int64_t>());
        break;
      case ElementType::uint8:
        copy(weight.mutable_values<std::uint8_t>());
        break;
    }
    result = result.with_weight(value, std::move(weight));
  }
  return result;
}

Network read_network(const Archive& archive, ProjectReading& reading) {
  const ProjectReading::NetworkPart part = reading.network();
  const Bytes onnx = archive.read(k_network_file);
  Model model = about(k_network_file, [&] { return load_model(std::as_bytes(std::span(onnx))); });
  const Bytes bytes = archive.read(k_weights_file);
  Network network;
  about(k_weights_file, [&] {
    model.graph = with_tensors(model.graph, part.places.originals, bytes);
    network.graph = with_tensors(model.graph, part.places.edited, bytes);
  });
  model.name = part.graph_name;
  model.producer = part.producer;
  network.computed = network.graph;
  network.origin = make_origin(std::move(model), part.name, part.path);
  return network;
}

Tensor read_kernel(const Archive& archive) {
  return about(k_kernel_file, [&] {
    const Bytes bytes = archive.read(k_kernel_file);
    const SavedKernel kernel = decode_saved_kernel(text_of(bytes));
    if (kernel.is_bank()) throw Error{"it is a bank of kernels, not one"};
    return kernel.cells;
  });
}

Tensor read_pixels(const Archive& archive) {
  const Bytes bytes = archive.read(k_picture_file);
  return about(k_picture_file, [&] { return decode_picture(bytes, {}).pixels; });
}

bool is_understood(const std::string& name) {
  static constexpr std::array k_files{k_project_text, k_network_file, k_weights_file,
                                      k_picture_file, k_kernel_file};
  return std::ranges::find(k_files, name) != k_files.end();
}

void keep(const Archive& archive, const std::string& name, NotUnderstood& kept) {
  kept.files[name] = std::make_shared<const Bytes>(archive.read(name));
}

void keep_run(const Archive& archive, const std::string& run, NotUnderstood& kept) {
  for (const std::string& name : archive.names())
    if (name.starts_with("runs/" + run + '/')) keep(archive, name, kept);
}

/// Puts each run where runs are, or keeps it in the project alone. A copy names runs that it does
/// not hold: they are on this machine.
void restore_runs(const Archive& archive, const fs::path& runs, LoadedProject& loaded) {
  Project& project = loaded.project;
  const std::string run = std::exchange(project.run, {});
  const std::vector<std::string> named = std::exchange(project.runs, {}), held = runs_in(archive);
  for (const std::string& name : held) {
    if (name == run) project.run = run;
    if (runs.empty()) {
      keep_run(archive, name, project.not_understood);
      continue;
    }
    try {
      project.runs.push_back(restore_run(archive, name, runs));
      if (name == run) project.run = project.runs.back();
    } catch (const std::exception& failure) {
      keep_run(archive, name, project.not_understood);
      const auto* error = dynamic_cast<const Error*>(&failure);
      loaded.notice = fmt::format("The run {} stays in the project alone: {}.", name,
                                  error != nullptr ? error->clause() : failure.what());
    }
  }
  for (const std::string& name : named) {
    const bool is_held = std::ranges::find(held, name) != held.end();
    if (is_held || runs.empty() || !is_run_name(name) || !RunStore::is_run(runs / name)) continue;
    project.runs.push_back(name);
    if (name == run) project.run = name;
  }
}

ProjectReading reading_of(const Archive& archive) {
  if (!archive.has(k_project_text)) throw Error{"it is a zip archive, but no project of Fovea"};
  const Bytes text = archive.read(k_project_text);
  if (text.size() > k_largest_text) throw Error{"the project is damaged", k_project_text};
  return about(k_project_text, [&] { return ProjectReading(text_of(text)); });
}

}  // namespace

std::optional<std::string> copy_of(const fs::path& path) {
  return reading_of(Archive(path)).copy_of();
}

LoadedProject load_project(const fs::path& path, const fs::path& runs) {
  const Archive archive(path);
  ProjectReading reading = reading_of(archive);
  LoadedProject loaded;
  Project& project = loaded.project;
  project.document.network = read_network(archive, reading);
  const Tensor pixels = read_pixels(archive), kernel = read_kernel(archive);
  about(k_project_text, [&] { reading.finish(project, pixels, kernel); });
  const std::vector<std::string> known_runs = runs_in(archive);
  for (const std::string& name : archive.names()) {
    const bool is_of_run =
        is_run_file(name) && std::ranges::any_of(known_runs, [&](const auto& run) {
          return name.starts_with("runs/" + run + '/');
        });
    if (!is_understood(name) && !is_of_run) keep(archive, name, project.not_understood);
  }
  restore_runs(archive, runs, loaded);
  return loaded;
}

bool looks_like_project(std::span<const std::uint8_t> first_bytes) {
  static constexpr std::array<std::uint8_t, 4> k_zip{'P', 'K', 3, 4};
  return first_bytes.size() >= k_zip.size() &&
         std::ranges::equal(first_bytes.first(k_zip.size()), k_zip);
}

bool same_work(const Document& a, const Document& b) {
  return a.network.origin == b.network.origin && a.network.graph == b.network.graph &&
         a.network.muted == b.network.muted && a.input == b.input && a.filter == b.filter;
}

}  // namespace fovea
