#include <filesystem>
#include <fmt/format.h>
#include <limits>

#include "app/cli/failure.h"
#include "app/cli/figure_call.h"
#include "app/cli/network.h"
#include "core/base/files.h"
#include "core/cpu/parallel.h"
#include "core/media/data_source.h"
#include "core/media/preprocess.h"
#include "core/media/training_input.h"
#include "core/train/run_log.h"

namespace fovea::app {
namespace {

namespace fs = std::filesystem;

/// The curves of a run: its log, or the folder that holds it.
Curves curves_of(const std::string& path) {
  const fs::path log = fs::is_directory(path) ? fs::path(path) / k_run_log : fs::path(path);
  return about(log.string(), [&] {
    const Bytes bytes = read_file(log);
    return read_log(text_of(bytes), std::numeric_limits<std::int64_t>::max());
  });
}

/// What the network is shown: files, or what its project shows it.
std::vector<InputSource> inputs_of(const FigureJob& job, const FigureInput& files) {
  std::vector<InputSource> sources;
  if (files.empty()) {
    const Input& own = *job.own_input;
    sources.push_back(
        InputSource::of(preprocess(*own.picture, own.preprocessing, own.crop,
                                   static_cast<int>(own.width), static_cast<int>(own.height))));
    return sources;
  }
  RunCall run;
  run.model = job.origin->name;
  run.inputs = files;
  for (Tensor& tensor : read_inputs(job.model, run))
    sources.push_back(InputSource::of(std::move(tensor)));
  return sources;
}

/// The curves of an input's run, else of the project's.
Curves curves_for(const FigureJob& job, const FigureInput& input) {
  if (!input.empty()) return curves_of(input.front());
  return about(job.origin->name, [&] {
    return read_log(text_of(*job.own_run.at(k_run_log)), std::numeric_limits<std::int64_t>::max());
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

FigureMaker::FigureMaker(std::shared_ptr<Backend> backend)
    : session_(backend), original_(std::move(backend)) {}

FigureSource FigureMaker::source_for(const ExportCall& call, const FigureJob& job,
                                     const FigureInput& input) {
  FigureSource source{
      .network = job.network, .preprocessing = job.recipe.preprocessing, .seed = job.recipe.seed};
  for (const std::string& file : input)
    source.input +=
        fmt::format("{}{}", source.input.empty() ? "" : ", ", fs::path(file).filename().string());
  // Which moment of the run the project's weights are of is not known.
  if (!job.own_run.empty()) source.learnt = FigureSource::Learnt{};
  if (job.recipe.spec.kind == FigureKind::timeline) {
    source.curves = curves_for(job, input);
    return source;
  }
  if (job.recipe.spec.kind == FigureKind::confusion) {
    examine(call, job, input.front(), source);
    return source;
  }
  if (input.empty() && !job.uses_own_input()) {
    source.shaped = about(job.origin->name, [&] { return shape_alone(job); });
    return source;
  }
  if (input.empty()) source.input = job.own_input->picture->name;
  Request request{.graph = job.network.computed, .inputs = inputs_of(job, input)};
  about(input.empty() ? job.origin->name : input.front(), [&] {
    source.frame = session_.run(request, CancelToken{});
    source.shaped = source.frame->shaped;
    if (job.recipe.spec.kind != FigureKind::comparison) return;
    request.graph = job.origin->model.graph;
    source.original = original_.run(request, CancelToken{});
  });
  return source;
}

}  // namespace fovea::app
