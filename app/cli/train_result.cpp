#include "app/cli/train_result.h"

#include <nlohmann/json.hpp>

#include "app/cli/failure.h"
#include "app/cli/network.h"
#include "core/base/version.h"
#include "core/media/training_input.h"
#include "core/train/architectures.h"
#include "core/train/data/statistics.h"
#include "core/train/fold.h"
#include "core/train/transfer.h"

namespace fovea::app {
namespace {

using Json = nlohmann::ordered_json;

Json named_json(const std::vector<std::string>& names) {
  Json list = Json::array();
  for (const std::string& name : names) list.push_back(name);
  return list;
}

std::string text_of(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// What a network that has learnt before was given.
std::optional<PixelScaling> own_scaling(const Model& model, std::int64_t channels) {
  const auto known = model.metadata.find("fovea.input");
  if (known == model.metadata.end()) return std::nullopt;
  return scaling_of(preprocessing_from_json(known->second), channels);
}

}  // namespace

Start start_model(const TrainCall& call, TrainingTask& task) {
  const DataSet& data = *task.data;
  const auto classes = static_cast<std::int64_t>(data.classes.size());
  Start start;
  Model& model = start.model;
  if (is_architecture(call.network)) {
    model.graph = make_architecture(call.network, data.channels, data.height, data.width, classes,
                                    call.engine.seed, call.settings.dropout);
    model.name = call.network;
  } else {
    model = open_model(call.network);
  }
  if (call.new_head) {
    Transfer transfer = with_new_head(model.graph, classes, call.engine.seed);
    model.graph = std::move(transfer.graph);
    model.outputs.clear();
    start.frozen = std::move(transfer.frozen);
  }
  const auto own = own_scaling(model, data.channels);
  task.scaling = own ? *own : scaling_of(data, task.splits.training);
  model.metadata["fovea.classes"] = text_of(named_json(data.classes));
  if (!own) model.metadata["fovea.input"] = to_json(preprocessing_for(data, task.scaling));
  return start;
}

TrainResult test_and_save(const TrainCall& call, TrainingRun& run,
                          std::map<std::string, std::string> metadata, const std::string& command,
                          const CancelToken& cancel) {
  TrainResult result;
  run.take_best();
  if (!run.examples(TrainingRun::Examples::test).empty()) {
    result.test_accuracy = run.evaluate(TrainingRun::Examples::test, cancel).accuracy;
  }
  Json training{{"command", command},
                {"seed", run.settings().seed},
                {"epochs", run.metrics().epoch},
                {"version", version()}};
  if (result.test_accuracy) training["test_accuracy"] = *result.test_accuracy;
  metadata["fovea.training"] = text_of(training);
  const Model model{.graph = fold_batch_normalization(run.graph()),
                    .metadata = std::move(metadata),
                    .name = call.network,
                    .producer = {},
                    .outputs = {}};
  about(call.output, [&] { save_model(model, call.output); });
  return result;
}

}  // namespace fovea::app
