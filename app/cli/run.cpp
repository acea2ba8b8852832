#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/cli/commands.h"
#include "app/cli/engine.h"
#include "app/cli/failure.h"
#include "app/cli/network.h"
#include "app/cli/output.h"
#include "app/cli/values.h"
#include "core/base/files.h"
#include "core/base/text.h"
#include "core/graph/answer.h"

namespace fovea::app {
namespace {

using Json = nlohmann::ordered_json;

/// What the network says, ready to be told.
struct Answer {
  AnswerKind kind = AnswerKind::values;
  struct Row {
    std::size_t index = 0;
    std::string name;  ///< empty where unknown
    double probability = 0;
  };
  std::vector<Row> top;
};

Answer answer_of(const Frame& frame, const std::vector<std::string>& classes, int top) {
  Answer answer;
  const ValueId value = answer_value(*frame.shaped);
  if (value == k_no_value) return answer;
  answer.kind = answer_kind(*frame.shaped, value);
  const std::vector<double> all = probabilities(answer.kind, frame.value(value).floats());
  for (const std::size_t index : largest(all, static_cast<std::size_t>(top))) {
    answer.top.push_back({index, index < classes.size() ? classes[index] : "", all[index]});
  }
  return answer;
}

/// The words that the JSON uses for where the probabilities come from.
std::string_view source_of(AnswerKind kind) {
  switch (kind) {
    case AnswerKind::probabilities:
      return "graph";
    case AnswerKind::logits:
      return "softmax added";
    case AnswerKind::values:
      break;
  }
  return "none";
}

Json summary(const RunCall& call, const Frame& frame) {
  return {{"model", call.model},
          {"engine", name_of(frame.engine)},
          {"device", frame.device},
          {"total_ms", frame.total_ms},
          {"macs", frame.shaped->total.macs},
          {"params", frame.shaped->total.params}};
}

Json to_json(const std::vector<ValueRow>& rows) {
  Json json = Json::array();
  for (const ValueRow& row : rows) json.push_back(to_json(row));
  return json;
}

void write_manifest(const RunCall& call, const Frame& frame, const std::vector<ValueRow>& rows) {
  Json manifest = summary(call, frame);
  manifest["values"] = to_json(rows);
  const std::string path = call.dump + "/manifest.json";
  about(path, [&] { write_file_atomically(path, text_of(manifest)); });
}

void print_json(const RunCall& call, const Frame& frame, const Answer& answer,
                const std::vector<ValueRow>& rows) {
  Json json = summary(call, frame);
  json["top"] = Json::array();
  for (const Answer::Row& row : answer.top) {
    Json entry{{"index", row.index}, {"class", nullptr}, {"probability", row.probability}};
    if (!row.name.empty()) entry["class"] = printable(row.name);
    json["top"].push_back(std::move(entry));
  }
  json["probability_source"] = source_of(answer.kind);
  json["values"] = to_json(rows);
  fmt::print("{}", text_of(json));
}

/// Outputs that are no classifier's have no classes: their range is what can be said of them.
void print_outputs(const Frame& frame, const std::vector<ValueRow>& rows) {
  const auto& outputs = frame.graph.structure().outputs;
  for (const ValueRow& row : rows) {
    if (std::ranges::find(outputs, row.id) == outputs.end()) continue;
    fmt::print("{}: {}, {:.6g} to {:.6g}, mean {:.6g}\n", printable(row.name),
               row.tensor.shape().to_string(), row.min, row.max, row.mean);
  }
}

void print_table(const Frame& frame, const Answer& answer, const std::vector<ValueRow>& rows) {
  if (answer.kind == AnswerKind::values) return print_outputs(frame, rows);
  for (const Answer::Row& row : answer.top) {
    const std::string name = row.name.empty() ? fmt::format("class {}", row.index) : row.name;
    fmt::print("{:.4f}  {}\n", row.probability, printable(name));
  }
  if (answer.kind == AnswerKind::logits) {
    fmt::print(stderr, "fovea: the network ends in logits; softmax was added\n");
  }
}

}  // namespace

int run(const RunCall& call) {
  const Model model = open_model(call.model);
  const std::vector<std::string> classes = class_names(model, call.classes);
  Request request{.graph = model.graph, .inputs = {}, .watch = Watch::all};
  for (Tensor& tensor : read_inputs(model, call)) {
    request.inputs.push_back(InputSource::of(std::move(tensor)));
  }
  Session session(make_backend(call.engine));
  const auto frame = about(call.model, [&] { return session.run(request, CancelToken{}); });

  std::vector<ValueRow> rows = value_rows(*frame);
  if (!call.dump.empty()) {
    dump_values(rows, call.dump);
    write_manifest(call, *frame, rows);
  }
  const Answer answer = answer_of(*frame, classes, call.top);
  if (call.engine.json) {
    print_json(call, *frame, answer, rows);
  } else {
    print_table(*frame, answer, rows);
  }
  return 0;
}

}  // namespace fovea::app
