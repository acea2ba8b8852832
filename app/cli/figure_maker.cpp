#include <filesystem>
#include <fmt/format.h>

#include "app/cli/failure.h"
#include "app/cli/figure_run.h"
#include "app/cli/network.h"
#include "core/base/text.h"
#include "core/cpu/parallel.h"
#include "core/figure/filter_source.h"
#include "core/figure/recipe_window.h"
#include "core/media/data_source.h"
#include "core/media/preprocess.h"
#include "core/media/training_input.h"

namespace fovea::app {
namespace {

namespace fs = std::filesystem;

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

/// The filter of a window or a project, over the picture that is said, else its own.
FigureSource filter_source_for(const ExportCall& call, const FigureJob& job,
                               const FigureInput& input) {
  const std::optional<PictureFilter> filter =
      about(call.like.empty() ? job.origin->name : call.like,
            [&] { return window_filter(job.recipe.window); });
  if (!filter) throw FileError(call.like, Error{"it is of a filter, and does not say which"});
  if (input.empty() && !job.own_input && !filter->on_toy)
    throw FileError(call.output, Error{"a figure of a filter needs a picture: say -i INPUT"});
  const Picture picture = !input.empty()
                              ? about(input.front(), [&] { return read_picture(input.front()); })
                          : job.own_input ? *job.own_input->picture
                                          : Picture{};
  const int threads = call.engine.threads > 0 ? call.engine.threads : default_threads();
  return about(picture.name,
               [&] { return filter_source(*filter, picture, threads, CancelToken{}); });
}

/// Examples that the network is to name.
struct Exam {
  TrainingTask task;
  std::vector<std::int32_t> examples;
};

/// The data's test examples, which the seed chooses where it has none.
Exam exam_of(const ExportCall& call, const FigureJob& job, const std::string& input) {
  std::shared_ptr<const DataSet> data = read_data_set(input);
  Splits splits = split(*data, {.seed = call.engine.seed});
  const std::optional<PixelScaling> scaling =
      job.recipe.preprocessing ? scaling_of(*job.recipe.preprocessing, data->channels)
                               : std::nullopt;
  std::vector<std::int32_t> test = splits.test;
  return {{std::move(data), std::move(splits), scaling.value_or(PixelScaling{})}, std::move(test)};
}

/// What the project's run is measured on in its window: validation, divided and scaled as there.
Exam own_exam(const RunRecord& record) try {
  std::shared_ptr<const DataSet> data = read_data_set(record.data_source);
  if (data->fingerprint != record.fingerprint) throw Error{"they are others now"};
  Splits splits = split(*data, record.split);
  std::vector<std::int32_t> validation = splits.validation;
  if (validation.empty()) throw Error{"the run keeps none of them for validation"};
  return {{std::move(data), std::move(splits), record.scaling}, std::move(validation)};
} catch (const Error& error) {
  throw Error{
      fmt::format("the examples that the project's run learnt from, {}, are of no use: {}: "
                  "say -i DATA",
                  printable(record.data), error.clause())};
}

/// How the network does on the data, those of the project's run where no other are said.
void examine(const ExportCall& call, const FigureJob& job, const std::string& input,
             FigureSource& source) {
  about(input, [&] {
    const std::optional<RunRecord> record = job.inputs.empty() ? own_record(job) : std::nullopt;
    const Exam exam = record ? own_exam(*record) : exam_of(call, job, input);
    Trainer trainer(job.network.computed, exam.task, TrainingSettings{},
                    call.engine.threads > 0 ? call.engine.threads : default_threads());
    const Evaluation evaluation = trainer.evaluate(exam.examples, CancelToken{});
    source.confusion = confusion_matrix(evaluation, *exam.task.data, exam.examples);
    source.classes = exam.task.data->classes;
  });
}

}  // namespace

FigureMaker::FigureMaker(std::shared_ptr<Backend> backend)
    : session_(backend), original_(std::move(backend)) {}

FigureSource FigureMaker::source_for(const ExportCall& call, const FigureJob& job,
                                     const FigureInput& input) {
  if (job.recipe.spec.subject == FigureSubject::filter) return filter_source_for(call, job, input);
  FigureSource source{.network = job.network,
                      .preprocessing = job.recipe.preprocessing,
                      .seed = seed_for(job, input)};
  for (const std::string& file : input)
    source.input +=
        fmt::format("{}{}", source.input.empty() ? "" : ", ", fs::path(file).filename().string());
  // Which moment of the run the project's weights are of is not known.
  if (!job.own_run.empty()) source.learnt = FigureSource::Learnt{};
  if (job.recipe.spec.kind == FigureKind::timeline) {
    source.curves = curves_for(job, input);
    const std::optional<RunRecord> own = input.empty() ? own_record(job) : std::nullopt;
    if (own) source.input = own->data;
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
