#include "app/cli/figure_call.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <limits>

#include "app/cli/failure.h"
#include "app/cli/network.h"
#include "core/base/files.h"
#include "core/base/text.h"
#include "core/base/version.h"
#include "core/cpu/parallel.h"
#include "core/media/data_source.h"
#include "core/media/training_input.h"
#include "core/onnx/bundled.h"
#include "core/train/run_log.h"

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
  spec.transparent = spec.transparent || said.transparent;
  spec.caption = spec.caption || said.caption;
  spec.legend = spec.legend && !said.no_legend;
}

/// Where the model of a figure is now: where the call says, else where it was.
std::string model_of(const ExportCall& call, const FigureRecipe& recipe) {
  if (!call.model.empty()) return call.model;
  return recipe.model.path.empty() ? recipe.model.name : recipe.model.path;
}

/// A batch tells how pictures are prepared once, not for each.
void settle_preprocessing(const ExportCall& call, FigureJob& job) {
  if (job.recipe.preprocessing)
    job.model.metadata["fovea.input"] = to_json(*job.recipe.preprocessing);
  job.recipe.preprocessing.reset();
  const std::vector<GraphInput>& inputs = job.model.graph.structure().inputs;
  const auto picture =
      std::ranges::find_if(inputs, [](const GraphInput& input) { return input.dims.size() == 4; });
  const bool shows_inputs = job.recipe.spec.kind != FigureKind::timeline && !job.inputs.empty();
  if (picture == inputs.end() || !shows_inputs) return;
  RunCall run;
  run.model = job.origin->name;
  run.picture = call.picture;
  job.recipe.preprocessing = preprocessing_of(job.model, run, picture->dims);
  job.model.metadata["fovea.input"] = to_json(*job.recipe.preprocessing);
}

bool is_input_file(const fs::path& path) {
  constexpr std::string_view k_endings[] = {".png",  ".jpg", ".jpeg", ".bmp", ".gif",
                                            ".webp", ".tif", ".tiff", ".svg", ".npy"};
  std::string ending = path.extension().string();
  std::ranges::transform(ending, ending.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return std::ranges::find(k_endings, ending) != std::end(k_endings);
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

/// The curves of a run: its log, or the folder that holds it.
Curves curves_of(const std::string& path) {
  const fs::path log = fs::is_directory(path) ? fs::path(path) / "log.csv" : fs::path(path);
  return about(log.string(), [&] {
    const Bytes bytes = read_file(log);
    return read_log(text_of(bytes), std::numeric_limits<std::int64_t>::max());
  });
}

/// The network at the size that it or its preprocessing says.
std::shared_ptr<const ShapedGraph> shape_alone(const FigureJob& job) {
  const Preprocessing own = job.origin->preprocessing.value_or(Preprocessing{});
  std::vector<std::int64_t> fallback;
  if (own.width > 0 && own.height > 0) {
    const std::int64_t channels = own.channel_count();
    fallback = own.layout == Layout::nchw
                   ? std::vector<std::int64_t>{1, channels, own.height, own.width}
                   : std::vector<std::int64_t>{1, own.height, own.width, channels};
  }
  try {
    return shape_graph(job.network.computed, declared_shapes(job.network.computed, fallback));
  } catch (const Error& error) {
    throw Error{fmt::format("{}: say -i INPUT", error.what()), error.where()};
  }
}

Trainer examiner(const FigureJob& job, std::shared_ptr<const DataSet> data, Splits splits,
                 const EngineOptions& engine) {
  const std::optional<PixelScaling> scaling =
      job.recipe.preprocessing ? scaling_of(*job.recipe.preprocessing, data->channels)
                               : std::nullopt;
  TrainingTask task{std::move(data), std::move(splits), scaling.value_or(PixelScaling{})};
  return {job.network.computed, std::move(task), TrainingSettings{},
          engine.threads > 0 ? engine.threads : default_threads()};
}

/// How the network does on the data's test examples, which the seed chooses where it has none.
void examine(const ExportCall& call, const FigureJob& job, const std::string& input,
             FigureSource& source) {
  about(input, [&] {
    const std::shared_ptr<const DataSet> data = read_data_set(input);
    const Splits splits = split(*data, {.seed = call.engine.seed});
    const std::vector<std::int32_t> test = splits.test;
    Trainer trainer = examiner(job, data, splits, call.engine);
    source.confusion = confusion_matrix(trainer.evaluate(test, CancelToken{}), *data, test);
    source.classes = data->classes;
  });
}

}  // namespace

FigureJob figure_job(const ExportCall& call) {
  FigureJob job;
  if (!call.like.empty()) job.recipe = about(call.like, [&] { return read_recipe(call.like); });
  override_with(call.figure, job.recipe.spec);
  const std::string name = model_of(call, job.recipe);
  job.model = open_model(name);
  about(name, [&] {
    const bool is_bundled = is_bundled_network(name);
    job.origin = make_origin(job.model, is_bundled ? name : fs::path(name).filename().string(),
                             is_bundled ? std::string() : fs::absolute(name).string());
    job.network = edited_network(job.origin, job.recipe);
  });
  const RecipePart before = job.recipe.model;
  job.recipe.model = model_part(*job.origin);
  if (!before.sha256.empty() && before.sha256 != job.recipe.model.sha256)
    fmt::print(stderr, "fovea: {}: it is not the very network of the figure {}\n", printable(name),
               printable(call.like));
  job.recipe.version = version();
  job.inputs = call.inputs;
  for (const RecipePart& input : job.recipe.inputs)
    if (call.inputs.empty()) job.inputs.push_back(input.path.empty() ? input.name : input.path);
  job.recipe.inputs.clear();
  job.recipe.crop.reset();
  if (call.engine.seed != 0) job.recipe.seed = call.engine.seed;
  settle_preprocessing(call, job);
  return job;
}

std::vector<FigureInput> figure_inputs(const ExportCall& call, const FigureJob& job) {
  const FigureKind kind = job.recipe.spec.kind;
  const bool needs_none = kind == FigureKind::network || kind == FigureKind::kernels;
  if (job.inputs.empty() && needs_none) return {FigureInput{}};
  if (job.inputs.empty())
    throw FileError(call.output, Error{fmt::format("a figure of {} needs an input: say -i INPUT",
                                                   name_of(kind))});
  const bool are_data = kind == FigureKind::confusion || kind == FigureKind::timeline;
  if (!are_data && job.model.graph.structure().inputs.size() > 1) return {job.inputs};
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

FigureMaker::FigureMaker(std::shared_ptr<Backend> backend)
    : session_(backend), original_(std::move(backend)) {}

FigureSource FigureMaker::source_for(const ExportCall& call, const FigureJob& job,
                                     const FigureInput& input) {
  FigureSource source{
      .network = job.network, .preprocessing = job.recipe.preprocessing, .seed = job.recipe.seed};
  for (const std::string& file : input)
    source.input +=
        fmt::format("{}{}", source.input.empty() ? "" : ", ", fs::path(file).filename().string());
  if (job.recipe.spec.kind == FigureKind::timeline) {
    source.curves = curves_of(input.front());
    return source;
  }
  if (job.recipe.spec.kind == FigureKind::confusion) {
    examine(call, job, input.front(), source);
    return source;
  }
  if (input.empty()) {
    source.shaped = about(job.origin->name, [&] { return shape_alone(job); });
    return source;
  }
  Request request{.graph = job.network.computed, .inputs = {}};
  RunCall run;
  run.model = job.origin->name;
  run.inputs = input;
  for (Tensor& tensor : read_inputs(job.model, run))
    request.inputs.push_back(InputSource::of(std::move(tensor)));
  about(input.front(), [&] {
    source.frame = session_.run(request, CancelToken{});
    source.shaped = source.frame->shaped;
    if (job.recipe.spec.kind != FigureKind::comparison) return;
    request.graph = job.origin->model.graph;
    source.original = original_.run(request, CancelToken{});
  });
  return source;
}

}  // namespace fovea::app
