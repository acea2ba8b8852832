#include "tests/core/figure/sources.h"

#include <QProcess>

#include "core/document/edits.h"
#include "core/document/weights.h"
#include "core/engine/cpu_backend.h"
#include "core/engine/session.h"

namespace fovea::testing {
namespace {

Tensor ramp(const Shape& shape, float first, float step) {
  Tensor tensor(shape);
  float value = first;
  for (float& cell : tensor.mutable_values<float>()) {
    cell = value;
    value += step;
  }
  return tensor;
}

std::shared_ptr<const NetworkOrigin> tiny_network() {
  GraphBuilder builder;
  builder.add_input("x", {1, 1, 6, 6});
  builder.add_weight("k", ramp({2, 1, 3, 3}, -0.6F, 0.1F));
  builder.add_weight("b", Tensor::of<float>({2}, std::vector{0.25F, -0.5F}));
  builder.add_weight("w", ramp({8, 2}, -0.4F, 0.05F));
  builder.add_node("Conv", "conv1", {}, {"x", "k", "b"}, {"m"});
  builder.add_node("Relu", "relu1", {}, {"m"}, {"a"});
  builder.add_node("MaxPool", "pool1",
                   {{"kernel_shape", std::vector<std::int64_t>{2, 2}},
                    {"strides", std::vector<std::int64_t>{2, 2}}},
                   {"a"}, {"p"});
  builder.add_node("Flatten", "flat", {}, {"p"}, {"f"});
  builder.add_node("MatMul", "fc", {}, {"f", "w"}, {"y"});
  builder.add_node("Softmax", "shares", {}, {"y"}, {"s"});
  builder.add_output("s");
  Model model;
  model.graph = builder.build();
  return make_origin(std::move(model), "tiny & <small>");
}

std::shared_ptr<const Frame> frame_of(const Graph& graph) {
  Session session(make_cpu_backend(1));
  return session.run({.graph = graph,
                      .inputs = {InputSource::of(ramp({1, 1, 6, 6}, 0, 1 / 35.0F))},
                      .watch = Watch::all},
                     CancelToken{});
}

}  // namespace

FigureSource source_of(Network network) {
  const auto frame = frame_of(network.computed);
  FigureSource source{.network = std::move(network), .shaped = frame->shaped, .frame = frame};
  source.preprocessing = Preprocessing{.known = true, .channels = Channels::gray};
  source.input = "ramp.png";
  source.seed = 7;
  return source;
}

FigureSource tiny_source() {
  const auto origin = tiny_network();
  const Graph& graph = origin->model.graph;
  return source_of({.origin = origin, .graph = graph, .muted = {}, .computed = graph});
}

FigureSource edited_source() {
  const auto origin = tiny_network();
  const Graph& before = origin->model.graph;
  const NodeId conv = before.find_node("conv1");
  Tensor kernels = before.weight(before.find_value("k")).clone();
  kernels.mutable_values<float>()[13] = 4;
  const Graph graph = before.with_weight(before.find_value("k"), std::move(kernels));
  Network network{.origin = origin, .graph = graph, .muted = {}, .computed = graph};
  network.computed = mute(graph, {{conv, 0}}, network);
  network.muted = {{conv, 0}};
  FigureSource source = source_of(std::move(network));
  source.original = frame_of(before);
  return source;
}

Curves some_curves() {
  Curves curves;
  for (int step = 1; step <= 30; ++step)
    curves.steps.push_back({.step = step,
                            .epoch = step / 10.0,
                            .loss = 2.3 / step,
                            .accuracy = step / 40.0,
                            .learning_rate = 0.1,
                            .gradient_norm = 1});
  for (int epoch = 1; epoch <= 3; ++epoch) {
    curves.epochs.push_back(
        {.step = 10 * epoch, .epoch = double(epoch), .loss = 1.0 / epoch, .accuracy = 0.2 * epoch});
    curves.validation.push_back({.step = 10 * epoch,
                                 .epoch = double(epoch),
                                 .loss = 1.2 / epoch,
                                 .accuracy = 0.18 * epoch,
                                 .examples = 100});
  }
  return curves;
}

std::optional<QByteArray> output_of(const char* program, const QStringList& words) {
  QProcess process;
  process.start(program, words);
  if (!process.waitForStarted() || !process.waitForFinished(60'000)) return std::nullopt;
  if (process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0) return std::nullopt;
  return process.readAllStandardOutput();
}

}  // namespace fovea::testing
