#include "app/cli/network.h"

#include <filesystem>
#include <fmt/format.h>

#include "app/cli/failure.h"
#include "core/base/files.h"
#include "core/base/text.h"
#include "core/document/project/project.h"
#include "core/media/npy.h"
#include "core/media/preprocess.h"
#include "core/onnx/bundled.h"

namespace fovea::app {
namespace {

std::string quoted_name(const Graph& graph, ValueId value) {
  return fmt::format("“{:.60}”", printable(graph.name_of(value)));
}

/// Which file belongs to which input, by position.
std::vector<std::string> assign_files(const Model& model, const RunCall& call) {
  const std::vector<GraphInput>& inputs = model.graph.structure().inputs;
  std::vector<std::string> files(inputs.size());
  std::size_t next = 0;
  for (const std::string& text : call.inputs) {
    std::size_t index = inputs.size();
    std::string file = text;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      const std::string prefix = model.graph.name_of(inputs[i].value) + "=";
      if (!text.starts_with(prefix)) continue;
      index = i;
      file = text.substr(prefix.size());
    }
    while (index == inputs.size() && next < inputs.size() && !files[next].empty()) ++next;
    if (index == inputs.size()) index = next;
    if (index >= inputs.size() || !files[index].empty()) {
      throw FileError(text, Error{fmt::format("the network has {} input{} and needs no further one",
                                              inputs.size(), inputs.size() == 1 ? "" : "s")});
    }
    files[index] = file;
  }
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (!files[i].empty()) continue;
    throw FileError(call.model, Error{fmt::format("its input {} is missing: say -i NAME=FILE",
                                                  quoted_name(model.graph, inputs[i].value))});
  }
  return files;
}

void copy_numbers(const std::vector<double>& from, std::array<double, 3>& to, const char* option) {
  if (from.empty()) return;
  if (from.size() != 1 && from.size() != 3) {
    throw Error{fmt::format("{} takes one number or three, not {}", option, from.size())};
  }
  for (std::size_t i = 0; i < 3; ++i) to[i] = from[from.size() == 1 ? 0 : i];
}

void override_with(const PictureOptionsOfCall& said, Preprocessing& preprocessing) {
  if (said.size) std::tie(preprocessing.width, preprocessing.height) = *said.size;
  if (said.resize_shorter) preprocessing.resize_shorter = said.resize_shorter;
  if (said.fit) preprocessing.fit = *said.fit;
  if (said.filter) preprocessing.filter = *said.filter;
  if (said.antialias) preprocessing.antialias = *said.antialias;
  if (said.channels) preprocessing.channels = *said.channels;
  if (said.scale) preprocessing.scale = *said.scale / 255.0;
  copy_numbers(said.mean, preprocessing.mean, "--mean");
  copy_numbers(said.deviation, preprocessing.deviation, "--std");
}

/// Width and height that the network gets: what its input fixes, else what is known or said.
std::pair<int, int> input_size(const Preprocessing& preprocessing, const RunCall& call,
                               const std::vector<std::int64_t>& dims) {
  const bool is_nchw = preprocessing.layout == Layout::nchw;
  const std::int64_t height = dims[is_nchw ? 2 : 1], width = dims[is_nchw ? 3 : 2];
  const auto choose = [&](std::int64_t fixed, int known) {
    if (fixed > 0 && known > 0 && call.picture.size && fixed != known) {
      throw Error{fmt::format("it takes {} × {} pixels (W × H), not --size {}x{}", width, height,
                              call.picture.size->first, call.picture.size->second)};
    }
    if (fixed > 0) return static_cast<int>(std::min<std::int64_t>(fixed, 1 << 30));
    if (known > 0) return known;
    throw Error{"it takes pictures of any size: say --size WxH"};
  };
  return {choose(width, preprocessing.width), choose(height, preprocessing.height)};
}

Tensor read_picture_input(const Model& model, const RunCall& call, const std::string& file,
                          const GraphInput& input) {
  if (input.dims.size() != 4) {
    throw FileError(file, Error{fmt::format("the input {} is no picture but {}: give it an .npy",
                                            quoted_name(model.graph, input.value),
                                            Shape(input.dims).to_string())});
  }
  const Preprocessing preprocessing = preprocessing_of(model, call, input.dims);
  const auto [width, height] =
      about(call.model, [&] { return input_size(preprocessing, call, input.dims); });
  return about(file, [&, width = width, height = height] {
    const Picture picture = read_picture(file);
    if (!picture.warning.empty()) {
      fmt::print(stderr, "fovea: {}: {}\n", printable(file), picture.warning);
    }
    return preprocess(picture, preprocessing, {}, width, height);
  });
}

bool is_npy(const std::string& file) { return std::filesystem::path(file).extension() == ".npy"; }

}  // namespace

bool is_project(const std::string& name) {
  return std::filesystem::path(name).extension() == k_project_ending;
}

Model open_model(const std::string& name) {
  return about(name, [&] {
    if (is_bundled_network(name)) return bundled_network(name);
    return is_project(name) ? edited_model(load_project(name).project.document)
                            : load_model(std::filesystem::path(name));
  });
}

Preprocessing preprocessing_of(const Model& model, const RunCall& call,
                               const std::vector<std::int64_t>& dims) {
  return about(call.model, [&] {
    Preprocessing preprocessing;
    const auto known = model.metadata.find("fovea.input");
    if (known != model.metadata.end()) {
      preprocessing = preprocessing_from_json(known->second);
    } else {
      const bool is_nhwc = dims[1] != 1 && dims[1] != 3 && (dims[3] == 1 || dims[3] == 3);
      preprocessing.layout = is_nhwc ? Layout::nhwc : Layout::nchw;
      if (dims[is_nhwc ? 3 : 1] == 1) preprocessing.channels = Channels::gray;
    }
    override_with(call.picture, preprocessing);
    if (known == model.metadata.end() && !call.picture.any()) {
      fmt::print(stderr,
                 "fovea: {}: it does not say how pictures are to be prepared; took {}, 0 to 1, the "
                 "centre\n",
                 printable(call.model),
                 preprocessing.channels == Channels::gray ? "grey" : "red, green, blue");
    }
    return preprocessing;
  });
}

std::vector<Tensor> read_inputs(const Model& model, const RunCall& call) {
  const std::vector<GraphInput>& inputs = model.graph.structure().inputs;
  const std::vector<std::string> files = assign_files(model, call);
  std::vector<Tensor> tensors;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (is_npy(files[i])) {
      tensors.push_back(
          about(files[i], [&] { return read_npy(files[i]).to(ElementType::float32); }));
    } else {
      tensors.push_back(read_picture_input(model, call, files[i], inputs[i]));
    }
  }
  return tensors;
}

std::vector<std::string> read_classes(const std::string& file) {
  const Bytes bytes = about(file, [&] { return read_file(file); });
  const std::string_view text = text_of(bytes);
  std::vector<std::string> names;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    std::string_view line = text.substr(begin, end - begin);
    if (line.ends_with('\r')) line.remove_suffix(1);
    names.emplace_back(line);
    begin = end + 1;
  }
  while (!names.empty() && names.back().empty()) names.pop_back();
  if (names.empty()) throw FileError(file, Error{"it names no class"});
  return names;
}

}  // namespace fovea::app
