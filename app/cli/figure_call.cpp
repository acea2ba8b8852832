#include "app/cli/figure_call.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/cli/failure.h"
#include "app/cli/figure_run.h"
#include "app/cli/network.h"
#include "core/base/ending.h"
#include "core/base/files.h"
#include "core/base/text.h"
#include "core/base/version.h"
#include "core/document/edits.h"
#include "core/document/input_size.h"
#include "core/document/project/project.h"
#include "core/document/unit_view.h"
#include "core/figure/document_recipe.h"
#include "core/figure/filter_source.h"
#include "core/figure/recipe_window.h"
#include "core/figure/reopen.h"
#include "core/onnx/bundled.h"

namespace fovea::app {
namespace {

namespace fs = std::filesystem;

template <typename T>
void take(const std::optional<T>& said, T& target) {
  if (said) target = *said;
}
template <typename T>
void take(const std::optional<T>& said, std::optional<T>& target) {
  if (said) target = said;
}

void override_with(const FigureOptionsOfCall& said, FigureSpec& spec) {
  take(said.kind, spec.kind);
  take(said.layer, spec.layer);
  take(said.units, spec.units);
  take(said.position, spec.position);
  take(said.columns, spec.columns);
  take(said.zoom, spec.zoom);
  take(said.scope, spec.scope);
  take(said.range, spec.range);
  take(said.palette, spec.palette);
  take(said.theme, spec.theme);
  take(said.reduction, spec.reduction);
  take(said.width_mm, spec.width_mm);
  take(said.font_pt, spec.font_pt);
  take(said.paper, spec.paper);
  spec.transparent = spec.transparent || said.transparent;
  spec.caption = spec.caption || said.caption;
  spec.legend = spec.legend && !said.no_legend;
}

/// Where the model of a figure is now: where the call says, else where it was.
std::string model_of(const ExportCall& call, const FigureRecipe& recipe) {
  if (!call.model.empty()) return call.model;
  return recipe.model.path.empty() ? recipe.model.name : recipe.model.path;
}

/// Where nobody says how large pictures are, figures are those that a window begins with.
void open_as_window(FigureJob& job) {
  Preprocessing& preprocessing = *job.recipe.preprocessing;
  const auto [width, height] = start_size(job.model.graph, preprocessing);
  preprocessing.width = static_cast<int>(width);
  preprocessing.height = static_cast<int>(height);
}

/// A batch tells how pictures are prepared once, not for each.
void settle_preprocessing(const ExportCall& call, FigureJob& job) {
  const bool is_said = job.recipe.preprocessing || call.picture.size;
  if (job.recipe.preprocessing)
    job.model.metadata["fovea.input"] = to_json(*job.recipe.preprocessing);
  job.recipe.preprocessing.reset();
  if (job.uses_own_input()) {
    if (call.picture.any())
      throw FileError(call.model.empty() ? call.like : call.model,
                      Error{"its own picture is prepared as it was there: other preparation needs "
                            "-i INPUT"});
    job.recipe.preprocessing = job.own_input->preprocessing;
    job.recipe.crop = job.own_input->crop;
    return;
  }
  const std::vector<GraphInput>& inputs = job.model.graph.structure().inputs;
  const auto picture =
      std::ranges::find_if(inputs, [](const GraphInput& input) { return input.dims.size() == 4; });
  const bool shows_inputs = job.recipe.spec.kind != FigureKind::timeline && !job.inputs.empty();
  if (picture == inputs.end() || !shows_inputs) return;
  RunCall run;
  run.model = job.origin->name;
  run.picture = call.picture;
  job.recipe.preprocessing = preprocessing_of(job.model, run, picture->dims);
  if (!is_said && inputs.size() == 1) open_as_window(job);
  job.model.metadata["fovea.input"] = to_json(*job.recipe.preprocessing);
}

bool is_input_file(const fs::path& path) {
  constexpr std::string_view k_endings[] = {".png",  ".jpg", ".jpeg", ".bmp", ".gif",
                                            ".webp", ".tif", ".tiff", ".svg", ".npy"};
  return std::ranges::find(k_endings, lower_ending(path)) != std::end(k_endings);
}

/// The pictures and arrays of a folder, by name.
std::vector<std::string> files_in(const std::string& folder) {
  std::vector<std::string> files;
  std::error_code failure;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, failure))
    if (entry.is_regular_file(failure) && is_input_file(entry.path()))
      files.push_back(entry.path().string());
  if (files.empty()) throw FileError(folder, Error{"the folder holds no picture and no .npy"});
  std::ranges::sort(files);
  return files;
}

void open_network(const std::string& name, FigureJob& job) {
  job.model = open_model(name);
  about(name, [&] {
    const bool is_bundled = is_bundled_network(name);
    job.origin = make_origin(job.model, is_bundled ? name : fs::path(name).filename().string(),
                             is_bundled ? std::string() : fs::absolute(name).string());
    job.network = edited_network(job.origin, job.recipe);
    job.recipe.model = model_part(*job.origin);
  });
}

/// The dialog may have been left in a lens that is no longer shown, and layers that are named are
/// the network's.
void forget_filter(const ExportCall& call, const Document& document, FigureSpec& spec) {
  const bool is_kept = shows_filter(document) && !call.figure.layer;
  if (spec.subject == FigureSubject::network || is_kept) return;
  spec.subject = FigureSubject::network;
  spec.layer.clear();
  spec.units.clear();
  spec.position.reset();
}

/// A project's figures are as its export dialog was left, and begin as its window looks: its scale,
/// and what is selected in it.
void take_look(const Document& document, FigureSpec& spec) {
  const bool of_filter = spec.subject == FigureSubject::filter;
  if (!spec.scope) spec.scope = of_filter ? ScaleScope::layer : document.view.scope;
  if (document.view.peak) spec.reduction = Reduction::peak;
  const Selection& selection = document.selection;
  const bool shows_one = spec.kind == FigureKind::unit || spec.kind == FigureKind::arithmetic ||
                         spec.kind == FigureKind::kernels;
  if (!shows_one || of_filter || !spec.layer.empty() || selection.value == k_no_value) return;
  const Graph& graph = document.network.graph;
  const NodeId node = graph.producer(selection.value);
  if (node == k_no_node || unit_count(graph, node) == 0) return;
  spec.layer = value_label(graph, selection.value);
  if (selection.unit >= 0 && spec.units.empty()) spec.units = {selection.unit};
  if (!spec.position) spec.position = selection.pinned;
}

/// The network as the project has it, and what it is shown there.
void open_project(const ExportCall& call, const std::string& name, FigureJob& job) {
  about(name, [&] {
    const Project project = load_project(name).project;
    const Document& document = project.document;
    job.origin = document.network.origin;
    job.network = document.network;
    FigureRecipe recipe = document_recipe(document, job.recipe.spec);
    job.own_part = recipe.inputs.front();
    recipe.seed = job.recipe.seed;
    recipe.clip = job.recipe.clip;
    job.recipe = std::move(recipe);
    job.own_input = document.input;
    const std::string folder = "runs/" + project.run + '/';
    for (const auto& [file, bytes] : project.not_understood.files)
      if (!project.run.empty() && file.starts_with(folder))
        job.own_run.emplace(file.substr(folder.size()), bytes);
    job.model = job.origin->model;
    Preprocessing preprocessing = document.input->preprocessing;
    preprocessing.width = static_cast<int>(document.input->width);
    preprocessing.height = static_cast<int>(document.input->height);
    job.recipe.preprocessing = std::move(preprocessing);
    if (!call.like.empty()) return;
    if (!project.look.figure.empty())
      job.recipe.spec = spec_from_json(nlohmann::ordered_json::parse(project.look.figure));
    if (call.figure.kind) job.recipe.spec.kind = *call.figure.kind;
    forget_filter(call, document, job.recipe.spec);
    take_look(document, job.recipe.spec);
  });
}

/// The network, and where no input is said the picture, of a figure that a window made: where their
/// files are not, what the figure itself holds of them.
void open_figure(const ExportCall& call, FigureJob& job) {
  FigureParts parts = find_parts(job.recipe, call.like, nullptr);
  for (const std::string& lack : parts.lacks)
    fmt::print(stderr, "fovea: {}: {}\n", printable(call.like), lack);
  if (!parts.network) throw FileError(call.like, Error{"its network is not there: say a model"});
  job.origin = parts.network->origin;
  job.network = *parts.network;
  job.model = job.origin->model;
  if (call.inputs.empty() && parts.picture && !job.recipe.picture) {
    job.own_input = about(
        call.like, [&] { return reopened(make_document(job.origin, parts.picture), parts).input; });
    job.own_part = job.recipe.inputs.front();
  }
  const WindowPart window = about(call.like, [&] { return window_part(job.recipe.window); });
  if (!job.recipe.preprocessing || window.width == 0) return;
  job.recipe.preprocessing->width = static_cast<int>(window.width);
  job.recipe.preprocessing->height = static_cast<int>(window.height);
}

}  // namespace

FigureJob figure_job(const ExportCall& call) {
  FigureJob job;
  if (!call.like.empty()) job.recipe = about(call.like, [&] { return read_recipe(call.like); });
  const std::string name = model_of(call, job.recipe);
  const RecipePart before = job.recipe.model;
  if (call.model.empty() && !job.recipe.window.empty()) {
    open_figure(call, job);
  } else if (is_project(name)) {
    open_project(call, name, job);
  } else {
    open_network(name, job);
  }
  override_with(call.figure, job.recipe.spec);
  if (!suits_filter(job.recipe.spec.kind)) job.recipe.spec.subject = FigureSubject::network;
  if (!before.sha256.empty() && before.sha256 != job.recipe.model.sha256)
    fmt::print(stderr, "fovea: {}: it is not the very network of the figure {}\n", printable(name),
               printable(call.like));
  if (!call.like.empty() && job.recipe.edits_left_out)
    fmt::print(stderr,
               "fovea: {}: its network was edited in more weights than a figure keeps; it is made "
               "without\n",
               printable(call.like));
  job.recipe.version = version();
  job.inputs = call.inputs;
  for (const RecipePart& input : job.recipe.inputs) {
    if (call.inputs.empty() && !job.own_input)
      job.inputs.push_back(input.path.empty() ? input.name : input.path);
  }
  job.recipe.inputs.clear();
  job.recipe.crop.reset();
  if (call.engine.seed != 0) job.recipe.seed = call.engine.seed;
  settle_preprocessing(call, job);
  return job;
}

std::vector<FigureInput> figure_inputs(const ExportCall& call, const FigureJob& job) {
  const FigureKind kind = job.recipe.spec.kind;
  const bool needs_none = kind == FigureKind::network || kind == FigureKind::kernels;
  const bool has_own_run = kind == FigureKind::timeline && job.own_run.contains(k_run_log);
  if (job.uses_own_input() || (job.inputs.empty() && (needs_none || has_own_run)))
    return {FigureInput{}};
  if (job.inputs.empty() && kind == FigureKind::confusion && own_record(job))
    return {FigureInput{own_data(job)}};
  if (job.inputs.empty())
    throw FileError(call.output, Error{fmt::format("a figure of {} needs an input: say -i INPUT",
                                                   name_of(kind))});
  const bool are_data = kind == FigureKind::confusion || kind == FigureKind::timeline;
  const bool of_filter = job.recipe.spec.subject == FigureSubject::filter;
  if (!are_data && !of_filter && job.model.graph.structure().inputs.size() > 1) return {job.inputs};
  std::vector<FigureInput> inputs;
  for (const std::string& input : job.inputs) {
    if (are_data || !fs::is_directory(input)) {
      inputs.push_back({input});
    } else {
      for (const std::string& file : files_in(input)) inputs.push_back({file});
    }
  }
  return inputs;
}

bool FigureJob::uses_own_input() const {
  const FigureKind kind = recipe.spec.kind;
  return own_input && inputs.empty() && kind != FigureKind::timeline &&
         kind != FigureKind::confusion;
}

}  // namespace fovea::app
