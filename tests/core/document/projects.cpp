#include "tests/core/document/projects.h"

#include <cmath>
#include <cstring>
#include <fmt/format.h>
#include <zip.h>

#include "core/document/edits.h"
#include "core/document/unit_view.h"
#include "core/media/preprocess.h"
#include "core/onnx/bundled.h"

namespace fovea::testing {
namespace {

/// Choices of a seed.
class Dice {
 public:
  explicit Dice(unsigned seed) : random_(seed) {}
  std::int64_t below(std::int64_t count) {
    return std::uniform_int_distribution<std::int64_t>(0, count - 1)(random_);
  }
  bool coin() { return below(2) == 1; }
  float number() { return std::normal_distribution<float>()(random_); }
  template <typename T, std::size_t N>
  T one_of(const std::array<T, N>& all) {
    return all[static_cast<std::size_t>(below(N))];
  }

 private:
  std::mt19937 random_;
};

std::shared_ptr<const Picture> random_picture(Dice& dice) {
  const Shape shape{1 + dice.below(60), 1 + dice.below(60), dice.coin() ? 1 : 3};
  Picture picture;
  picture.pixels = Tensor(shape, ElementType::uint8);
  for (std::uint8_t& pixel : picture.pixels.mutable_values<std::uint8_t>())
    pixel = static_cast<std::uint8_t>(dice.below(256));
  picture.name =
      dice.one_of(std::array<std::string, 4>{"cat.png", "", "50 % Ä\n“x”.jpg", "\xff\x80.png"});
  if (dice.coin()) picture.warning = "its end is missing";
  if (dice.coin()) picture.path = "/home/some one/50%/\xff.png";
  return std::make_shared<const Picture>(std::move(picture));
}

void edit_weights(Document& document, Dice& dice) {
  const Graph& graph = document.network.graph;
  for (std::int64_t edits = dice.below(4); edits > 0; --edits) {
    const auto node =
        static_cast<NodeId>(dice.below(static_cast<std::int64_t>(graph.nodes().size())));
    const std::int64_t units = unit_count(graph, node), slices = slice_count(graph, node);
    if (units == 0) continue;
    const Unit unit{node, dice.below(units)};
    if (slices > 0 && dice.coin())
      document = set_kernel_cell(document, {unit, dice.below(slices)}, 0, dice.number()).document;
    if (dice.coin()) document = set_muted(document, unit, true).document;
  }
  if (dice.below(4) > 0) return;
  // As a training that went wrong leaves it.
  for (std::size_t id = 0; id < graph.value_count(); ++id) {
    const auto value = static_cast<ValueId>(id);
    if (!graph.is_weight(value) || graph.weight(value).type() != ElementType::float32) continue;
    document = with_weights(
        document, graph.with_weight(value, Tensor::filled(graph.weight(value).shape(), NAN)));
    return;
  }
}

PictureFilter random_filter(Dice& dice) {
  PictureFilter filter = first_filter();
  filter.name = dice.one_of(std::array<std::string, 3>{"Sobel x", "", std::string(200, 'k')});
  filter.kernel = Tensor(Shape{1 + dice.below(31), 1 + dice.below(31)});
  for (float& cell : filter.kernel.mutable_values<float>()) cell = dice.number();
  filter.bias = dice.number();
  filter.stride = {1 + dice.below(4), 1 + dice.below(4)};
  filter.dilation = {1 + dice.below(4), 1 + dice.below(4)};
  filter.padding = static_cast<PaddingRule>(dice.below(3));
  filter.pads = {dice.below(9), dice.below(9), dice.below(9), dice.below(9)};
  filter.border = static_cast<Border>(dice.below(4));
  filter.flip = dice.coin();
  filter.colour = dice.coin();
  filter.summed = dice.coin();
  filter.on_toy = dice.coin();
  Tensor toy(filter.toy.shape());
  for (float& cell : toy.mutable_values<float>()) cell = dice.number();
  filter.toy = toy;
  return filter;
}

void look_at(Project& project, Dice& dice) {
  Document& document = project.document;
  const Graph& graph = document.network.graph;
  const auto values = static_cast<std::int64_t>(graph.value_count());
  const auto value = static_cast<ValueId>(dice.below(values));
  if (!graph.is_weight(value)) {
    const UnitView view = unit_view(shape_document(document)->shape(value));
    document.selection = {.value = value,
                          .unit = dice.below(view.units + 1) - 1,
                          .kernel_input = dice.below(3),
                          .pinned = std::nullopt};
    if (dice.coin()) document.selection.pinned = {dice.below(view.rows), dice.below(view.columns)};
    project.look.expanded.insert(value);
  }
  document.view = {.lens = static_cast<Lens>(dice.below(3)),
                   .kernel_in_network = dice.coin(),
                   .scope = static_cast<ScaleScope>(dice.below(4)),
                   .peak = dice.coin(),
                   .map_pixels = static_cast<int>(dice.below(400))};
  project.look.details = dice.coin();
  project.look.covered = dice.coin();
  project.look.truth = static_cast<int>(dice.below(11)) - 1;
  project.look.predicted = static_cast<int>(dice.below(11)) - 1;
  project.look.scroll_x = std::abs(dice.number()) * 1000;
  project.look.scroll_y = std::abs(dice.number()) * 1000;
  for (KernelLook::Window& window : project.look.kernel.windows)
    if (dice.coin()) window = {dice.below(7), dice.below(9), 7 + dice.below(5), 9 + dice.below(5)};
  project.look.kernel.page = static_cast<int>(dice.below(5));
  project.look.kernel.look = static_cast<int>(dice.below(3));
  project.look.kernel.unit = static_cast<int>(dice.below(3));
  project.look.kernel.read = static_cast<int>(dice.below(3));
  project.look.kernel.pixels = dice.coin();
  if (dice.coin()) project.look.figure = R"({"what":"maps","zoom":4})";
}

bool same_bytes(const Tensor& a, const Tensor& b) {
  return a.shape() == b.shape() && a.type() == b.type() &&
         (a.empty() || std::memcmp(a.data(), b.data(), a.bytes()) == 0);
}

bool same_weights(const Graph& a, const Graph& b) {
  if (a.nodes().size() != b.nodes().size() || a.value_count() != b.value_count()) return false;
  for (std::size_t id = 0; id < a.value_count(); ++id) {
    const auto value = static_cast<ValueId>(id);
    const ValueId other = b.find_value(a.name_of(value));
    if (other == k_no_value || !same_bytes(a.weight(value), b.weight(other))) return false;
  }
  return true;
}

/// Units with the name of what makes them, as numbers of nodes may differ.
std::set<std::pair<std::string, std::int64_t>> named(const Network& network) {
  std::set<std::pair<std::string, std::int64_t>> names;
  for (const Unit& unit : network.muted) {
    const Node& node = network.graph.node(unit.node);
    names.insert({network.graph.name_of(node.outputs[0]), unit.index});
  }
  return names;
}

std::string selected(const Document& document) {
  const Selection& it = document.selection;
  if (it.value == k_no_value) return "nothing";
  const auto pinned = it.pinned.value_or(std::pair<std::int64_t, std::int64_t>{-1, -1});
  return fmt::format("{} {} {} {} {}", document.network.graph.name_of(it.value), it.unit,
                     it.kernel_input, pinned.first, pinned.second);
}

std::set<std::string> expanded(const Project& project) {
  std::set<std::string> names;
  for (const ValueId value : project.look.expanded)
    names.insert(project.document.network.graph.name_of(value));
  return names;
}

std::string difference(const Network& a, const Network& b) {
  const NetworkOrigin &x = *a.origin, &y = *b.origin;
  if (x.name != y.name || x.path != y.path || x.model.name != y.model.name ||
      x.model.producer != y.model.producer)
    return "names of the network";
  if (x.model.metadata != y.model.metadata || x.classes != y.classes ||
      x.unit_names != y.unit_names || x.preprocessing != y.preprocessing)
    return "metadata";
  if (!same_weights(x.model.graph, y.model.graph)) return "original weights";
  if (!same_weights(a.graph, b.graph)) return "weights";
  if (!same_weights(a.computed, b.computed)) return "weights that are computed";
  if (named(a) != named(b)) return "muted units";
  return a.is_edited() == b.is_edited() ? "" : "whether it is edited";
}

std::string difference(const Input& a, const Input& b) {
  if (a.kind != b.kind) return "kind of input";
  if (!same_bytes(a.picture->pixels, b.picture->pixels)) return "pixels";
  if (a.picture->name != b.picture->name || a.picture->warning != b.picture->warning ||
      a.picture->path != b.picture->path)
    return "words of the picture";
  if (!(a.crop == b.crop) || a.width != b.width || a.height != b.height) return "crop";
  return a.preprocessing == b.preprocessing ? "" : "preprocessing";
}

}  // namespace

Project random_project(unsigned seed) {
  Dice dice(seed);
  const std::string name{
      dice.one_of(std::array<std::string_view, 3>{"edges", "lenet5-digits", "natural10"})};
  Project project;
  project.document = make_document(
      make_origin(bundled_network(name), name, dice.coin() ? "/tmp/50%/\xff.onnx" : ""),
      random_picture(dice));
  Document& document = project.document;
  edit_weights(document, dice);
  Input input = *document.input;
  if (dice.coin()) input.kind = Input::Kind::drawing;
  if (dice.coin()) input.crop = {dice.number(), dice.number(), 1 + std::abs(dice.number()), 0.1};
  if (dice.coin()) input.preprocessing.scale = std::abs(dice.number());
  input.preprocessing.known = dice.coin();
  document.input = std::make_shared<const Input>(input);
  document.filter = random_filter(dice);
  look_at(project, dice);
  if (dice.coin()) project.copy_of = dice.coin() ? "" : "/home/some one/a.fovea";
  if (project.copy_of == "/home/some one/a.fovea") project.copy_stamp = "12 3456 78.9";
  return project;
}

std::string difference(const Project& a, const Project& b) {
  const Document &x = a.document, &y = b.document;
  if (const std::string it = difference(x.network, y.network); !it.empty()) return it;
  if (const std::string it = difference(*x.input, *y.input); !it.empty()) return it;
  if (!(x.filter == y.filter)) return "filter";
  if (selected(x) != selected(y)) return selected(x) + " and " + selected(y);
  if (!(x.view == y.view)) return "view";
  Look look = b.look;
  look.expanded = a.look.expanded;  // by number
  if (!(a.look == look) || expanded(a) != expanded(b)) return "look";
  if (a.copy_of != b.copy_of || a.copy_stamp != b.copy_stamp) return "what it is a copy of";
  return a.run == b.run && a.runs == b.runs ? "" : "runs";
}

TextsByName files_of(const std::filesystem::path& path) {
  TextsByName files;
  zip_t* zip = zip_open(path.c_str(), ZIP_RDONLY, nullptr);
  if (zip == nullptr) return files;
  for (zip_int64_t i = 0; i < zip_get_num_entries(zip, 0); ++i) {
    zip_stat_t entry;
    zip_stat_index(zip, static_cast<zip_uint64_t>(i), 0, &entry);
    std::string text(entry.size, '\0');
    zip_file_t* file = zip_fopen_index(zip, static_cast<zip_uint64_t>(i), 0);
    zip_fread(file, text.data(), text.size());
    zip_fclose(file);
    files[entry.name] = text;
  }
  zip_discard(zip);
  return files;
}

void write_zip(const std::filesystem::path& path, const TextsByName& files) {
  zip_t* zip = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, nullptr);
  for (const auto& [name, text] : files)
    zip_file_add(zip, name.c_str(), zip_source_buffer(zip, text.data(), text.size(), 0),
                 ZIP_FL_ENC_UTF_8);
  zip_close(zip);
}

void change_file(const std::filesystem::path& path, const std::string& name,
                 const std::function<std::string(const std::string&)>& change) {
  TextsByName files = files_of(path);
  files[name] = change(files[name]);
  write_zip(path, files);
}

}  // namespace fovea::testing
