#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fmt/format.h>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>

#include "app/cli/commands.h"
#include "app/cli/engine.h"
#include "app/cli/failure.h"
#include "app/cli/output.h"
#include "core/base/text.h"
#include "core/onnx/model.h"
#include "core/onnx/tensor_file.h"

namespace fovea::app {
namespace {

/// What operators advise where a model is right but trains, which some know only from its weights.
bool asks_for_training(const Error& error) {
  return error.hint() == "Export the network for inference";
}

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

struct Case {
  std::string name;
  std::string status;  ///< passed, failed, skipped
  std::optional<double> max_error;
  std::string reason;
};

std::vector<fs::path> sorted_entries(const fs::path& folder) {
  std::vector<fs::path> entries;
  std::error_code failure;
  for (const auto& entry : fs::directory_iterator(folder, failure)) entries.push_back(entry.path());
  std::ranges::sort(entries);
  return entries;
}

/// The folder itself where it holds a model, else all below it that do.
void find_cases(const fs::path& folder, std::vector<fs::path>& cases) {
  if (fs::is_regular_file(folder / "model.onnx")) {
    cases.push_back(folder);
    return;
  }
  for (const fs::path& entry : sorted_entries(folder)) {
    if (fs::is_directory(entry)) find_cases(entry, cases);
  }
}

/// PREFIX_0.pb, PREFIX_1.pb and so on.
std::vector<Tensor> read_tensors(const fs::path& folder, const std::string& prefix) {
  std::vector<Tensor> tensors;
  for (;;) {
    const fs::path file = folder / fmt::format("{}_{}.pb", prefix, tensors.size());
    if (!fs::exists(file)) return tensors;
    tensors.push_back(read_tensor_file(file));
  }
}

/// Largest absolute difference over the reference's largest magnitude. Infinite where only one of
/// two values is not a number, or where an infinity meets something else.
double relative_error(const Tensor& computed, const Tensor& reference) {
  const Tensor a = computed.to(ElementType::float32), b = reference.to(ElementType::float32);
  double difference = 0, magnitude = 0;
  for (std::size_t i = 0; i < a.floats().size(); ++i) {
    const double x = a.floats()[i], y = b.floats()[i];
    if (x == y || (std::isnan(x) && std::isnan(y))) {
      if (std::isfinite(y)) magnitude = std::max(magnitude, std::abs(y));
      continue;
    }
    if (!std::isfinite(x) || !std::isfinite(y)) return std::numeric_limits<double>::infinity();
    difference = std::max(difference, std::abs(x - y));
    magnitude = std::max(magnitude, std::abs(y));
  }
  return magnitude > 0 ? difference / magnitude : difference;
}

/// Whole numbers (the wanted shape of a Reshape) are known before the run and become constants.
Model load_for(const fs::path& file, const std::vector<std::string>& names,
               const std::vector<Tensor>& tensors, Request& request) {
  if (names.size() != tensors.size()) {
    throw Error{fmt::format("the model has {} inputs, the test {}", names.size(), tensors.size())};
  }
  Constants constants;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (tensors[i].type() == ElementType::float32) {
      request.inputs.push_back(InputSource::of(tensors[i]));
    } else {
      constants[names[i]] = tensors[i];
    }
  }
  return load_model(file, constants);
}

double run_set(const fs::path& folder, const fs::path& model_file,
               const std::vector<std::string>& names, const std::shared_ptr<Backend>& backend) {
  Request request{.graph = {}, .inputs = {}, .watch = Watch::outputs};
  const Model model = load_for(model_file, names, read_tensors(folder, "input"), request);
  request.graph = model.graph;
  const std::vector<Tensor> expected = read_tensors(folder, "output");
  const auto frame = Session(backend).run(request, CancelToken{});
  const std::vector<ValueId>& outputs = model.graph.structure().outputs;
  if (expected.empty() || expected.size() > outputs.size()) {
    throw Error{
        fmt::format("the model has {} outputs, the test {}", outputs.size(), expected.size())};
  }
  double error = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const Tensor& weight = model.graph.weight(outputs[i]);
    const Tensor& computed = weight.empty() ? frame->value(outputs[i]) : weight;
    if (computed.shape() != expected[i].shape()) {
      throw Error{fmt::format("output {} is {}, not {}", i, computed.shape().to_string(),
                              expected[i].shape().to_string())};
    }
    error = std::max(error, relative_error(computed, expected[i]));
  }
  return error;
}

/// "FooConv, BarPool: not supported" for a model with such nodes; empty where there are none.
std::string unsupported_reason(const ModelSummary& summary) {
  std::vector<std::string> operators;
  std::string first;
  for (const NodeSummary& node : summary.unsupported()) {
    if (first.empty()) first = node.reason;
    if (std::ranges::find(operators, node.op) == operators.end()) operators.push_back(node.op);
  }
  if (operators.empty()) return {};
  return fmt::format("{}: {}", printable(fmt::format("{}", fmt::join(operators, ", "))), first);
}

Case run_case(const fs::path& folder, const ConformanceCall& call,
              const std::shared_ptr<Backend>& backend) {
  Case result{
      .name = folder.filename().string(), .status = "failed", .max_error = {}, .reason = {}};
  try {
    const fs::path model = folder / "model.onnx";
    const ModelSummary summary = inspect_model(model);
    result.reason = unsupported_reason(summary);
    if (!result.reason.empty()) {
      result.status = "skipped";
      return result;
    }
    for (const fs::path& set : sorted_entries(folder)) {
      if (!set.filename().string().starts_with("test_data_set_")) continue;
      result.max_error =
          std::max(result.max_error.value_or(0), run_set(set, model, summary.inputs, backend));
    }
    if (!result.max_error) {
      result.reason = "there is no test_data_set_0";
    } else if (*result.max_error <= call.tolerance) {
      result.status = "passed";
    } else {
      result.reason = fmt::format("the relative error {:.3g} is above {:.3g}", *result.max_error,
                                  call.tolerance);
    }
  } catch (const Unsupported& error) {
    result.status = "skipped";
    result.reason = error.clause();
  } catch (const Error& error) {
    if (asks_for_training(error)) result.status = "skipped";
    result.reason = error.clause();
  }
  return result;
}

void print_case(const Case& one) {
  fmt::print("{:<8} {:<60} {}{}\n", one.status, printable(one.name),
             one.max_error ? fmt::format("{:.2e} ", *one.max_error) : "", one.reason);
}

Json to_json(const Case& one) {
  Json json{
      {"name", one.name}, {"status", one.status}, {"max_error", nullptr}, {"reason", nullptr}};
  if (one.max_error && std::isfinite(*one.max_error)) json["max_error"] = *one.max_error;
  if (!one.reason.empty()) json["reason"] = one.reason;
  return json;
}

}  // namespace

int conformance(const ConformanceCall& call) {
  std::vector<fs::path> folders;
  for (const std::string& folder : call.folders) {
    const std::size_t before = folders.size();
    if (!fs::is_directory(folder)) throw FileError(folder, Error{"there is no such folder"});
    find_cases(folder, folders);
    if (folders.size() == before) throw FileError(folder, Error{"it holds no model.onnx"});
  }
  const std::shared_ptr<Backend> backend = make_backend(call.engine);
  std::vector<Case> cases;
  {
    const Progress progress(folders.size());
    for (const fs::path& folder : folders) {
      if (call.engine.json) progress.at(cases.size(), folder.filename().string());
      cases.push_back(run_case(folder, call, backend));
      if (!call.engine.json) print_case(cases.back());
    }
  }
  const auto count = [&](std::string_view status) {
    return std::ranges::count(cases, status, &Case::status);
  };
  if (call.engine.json) {
    Json json{{"engine", name_of(backend->kind())},
              {"passed", count("passed")},
              {"failed", count("failed")},
              {"skipped", count("skipped")},
              {"cases", Json::array()}};
    for (const Case& one : cases) json["cases"].push_back(to_json(one));
    fmt::print("{}", text_of(json));
  } else {
    fmt::print("{} passed, {} failed, {} skipped\n", count("passed"), count("failed"),
               count("skipped"));
  }
  return count("failed") == 0 ? 0 : 1;
}

}  // namespace fovea::app
