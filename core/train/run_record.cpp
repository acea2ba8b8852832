#include "core/train/run_record.h"

#include <array>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/base/version.h"

namespace fovea {
namespace {

using Json = nlohmann::ordered_json;

constexpr int k_format = 1;

constexpr std::array<std::string_view, 4> k_losses{"cross-entropy", "mean-squared", "mean-absolute",
                                                   "hinge"};
constexpr std::array<std::string_view, 4> k_optimisers{"sgd", "adam", "adamw", "rmsprop"};
constexpr std::array<std::string_view, 4> k_schedules{"constant", "step", "cosine", "one-cycle"};

template <typename Kind>
Kind kind_from(const std::array<std::string_view, 4>& names, const Json& json, const char* key) {
  const auto& word = json.at(key).get_ref<const std::string&>();
  const auto found = std::ranges::find(names, word);
  if (found == names.end()) {
    throw Error{fmt::format("its {} “{:.60}” is not known", key, printable(word))};
  }
  return static_cast<Kind>(found - names.begin());
}

/// Both ways over the members of a struct, so that each is named once.
struct Writing {
  Json& json;
  template <typename T>
  void operator()(const char* key, const T& value) const {
    json[key] = value;
  }
};
struct Reading {
  const Json& json;
  template <typename T>
  void operator()(const char* key, T& value) const {
    json.at(key).get_to(value);
  }
};

void members(auto&& visit, auto& s, const OptimiserSettings*) {
  visit("momentum", s.momentum);
  visit("nesterov", s.nesterov);
  visit("beta1", s.beta1);
  visit("beta2", s.beta2);
  visit("alpha", s.alpha);
  visit("epsilon", s.epsilon);
  visit("weight_decay", s.weight_decay);
  visit("clip_norm", s.clip_norm);
}

void members(auto&& visit, auto& s, const ScheduleSettings*) {
  visit("warm_up", s.warm_up);
  visit("step_epochs", s.step_epochs);
  visit("step_factor", s.step_factor);
  visit("rise", s.rise);
}

void members(auto&& visit, auto& s, const AugmentSettings*) {
  visit("shift", s.shift);
  visit("flip", s.flip);
  visit("rotate", s.rotate);
  visit("scale", s.scale);
  visit("shear", s.shear);
  visit("brightness", s.brightness);
  visit("noise", s.noise);
  visit("erase", s.erase);
}

void members(auto&& visit, auto& s, const TrainingSettings*) {
  visit("epochs", s.epochs);
  visit("batch", s.batch);
  visit("learning_rate", s.learning_rate);
  visit("seed", s.seed);
  visit("frozen", s.frozen);
  visit("patience", s.patience);
}

void members(auto&& visit, auto& s, const SplitSettings*) {
  visit("validation", s.validation);
  visit("test", s.test);
  visit("seed", s.seed);
  visit("excluded", s.excluded);
}

void members(auto&& visit, auto& s, const PixelScaling*) {
  visit("scale", s.scale);
  visit("mean", s.mean);
  visit("deviation", s.deviation);
}

void members(auto&& visit, auto& s, const RunRecord*) {
  visit("data", s.data);
  visit("data_source", s.data_source);
  visit("fingerprint", s.fingerprint);
  visit("command", s.command);
  visit("parent", s.parent);
  visit("parent_step", s.parent_step);
  visit("test_looks", s.test_looks);
  visit("version", s.version);
}

template <typename T>
Json written(const T& value) {
  Json json = Json::object();
  members(Writing{json}, value, &value);
  return json;
}

template <typename T>
T read(const Json& json) {
  T value;
  members(Reading{json}, value, static_cast<const T*>(nullptr));
  return value;
}

Json settings_json(const TrainingSettings& settings) {
  Json json = written(settings);
  json["dropout"] = settings.dropout;
  json["loss"] = {{"kind", name_of(settings.loss.kind)},
                  {"label_smoothing", settings.loss.label_smoothing}};
  json["optimiser"] = written(settings.optimiser);
  json["optimiser"]["kind"] = name_of(settings.optimiser.kind);
  json["schedule"] = written(settings.schedule);
  json["schedule"]["kind"] = name_of(settings.schedule.kind);
  json["augment"] = written(settings.augment);
  return json;
}

TrainingSettings settings_from(const Json& json) {
  auto settings = read<TrainingSettings>(json);
  settings.dropout = json.value("dropout", 0.0);
  const Json& loss = json.at("loss");
  settings.loss.kind = kind_from<LossKind>(k_losses, loss, "kind");
  loss.at("label_smoothing").get_to(settings.loss.label_smoothing);
  settings.optimiser = read<OptimiserSettings>(json.at("optimiser"));
  settings.optimiser.kind = kind_from<OptimiserKind>(k_optimisers, json.at("optimiser"), "kind");
  settings.schedule = read<ScheduleSettings>(json.at("schedule"));
  settings.schedule.kind = kind_from<ScheduleKind>(k_schedules, json.at("schedule"), "kind");
  settings.augment = read<AugmentSettings>(json.at("augment"));
  return settings;
}

}  // namespace

std::string_view name_of(LossKind kind) { return k_losses[static_cast<std::size_t>(kind)]; }
std::string_view name_of(OptimiserKind kind) {
  return k_optimisers[static_cast<std::size_t>(kind)];
}
std::string_view name_of(ScheduleKind kind) { return k_schedules[static_cast<std::size_t>(kind)]; }

std::string to_json(const RunRecord& record) {
  Json json{{"format", k_format}};
  json.update(written(record));
  json["version"] = version();
  json["settings"] = settings_json(record.settings);
  json["split"] = written(record.split);
  json["scaling"] = written(record.scaling);
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

RunRecord run_record_from_json(std::string_view text) {
  try {
    const Json json = Json::parse(text);
    if (const int format = json.at("format").get<int>(); format != k_format) {
      throw Error{fmt::format("it is a run of format {}, and only {} is known", format, k_format)};
    }
    auto record = read<RunRecord>(json);
    record.settings = settings_from(json.at("settings"));
    record.split = read<SplitSettings>(json.at("split"));
    record.scaling = read<PixelScaling>(json.at("scaling"));
    return record;
  } catch (const nlohmann::json::exception& error) {
    throw Error{fmt::format("the run's record is not understood: {}", printable(error.what()))};
  }
}

}  // namespace fovea
