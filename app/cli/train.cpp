#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fmt/format.h>
#include <map>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "app/cli/commands.h"
#include "app/cli/engine.h"
#include "app/cli/failure.h"
#include "app/cli/interrupt.h"
#include "app/cli/train_result.h"
#include "core/base/files.h"
#include "core/base/text.h"
#include "core/cpu/parallel.h"
#include "core/media/data_source.h"
#include "core/train/architectures.h"
#include "core/train/training_run.h"
#include "core/train/transfer.h"

namespace fovea::app {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

std::string run_folder(const TrainCall& call) { return call.output + ".run"; }

TrainingSettings settings_of(const TrainCall& call) {
  constexpr double k_usual_rate = 0.05, k_adam_rate = 0.001;
  TrainingSettings settings = call.settings;
  settings.seed = call.engine.seed;
  const bool is_sgd = settings.optimiser.kind == OptimiserKind::sgd;
  settings.learning_rate = call.learning_rate.value_or(is_sgd ? k_usual_rate : k_adam_rate);
  return settings;
}

/// What can be known before hours of work: that the result will have a place.
void check_output(const TrainCall& call) {
  std::error_code failure;
  const fs::path folder = fs::absolute(call.output).parent_path();
  if (!fs::is_directory(folder, failure)) {
    throw FileError(call.output, Error{"its folder does not exist"});
  }
  if (fs::is_directory(call.output, failure)) {
    throw FileError(call.output, Error{"it is a folder, not a file"});
  }
  if (call.log.empty()) return;
  if (!fs::is_directory(fs::absolute(call.log).parent_path(), failure)) {
    throw FileError(call.log, Error{"its folder does not exist"});
  }
}

/// What a run that is gone on with cannot take.
void check_same_run(const TrainCall& call, const RunRecord& record, const DataSet& data) {
  const TrainingSettings settings = settings_of(call);
  if (data.fingerprint != record.fingerprint) {
    throw FileError(call.data, Error{"these are not the examples that the run began with"});
  }
  std::vector<std::string> kept;
  const auto compare = [&](const char* option, auto wanted, auto of_run) {
    if (wanted != of_run) kept.push_back(fmt::format("{} {}", option, of_run));
  };
  compare("--batch", settings.batch, record.settings.batch);
  compare("--seed", settings.seed, record.settings.seed);
  compare("--dropout", settings.dropout, record.settings.dropout);
  compare("--validation", call.validation, record.split.validation);
  compare("--test", call.test, record.split.test);
  if (kept.empty()) return;
  throw FileError(
      run_folder(call),
      Error{fmt::format("the run has {}, which {} within a run", fmt::join(kept, " and "),
                        kept.size() == 1 ? "stays as it is" : "stay as they are")});
}

void check_same_network(const TrainCall& call, const Model& model) {
  if (!is_architecture(call.network) || model.name == call.network) return;
  throw FileError(run_folder(call), Error{fmt::format("the run is of {}", model.name)});
}

/// The body under a new head stays frozen also after the run was interrupted.
std::set<std::string> body_of(const TrainCall& call, const RunStore::Resumed& resumed,
                              const RunRecord& record) {
  if (!call.new_head) return {};
  const Transfer transfer = with_new_head(resumed.model.graph, 1, 0);
  if (std::ranges::includes(record.settings.frozen, transfer.frozen)) return transfer.frozen;
  throw FileError(run_folder(call), Error{"the run was begun without --new-head"});
}

int threads_of(const TrainCall& call) {
  return call.engine.threads > 0 ? call.engine.threads : default_threads();
}

/// Moments of a run that is kept outlive it.
Timeline::Options timeline_of(const TrainCall& call) {
  if (!call.keep_run) return {};
  return {.folder = fs::path(run_folder(call)) / "timeline"};
}

struct Prepared {
  TrainingRun run;
  std::map<std::string, std::string> metadata;
  std::string command;
  Curves curves;
};

Prepared resumed_run(const TrainCall& call, const std::shared_ptr<const DataSet>& data) {
  const std::string folder = run_folder(call);
  if (!RunStore::is_run(folder)) {
    throw FileError(folder, Error{"there is no run here to resume"});
  }
  RunStore::Resumed resumed;
  RunStore store = RunStore::resume(folder, resumed);
  RunRecord record = store.record();
  check_same_run(call, record, *data);
  check_same_network(call, resumed.model);
  if (!resumed.notice.empty()) fmt::print(stderr, "fovea: {}\n", resumed.notice);
  std::set<std::string> body = body_of(call, resumed, record);
  record.settings = settings_of(call);  // the end and the rates may be others
  record.settings.frozen.merge(body);
  store.update(record);
  return {TrainingRun({.graph = resumed.model.graph,
                       .task = {data, split(*data, record.split), record.scaling},
                       .settings = record.settings,
                       .threads = threads_of(call),
                       .engine = training_engine(call.engine),
                       .timeline = std::make_shared<Timeline>(
                           timeline_of(call), resumed.model.graph, resumed.checkpoint.state.step),
                       .store = std::move(store),
                       .start = resumed.checkpoint,
                       .curves = resumed.curves,
                       .best = resumed.best,
                       .measures_parts = false}),
          resumed.model.metadata, record.command, resumed.curves};
}

void check_frozen(const TrainCall& call, const Graph& graph) {
  for (const std::string& name : call.settings.frozen) {
    if (std::ranges::find(graph.nodes(), name, &Node::name) != graph.nodes().end()) continue;
    throw FileError("--freeze", Error{fmt::format("the network has no layer “{}”", name)});
  }
}

Prepared new_run(const TrainCall& call, const std::shared_ptr<const DataSet>& data) {
  const std::string folder = run_folder(call);
  if (RunStore::is_run(folder)) {
    throw FileError(folder, Error{"a run was interrupted here: say --resume to go on with it, or "
                                  "delete the folder"});
  }
  if (call.new_head && is_architecture(call.network)) {
    throw FileError("--new-head", Error{fmt::format("{} is an architecture, which has learnt "
                                                    "nothing yet: name a network that has",
                                                    call.network)});
  }
  const SplitSettings split_settings{
      .validation = call.validation, .test = call.test, .seed = call.engine.seed};
  TrainingTask task{data, split(*data, split_settings), {}};
  if (call.settings.patience > 0 && task.splits.validation.empty()) {
    throw FileError("--patience", Error{"there are no validation examples: say --validation 0.1"});
  }
  Start start = about(call.network, [&] { return start_model(call, task); });
  const Model& model = start.model;
  check_frozen(call, model.graph);
  TrainingSettings settings = settings_of(call);
  settings.frozen.merge(start.frozen);
  const RunRecord record{.settings = settings,
                         .data = data->name,
                         .data_source = call.data,
                         .fingerprint = data->fingerprint,
                         .split = split_settings,
                         .scaling = task.scaling,
                         .command = call.command};
  TrainingRun::Setup setup{.graph = model.graph,
                           .task = task,
                           .settings = record.settings,
                           .threads = threads_of(call),
                           .engine = training_engine(call.engine),
                           .timeline = std::make_shared<Timeline>(timeline_of(call)),
                           .measures_parts = false};
  // Before anything is written: what does not go together is known.
  const Trainer trial(model.graph, task, record.settings, threads_of(call));
  setup.store = RunStore::create(
      folder, record, model, {trial.state(), {}, record.settings.optimiser.kind, settings.frozen});
  return {TrainingRun(std::move(setup)), model.metadata, call.command, {}};
}

/// Tells of a run while it goes on, and keeps its curves.
class Teller {
 public:
  Teller(const TrainCall& call, Curves curves)
      : call_(call), curves_(std::move(curves)), shows_progress_(isatty(STDERR_FILENO) == 1) {}

  void tell(const TrainingRun& run, TrainingRun::Progress progress) {
    progress.step.weights.clear();
    if (!call_.log.empty()) curves_.steps.push_back(progress.step);
    if (progress.validation) curves_.validation.push_back(*progress.validation);
    if (progress.epoch) tell_epoch(*progress.epoch, progress.validation);
    if (shows_progress_) tell_step(run);
    tell_notices(run);
  }

  /// Each once.
  void tell_notices(const TrainingRun& run) {
    tell_if_new(notice_, run.notice());
    tell_if_new(engine_notice_, run.engine_notice());
  }

  void write_log() const {
    if (call_.log.empty()) return;
    about(call_.log, [&] { write_file_atomically(call_.log, log_text(curves_)); });
  }

  void clear_line() const {
    if (shows_progress_) fmt::print(stderr, "\r\x1b[K");
  }

 private:
  static void tell_if_new(std::string& told, const std::string& notice) {
    if (notice == told) return;
    told = notice;
    if (!told.empty()) fmt::print(stderr, "fovea: {}\n", printable(told));
  }

  void tell_epoch(const EpochPoint& epoch, const std::optional<ValidationPoint>& validation) {
    curves_.epochs.push_back(epoch);
    clear_line();
    if (call_.engine.json) {
      Json row{{"epoch", epoch.epoch},
               {"loss", epoch.loss},
               {"train_accuracy", epoch.accuracy},
               {"validation_accuracy", nullptr},
               {"images_per_s", epoch.images_per_second}};
      if (epoch.epoch == std::floor(epoch.epoch)) row["epoch"] = std::llround(epoch.epoch);
      if (validation) row["validation_accuracy"] = validation->accuracy;
      fmt::print("{}\n", row.dump());
    } else {
      const std::string accuracy =
          validation ? fmt::format("{:.2f} %", 100 * validation->accuracy) : "–";
      fmt::print(
          "epoch {:>5.4g}   loss {:.4f}   training {:.2f} %   validation {}   {:.0f} images/s\n",
          epoch.epoch, epoch.loss, 100 * epoch.accuracy, accuracy, epoch.images_per_second);
    }
    std::fflush(stdout);
    write_log();
  }

  void tell_step(const TrainingRun& run) {
    constexpr std::chrono::milliseconds k_between{100};
    const auto now = std::chrono::steady_clock::now();
    if (now - last_ < k_between) return;
    last_ = now;
    const RunMetrics& metrics = run.metrics();
    fmt::print(stderr, "\r\x1b[Kepoch {:.2f} of {:g}   loss {:.4f}   {:.0f} images/s",
               metrics.epoch, run.settings().epochs, metrics.loss, metrics.images_per_second);
    std::fflush(stderr);
  }

  const TrainCall& call_;
  Curves curves_;
  bool shows_progress_;
  std::string notice_, engine_notice_;
  std::chrono::steady_clock::time_point last_;
};

/// False where the person has interrupted it.
bool run_to_its_end(const TrainCall& call, Prepared& prepared, Teller& teller,
                    const CancelToken& cancel) {
  TrainingRun& run = prepared.run;
  try {
    while (!run.end()) teller.tell(run, run.advance(cancel));
    return true;
  } catch (const Cancelled&) {
    run.save(TrainingRun::Save::timeline_too);
    teller.clear_line();
    teller.write_log();
    if (!run.notice().empty()) throw FileError(run_folder(call), Error{run.notice()});
    fmt::print(stderr, "fovea: interrupted after step {}; say the same with --resume to go on\n",
               run.steps_done());
    return false;
  } catch (const Error& error) {
    run.go_back();
    teller.clear_line();
    teller.write_log();
    fmt::print(
        stderr,
        "fovea: the run is kept as it was after step {}: say the same with --resume and a lower "
        "--lr, or with --clip, to go on from there\n",
        run.steps_done());
    throw;
  }
}

/// What of the data could not be taken as it is.
void tell_of(const DataSet& data) {
  constexpr std::size_t k_told = 5;
  for (const Unreadable& it :
       std::span(data.unreadable).first(std::min(k_told, data.unreadable.size())))
    fmt::print(stderr, "fovea: {}: {}\n", printable(it.what), it.why);
  if (data.unreadable.size() > k_told)
    fmt::print(stderr, "fovea: {} more cannot be read\n", data.unreadable.size() - k_told);
  if (data.resized > 0)
    fmt::print(stderr, "fovea: {} pictures of other sizes were resized to {} × {}\n", data.resized,
               data.width, data.height);
  std::vector<std::string> empty;
  for (std::size_t i = 0; i < data.classes.size(); ++i) {
    const bool is_number = data.classes[i] == std::to_string(i);  // and not somebody's name for it
    if (!is_number &&
        std::ranges::find(data.labels, static_cast<std::int32_t>(i)) == data.labels.end())
      empty.push_back(printable(data.classes[i]));
  }
  if (!empty.empty()) fmt::print(stderr, "fovea: without examples: {}\n", fmt::join(empty, ", "));
}

void tell_end(const TrainCall& call, const TrainingRun& run, std::optional<double> accuracy) {
  if (call.engine.json) {
    Json row{{"done", true}, {"file", call.output}, {"test_accuracy", nullptr}};
    if (accuracy) row["test_accuracy"] = *accuracy;
    fmt::print("{}\n", row.dump(-1, ' ', false, Json::error_handler_t::replace));
    return;
  }
  fmt::print("{}\n", *run.end());
  if (accuracy) {
    fmt::print("{}: {:.2f} % of {} test examples\n", printable(call.output), 100 * *accuracy,
               run.examples(TrainingRun::Examples::test).size());
  } else {
    fmt::print("{}: there are no test examples\n", printable(call.output));
  }
}

}  // namespace

int train(const TrainCall& call) {
  check_output(call);
  const Interrupt interrupt;
  try {
    const auto data =
        about(call.data, [&] { return read_data_set(call.data, {}, {}, interrupt.token()); });
    tell_of(*data);
    Prepared prepared = call.resume ? resumed_run(call, data) : new_run(call, data);
    Teller teller(call, prepared.curves);
    teller.tell_notices(prepared.run);
    teller.write_log();
    if (!run_to_its_end(call, prepared, teller, interrupt.token())) return 1;
    teller.clear_line();
    teller.write_log();
    if (call.keep_run) prepared.run.save(TrainingRun::Save::timeline_too);
    const TrainResult result =
        test_and_save(call, prepared.run, prepared.metadata, prepared.command, interrupt.token());
    std::error_code ignored;  // what is left of the run is of no use, and does no harm
    if (!call.keep_run) fs::remove_all(run_folder(call), ignored);
    tell_end(call, prepared.run, result.test_accuracy);
    return 0;
  } catch (const Cancelled&) {
    fmt::print(stderr, "fovea: interrupted\n");
    return 1;
  }
}

}  // namespace fovea::app
