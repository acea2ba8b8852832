#include <filesystem>
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
#include "core/document/answer.h"
#include "core/figure/contact_sheet.h"

namespace fovea::app {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

/// What the model says of itself, its classes as the call names them, where it does.
NetworkOrigin origin_of(const Model& model, const RunCall& call) {
  return about(call.model, [&] {
    NetworkOrigin origin = *make_origin(model, call.model);
    if (!call.classes.empty()) origin.classes = read_classes(call.classes);
    return origin;
  });
}

/// The words that the JSON uses for where the probabilities come from.
std::string_view source_of(Answer::Meaning meaning) {
  switch (meaning) {
    case Answer::Meaning::probabilities:
      return "graph";
    case Answer::Meaning::softmax_added:
      return "softmax added";
    case Answer::Meaning::values:
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

/// Every value, and the manifest after them.
void write_dump(const RunCall& call, const Frame& frame, std::vector<ValueRow>& rows) {
  fill_folder(call.dump, [&](const std::string& folder) {
    dump_values(rows, folder);
    Json manifest = summary(call, frame);
    manifest["values"] = to_json(rows);
    write_file_atomically(fs::path(folder) / "manifest.json", text_of(manifest));
  });
}

/// Values that are no probabilities are told as values.
Json top_json(const NetworkOrigin& origin, const Answer& answer, int count) {
  Json top = Json::array();
  for (const std::int64_t index : answer.top(count)) {
    const float score = answer.scores[static_cast<std::size_t>(index)];
    Json entry{{"index", index}, {"class", nullptr}, {"probability", nullptr}};
    if (index < std::ssize(origin.classes)) entry["class"] = class_name(origin, index);
    entry[answer.meaning == Answer::Meaning::values ? "value" : "probability"] = score;
    top.push_back(std::move(entry));
  }
  return top;
}

void print_json(const RunCall& call, const NetworkOrigin& origin, const Frame& frame,
                const std::vector<ValueRow>& rows) {
  const Answer answer = answer_of(origin, frame);
  Json json = summary(call, frame);
  json["top"] = top_json(origin, answer, call.top);
  json["probability_source"] = source_of(answer.meaning);
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

void print_table(const RunCall& call, const NetworkOrigin& origin, const Frame& frame,
                 const std::vector<ValueRow>& rows) {
  const Answer answer = answer_of(origin, frame);
  if (answer.empty()) return print_outputs(frame, rows);
  for (const std::int64_t index : answer.top(call.top)) {
    fmt::print("{:.4f}  {}\n", answer.scores[static_cast<std::size_t>(index)],
               class_name(origin, index));
  }
  if (answer.meaning == Answer::Meaning::softmax_added) {
    fmt::print(stderr, "fovea: {}: it ends in logits; softmax was added\n", printable(call.model));
  } else if (answer.meaning == Answer::Meaning::values) {
    fmt::print(stderr, "fovea: {}: these are values, no probabilities\n", printable(call.model));
  }
}

bool has_nan_output(const Frame& frame, const std::vector<ValueRow>& rows) {
  const auto& outputs = frame.graph.structure().outputs;
  return std::ranges::any_of(rows, [&](const ValueRow& row) {
    return row.holds_nan && std::ranges::find(outputs, row.id) != outputs.end();
  });
}

/// For a network whose output holds NaN: where it comes from.
Error nan_error(const std::vector<ValueRow>& rows) {
  const ValueRow& first = *std::ranges::find_if(rows, &ValueRow::holds_nan);
  const char* kind = first.op == "Input" ? "the input" : "the layer";
  return Error{fmt::format("its answer is not a number (NaN); {} “{:.60}” is the first to hold one",
                           kind, printable(first.name))};
}

/// Says on standard error where the names given do not fit the answer.
void compare_classes(const RunCall& call, const NetworkOrigin& origin, const Answer& answer) {
  if (answer.scores.size() == origin.classes.size()) return;
  fmt::print(stderr, "fovea: {}: the number of its classes, {}, is not that of the outputs, {}\n",
             printable(call.classes), origin.classes.size(), answer.scores.size());
}

/// The maps of every layer, a PNG each.
void write_figures(const std::vector<ValueRow>& rows, const std::string& folder) {
  const Progress progress(rows.size());
  for (const ValueRow& row : rows) {
    progress.at(row.index, row.name);
    const std::string path =
        (fs::path(folder) / fmt::format("{:03}-{}.png", row.index, file_part(row.name))).string();
    const bool is_input = row.op == "Input";
    write_contact_sheet(path, {.values = row.tensor.to(ElementType::float32),
                               .name = printable(row.name),
                               .detail = is_input ? "input" : row.op});
  }
}

}  // namespace

int run(const RunCall& call) {
  const Model model = open_model(call.model);
  const NetworkOrigin origin = origin_of(model, call);
  Request request{.graph = model.graph, .inputs = {}, .watch = Watch::all};
  for (Tensor& tensor : read_inputs(model, call)) {
    request.inputs.push_back(InputSource::of(std::move(tensor)));
  }
  Session session(make_backend(call.engine));
  const auto frame = about(call.model, [&] { return session.run(request, CancelToken{}); });

  std::vector<ValueRow> rows = value_rows(*frame);
  if (!call.dump.empty()) write_dump(call, *frame, rows);
  if (!call.figures.empty()) {
    fill_folder(call.figures, [&](const std::string& folder) { write_figures(rows, folder); });
  }
  if (!call.classes.empty()) compare_classes(call, origin, answer_of(origin, *frame));
  const bool is_answered = !has_nan_output(*frame, rows);
  if (call.engine.json) {
    print_json(call, origin, *frame, rows);
  } else if (is_answered) {
    print_table(call, origin, *frame, rows);
  }
  if (!is_answered) throw FileError(call.model, nan_error(rows));
  return 0;
}

}  // namespace fovea::app
