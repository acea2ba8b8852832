#include "ui/train/run_setup.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/cpu/parallel.h"
#include "core/graph/rebased.h"
#include "core/media/data_source.h"
#include "core/media/training_input.h"
#include "core/train/architectures.h"
#include "core/train/checkpoint_file.h"
#include "core/train/data/statistics.h"
#include "core/train/run_log.h"
#include "core/train/transfer.h"

namespace fovea {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::pair<std::string_view, std::string_view>, 6> k_titles{{
    {"lenet5", "LeNet-5"},
    {"tiny-vgg", "Tiny VGG"},
    {"separable", "Depthwise separable"},
    {"dense", "Fully connected"},
    {"small-resnet", "Small ResNet"},
    {"natural10", "natural10"},
}};

std::string names_json(const std::vector<std::string>& names) {
  return nlohmann::json(names).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// Where no other run is: "lenet5-seed-42-20250131-174501".
fs::path new_folder(const fs::path& runs, const std::string& name, std::uint64_t seed) {
  std::string plain;
  for (const char c : name) plain += std::isalnum(static_cast<unsigned char>(c)) ? c : '-';
  const auto now =
      fmt::localtime(std::chrono::system_clock::to_time_t(std::chrono::system_clock::now()));
  const fs::path wanted = runs / fmt::format("{:%Y%m%d-%H%M%S}-{}-seed-{}", now, plain, seed);
  fs::path folder = wanted;
  for (int i = 2; fs::exists(folder); ++i) folder = wanted.string() + fmt::format("-{}", i);
  return folder;
}

Timeline::Options timeline_in(const RunStore& store) { return {.folder = store.timeline_folder()}; }

/// Of the store what the curves have up to its first moment.
void log_all(RunStore& store, const Curves& curves) {
  for (const StepMetrics& row : curves.steps) store.log(row);
  for (const ValidationPoint& row : curves.validation) store.log(row);
  for (const EpochPoint& row : curves.epochs) store.log(row);
}

void put_on_disk(PreparedRun& run, const RunPlan& plan, const PixelScaling& scaling) {
  if (plan.runs.empty()) return;
  const fs::path folder = new_folder(plan.runs, run.name, plan.settings.seed);
  // Before anything is written: what does not go together is known.
  const auto beginning = [&] {
    const Trainer trial(run.setup.graph, run.setup.task, run.setup.settings, 1);
    return Checkpoint{.state = trial.state(),
                      .metrics = {},
                      .optimiser = run.setup.settings.optimiser.kind,
                      .frozen = run.setup.settings.frozen};
  };
  const Checkpoint first = plan.start ? *plan.start : beginning();
  RunRecord record{.settings = run.setup.settings,
                   .data = plan.data.set->name,
                   .data_source = plan.data.source,
                   .fingerprint = plan.data.set->fingerprint,
                   .split = plan.data.split,
                   .scaling = scaling,
                   .parent = plan.parent,
                   .parent_step = plan.start ? plan.start->state.step : 0};
  try {
    RunStore store = RunStore::create(folder, std::move(record), run.origin->model, first);
    log_all(store, plan.curves);
    run.setup.timeline = std::make_shared<Timeline>(timeline_in(store));
    run.setup.store = std::move(store);
    run.folder = folder;
  } catch (const Error& error) {
    run.notice = fmt::format("The run is kept in memory alone: {}", error.clause());
  }
}

Model model_of(const RunPlan& plan, const PixelScaling& scaling, TrainingSettings& settings) {
  const DataSet& data = *plan.data.set;
  const auto classes = static_cast<std::int64_t>(data.classes.size());
  Model model;
  if (plan.body == RunPlan::Body::architecture) {
    model.graph = make_architecture(plan.architecture, data.channels, data.height, data.width,
                                    classes, settings.seed, settings.dropout);
    model.name = architecture_title(plan.architecture);
  } else {
    model = plan.network.origin->model;
    model.graph = plan.network.computed;
    model.name = plan.network.origin->name;
  }
  if (plan.body == RunPlan::Body::new_head) {
    Transfer transfer = with_new_head(model.graph, classes, settings.seed);
    model.graph = std::move(transfer.graph);
    model.outputs.clear();
    settings.frozen.merge(transfer.frozen);
  }
  model.metadata["fovea.classes"] = names_json(data.classes);
  model.metadata["fovea.input"] = to_json(preprocessing_for(data, scaling));
  return model;
}

RunSummary summary_of(const fs::path& folder) {
  const RunRecord record = run_record_from_json(text_of(read_file(folder / "run.json")));
  RunSummary summary{.folder = folder,
                     .name = load_model(folder / "architecture.onnx").name,
                     .settings = record.settings,
                     .data = record.data,
                     .parent = record.parent,
                     .curves = read_log(text_of(read_file(folder / "log.csv")),
                                        std::numeric_limits<std::int64_t>::max())};
  if (!summary.curves.steps.empty()) summary.epoch = summary.curves.steps.back().epoch;
  if (!summary.curves.validation.empty())
    summary.accuracy = summary.curves.validation.back().accuracy;
  return summary;
}

/// `data` where it is what the run learnt from; else that is read.
TrainingData data_of(const RunRecord& record, const TrainingData& data) {
  const bool is_same =
      data.set && data.set->fingerprint == record.fingerprint && data.split == record.split;
  if (is_same) return data;
  TrainingData own = read_training_data(record.data_source, record.split);
  if (own.set->fingerprint != record.fingerprint) {
    throw Error{fmt::format("{} is no longer what this run has learnt from", record.data),
                own.source, "Put the examples back as they were, or start a new run"};
  }
  return own;
}

Error without_examples(const RunRecord& record, const Error& why) {
  const std::string reason = record.data_source.empty() ? "they are in no file" : why.clause();
  return Error{fmt::format("the examples of this run, {}, are not there: {}", record.data, reason),
               {},
               "Open them on the left and press play, and it goes on"};
}

PreparedRun going_on(RunStore store, RunStore::Resumed resumed, TrainingData data,
                     std::shared_ptr<const NetworkOrigin> origin, EngineKind engine) {
  const RunRecord& record = store.record();
  PreparedRun run{.name = resumed.model.name,
                  .folder = store.folder(),
                  .data = std::move(data),
                  .origin = std::move(origin),
                  .setup = {.graph = resumed.model.graph,
                            .task = {},
                            .settings = record.settings,
                            .threads = default_threads(),
                            .engine = engine},
                  .notice = resumed.notice};
  run.setup.task = {run.data.set, run.data.splits, record.scaling};
  run.setup.timeline = std::make_shared<Timeline>(timeline_in(store), resumed.model.graph,
                                                  resumed.checkpoint.state.step);
  run.setup.store = std::move(store);
  run.setup.start = std::move(resumed.checkpoint);
  run.setup.curves = std::move(resumed.curves);
  run.setup.best = std::move(resumed.best);
  return run;
}

/// What a project's network begins with, where the run does: all of the run then has its structure.
std::shared_ptr<const NetworkOrigin> origin_in(const Network& network, RunStore::Resumed& resumed) {
  const Graph& begin = network.origin->model.graph;
  const auto graph = rebased(resumed.model.graph, begin);
  if (!graph || !(*graph == begin)) return make_origin(resumed.model, resumed.model.name);
  resumed.model.graph = begin;
  Graph& newest = resumed.checkpoint.state.graph;
  newest = rebased(newest, network.graph).value();
  if (resumed.best) resumed.best->state.graph = rebased(resumed.best->state.graph, begin).value();
  return network.origin;
}

}  // namespace

std::string architecture_title(std::string_view name) {
  const auto found = std::ranges::find(k_titles, name, [](const auto& it) { return it.first; });
  return std::string(found == k_titles.end() ? name : found->second);
}

TrainingData read_training_data(const std::string& source, const SplitSettings& split) {
  TrainingData data{.set = read_data_set(source), .splits = {}, .split = split, .source = source};
  data.splits = fovea::split(*data.set, split);
  return data;
}

PreparedRun prepare_run(const RunPlan& plan) {
  PreparedRun run{.name = {},
                  .folder = {},
                  .data = plan.data,
                  .origin = plan.origin,
                  .setup = {.graph = {},
                            .task = {},
                            .settings = plan.settings,
                            .threads = default_threads(),
                            .engine = plan.engine},
                  .notice = {}};
  const DataSet& set = *plan.data.set;
  std::optional<PixelScaling> scaling = plan.scaling;
  const bool is_new = plan.body == RunPlan::Body::architecture;
  if (!scaling && !is_new && plan.network.origin->preprocessing) {
    scaling = scaling_of(*plan.network.origin->preprocessing, set.channels);
  }
  if (!scaling) scaling = scaling_of(set, plan.data.splits.training);
  if (!run.origin) {
    Model model = model_of(plan, *scaling, run.setup.settings);
    const std::string name = model.name;
    run.origin = make_origin(std::move(model), name);
  }
  run.name = run.origin->name;
  run.setup.graph = run.origin->model.graph;
  run.setup.task = {plan.data.set, plan.data.splits, *scaling};
  run.setup.start = plan.start;
  run.setup.curves = plan.curves;
  put_on_disk(run, plan, *scaling);
  return run;
}

PreparedRun resume_run(const fs::path& folder, const TrainingData& data, EngineKind engine) {
  RunStore::Resumed resumed;
  RunStore store = RunStore::resume(folder, resumed);
  TrainingData own = data_of(store.record(), data);
  const std::string name = resumed.model.name;
  auto origin = make_origin(resumed.model, name);
  return going_on(std::move(store), std::move(resumed), std::move(own), std::move(origin), engine);
}

PreparedRun reopen_run(const fs::path& folder, const TrainingData& data, const Network& network,
                       EngineKind engine) {
  RunStore::Resumed resumed;
  RunStore store = RunStore::resume(folder, resumed);
  auto origin = origin_in(network, resumed);
  TrainingData own;
  std::optional<Error> lack;
  try {
    own = data_of(store.record(), data);
  } catch (const Error& error) {
    lack = without_examples(store.record(), error);
  }
  PreparedRun run =
      going_on(std::move(store), std::move(resumed), std::move(own), std::move(origin), engine);
  run.keeps_document = true;
  run.setup.lack = std::move(lack);
  return run;
}

Graph newest_network(const fs::path& folder) {
  const Graph start = load_model(folder / "architecture.onnx").graph;
  std::optional<Checkpoint> newest;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() != ".fvc" || entry.path().stem() == "best") continue;
    Checkpoint checkpoint = read_checkpoint(entry.path(), start);
    if (!newest || checkpoint.state.step > newest->state.step) newest = std::move(checkpoint);
  }
  return newest ? newest->state.graph : start;
}

std::vector<RunSummary> list_runs(const fs::path& runs) {
  std::vector<fs::path> folders;
  std::error_code failure;
  for (const fs::directory_entry& entry : fs::directory_iterator(runs, failure)) {
    if (RunStore::is_run(entry.path())) folders.push_back(entry.path());
  }
  std::ranges::sort(folders, std::greater());
  std::vector<RunSummary> found;
  for (const fs::path& folder : folders) {
    try {
      found.push_back(summary_of(folder));
    } catch (const Error&) {
      continue;  // damaged, or of a newer version: nothing to go on from
    }
  }
  return found;
}

}  // namespace fovea
