#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>

#include "app/cli/commands.h"
#include "app/cli/engine.h"
#include "app/cli/machine.h"
#include "app/cli/output.h"
#include "app/cli/peers.h"
#include "core/cpu/parallel.h"
#include "core/cpu/peak.h"

namespace fovea::app {
namespace {

using Json = nlohmann::ordered_json;

using Layer = BenchLayer;

/// Layers of well-known networks and a few extremes: LeNet-5, TinyVGG, AlexNet, VGG, ResNet,
/// MobileNet, a dilated one, a full-HD picture, a single large kernel.
constexpr Layer k_layers[] = {
    {"A", 1, 28, 28, 6, 5, 1, 2, 1, 1},       {"B", 6, 14, 14, 16, 5, 1, 0, 1, 1},
    {"C", 3, 64, 64, 10, 3, 1, 0, 1, 1},      {"D", 10, 62, 62, 10, 3, 1, 0, 1, 1},
    {"E", 3, 224, 224, 64, 11, 4, 2, 1, 1},   {"F", 64, 27, 27, 192, 5, 1, 2, 1, 1},
    {"G", 192, 13, 13, 384, 3, 1, 1, 1, 1},   {"H", 64, 224, 224, 64, 3, 1, 1, 1, 1},
    {"I", 256, 28, 28, 256, 3, 1, 1, 1, 1},   {"J", 512, 14, 14, 512, 3, 1, 1, 1, 1},
    {"K", 128, 56, 56, 128, 3, 1, 1, 1, 128}, {"L", 128, 56, 56, 128, 1, 1, 0, 1, 1},
    {"M", 64, 56, 56, 64, 3, 1, 2, 2, 1},     {"N", 3, 1080, 1920, 8, 3, 1, 1, 1, 1},
    {"O", 1, 2048, 2048, 1, 15, 1, 7, 1, 1},
};

struct Result {
  Layer layer;
  double min_ms = 0, median_ms = 0;
  double gflops = 0;
  double peak_share = 0;
  std::int64_t peak_bytes = 0;
  std::optional<double> pytorch_ms = {};
};

Tensor random_tensor(const Shape& shape, std::mt19937_64& random) {
  Tensor tensor(shape);
  std::normal_distribution<float> normal(0, 0.1f);
  for (float& value : tensor.mutable_values<float>()) value = normal(random);
  return tensor;
}

Graph graph_of(const Layer& layer, std::mt19937_64& random) {
  using Integers = std::vector<std::int64_t>;
  GraphBuilder builder;
  builder.add_input("x", {1, layer.channels, layer.height, layer.width});
  builder.add_weight("w", random_tensor(Shape{layer.units, layer.channels / layer.groups,
                                              layer.kernel, layer.kernel},
                                        random));
  builder.add_weight("b", random_tensor(Shape{layer.units}, random));
  builder.add_node("Conv", layer.name,
                   {{"strides", Integers(2, layer.stride)},
                    {"pads", Integers(4, layer.pad)},
                    {"dilations", Integers(2, layer.dilation)},
                    {"group", layer.groups}},
                   {"x", "w", "b"}, {"y"});
  builder.add_output("y");
  return builder.build();
}

/// Largest resident size of this process since it was last asked to forget.
std::int64_t peak_resident_bytes() {
  std::ifstream file("/proc/self/status");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("VmHWM:")) return std::stoll(line.substr(6)) * 1024;
  }
  return 0;
}

void forget_peak_resident() { std::ofstream("/proc/self/clear_refs") << "5"; }

/// Runs until half a second has gone or a hundred runs, at least five. The two inputs take turns,
/// so that every run has something to compute.
std::vector<double> time_runs(Session& session, Request request,
                              const std::array<InputSource, 2>& inputs) {
  using Clock = std::chrono::steady_clock;
  std::vector<double> times;
  const Clock::time_point end = Clock::now() + std::chrono::milliseconds(500);
  for (std::size_t i = 0; i < 101 && (i < 6 || Clock::now() < end); ++i) {
    request.inputs = {inputs[i % 2]};
    const Clock::time_point start = Clock::now();
    session.run(request, CancelToken{});
    const std::chrono::duration<double, std::milli> took = Clock::now() - start;
    if (i > 0) times.push_back(took.count());  // the first packs the weights and builds the plan
  }
  std::ranges::sort(times);
  return times;
}

Result measure(const Layer& layer, const std::shared_ptr<Backend>& backend, double peak,
               std::uint64_t seed) {
  std::mt19937_64 random(seed);
  forget_peak_resident();
  const Shape shape{1, layer.channels, layer.height, layer.width};
  const Request request{.graph = graph_of(layer, random), .inputs = {}, .watch = Watch::outputs};
  const std::array inputs{InputSource::of(random_tensor(shape, random)),
                          InputSource::of(random_tensor(shape, random))};
  Session session(backend);
  const std::vector<double> times = time_runs(session, request, inputs);
  const std::array shapes{shape};
  const double operations =
      2.0 * static_cast<double>(shape_graph(request.graph, shapes)->total.macs);
  Result result{.layer = layer, .min_ms = times.front(), .median_ms = times[times.size() / 2]};
  result.gflops = operations / (result.min_ms * 1e6);
  result.peak_share = result.gflops / peak;
  result.peak_bytes = peak_resident_bytes();
  return result;
}

std::string shape_of(const Layer& layer) {
  return fmt::format("{}x{}x{} -> {} {}x{}{}{}{}", layer.channels, layer.height, layer.width,
                     layer.units, layer.kernel, layer.kernel,
                     layer.stride > 1 ? fmt::format(" s{}", layer.stride) : "",
                     layer.dilation > 1 ? fmt::format(" d{}", layer.dilation) : "",
                     layer.groups > 1 ? fmt::format(" g{}", layer.groups) : "");
}

void print_row(const Result& result, EngineKind engine) {
  fmt::print("{:<4} {:<7} {:<30} {:>9.3f} {:>9.3f} {:>9.1f} {:>7.1f} % {:>9}", result.layer.name,
             name_of(engine), shape_of(result.layer), result.min_ms, result.median_ms,
             result.gflops, 100 * result.peak_share, human_bytes(result.peak_bytes));
  if (result.pytorch_ms) fmt::print(" {:>10.3f}", *result.pytorch_ms);
  fmt::print("\n");
  std::fflush(stdout);
}

Json to_json(const Result& result, EngineKind engine) {
  Json peers = Json::object();
  if (result.pytorch_ms) peers["pytorch"] = *result.pytorch_ms;
  return {{"name", result.layer.name},       {"engine", name_of(engine)},
          {"shape", shape_of(result.layer)}, {"min_ms", result.min_ms},
          {"median_ms", result.median_ms},   {"gflops", result.gflops},
          {"peak_share", result.peak_share}, {"peak_memory_bytes", result.peak_bytes},
          {"peers", std::move(peers)}};
}

/// Empty where nobody asked, or there is nothing to ask.
std::vector<double> measure_peers(const BenchCall& call, std::span<const std::size_t> chosen,
                                  int threads) {
  if (!call.peers) return {};
  std::vector<Layer> layers;
  for (const std::size_t index : chosen) layers.push_back(k_layers[index]);
  std::vector<double> times = pytorch_ms(layers, threads);
  if (times.empty()) say_no_peers();
  return times;
}

}  // namespace

int bench_layers(const BenchCall& call) {
  std::vector<std::string> names;
  for (const Layer& layer : k_layers) names.emplace_back(layer.name);
  const std::vector<std::size_t> chosen = chosen_cases(names, call.only);
  const int threads = call.engine.threads > 0 ? call.engine.threads : default_threads();
  double peak = measure_peak_gflops(threads);
  const double bandwidth = measure_bandwidth_gbs(threads);
  const std::shared_ptr<Backend> backend = make_backend(call.engine);
  const std::vector<double> peers = measure_peers(call, chosen, threads);
  Json json{{"machine",
             {{"cpu", cpu_name()},
              {"threads", threads},
              {"peak_gflops", peak},
              {"bandwidth_gbs", bandwidth}}},
            {"cases", Json::array()}};
  if (!call.engine.json) {
    fmt::print(
        "{}, {} threads: {:.0f} GFLOP/s, {:.1f} GB/s\n{:<4} {:<7} {:<30} {:>9} {:>9} {:>9} "
        "{:>9} {:>9}{}\n",
        cpu_name(), threads, peak, bandwidth, "name", "engine", "shape", "min ms", "median ms",
        "GFLOP/s", "of peak", "memory", peers.empty() ? "" : " PyTorch ms");
  }
  const Progress progress(chosen.size());
  std::size_t rows = 0;
  for (const std::size_t index : chosen) {
    const Layer& layer = k_layers[index];
    if (call.engine.json) progress.at(json["cases"].size(), layer.name);
    // Whatever else runs here takes its share of the peak as well: the best of the run counts.
    peak = std::max(peak, measure_peak_gflops(threads));
    Result result = measure(layer, backend, peak, call.engine.seed);
    if (!peers.empty()) result.pytorch_ms = peers[rows++];
    json["cases"].push_back(to_json(result, backend->kind()));
    if (!call.engine.json) print_row(result, backend->kind());
  }
  json["machine"]["peak_gflops"] = peak;
  for (Json& one : json["cases"]) one["peak_share"] = one["gflops"].get<double>() / peak;
  if (call.engine.json) fmt::print("{}", text_of(json));
  return 0;
}

}  // namespace fovea::app
