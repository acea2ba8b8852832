#include <chrono>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/cli/commands.h"
#include "app/cli/engine.h"
#include "app/cli/machine.h"
#include "app/cli/output.h"
#include "app/cli/peers.h"
#include "core/cpu/parallel.h"
#include "core/cpu/peak.h"
#include "core/graph/shaped_graph.h"
#include "core/train/architectures.h"
#include "core/train/random.h"
#include "core/train/trainer.h"

namespace fovea::app {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::int64_t k_batch = 64, k_classes = 10;

/// A network and the pictures that it is trained on, as the peers see them too.
struct Case {
  const char* name;
  std::int64_t channels, side;
};

struct Result {
  std::string name;
  EngineKind engine = EngineKind::cpu;
  std::string notice = {};  ///< why that is not what was asked for
  double images_per_s = 0, median_images_per_s = 0;
  double gflops = 0;  ///< counting three passes of the multiply-accumulates, two operations each
  std::optional<double> pytorch = {};
};

TrainingTask random_task(const Case& bench, std::uint64_t seed) {
  constexpr std::int64_t k_batches = 8;
  DataSet set{
      .name = "noise", .channels = bench.channels, .height = bench.side, .width = bench.side};
  Random random(seed);
  set.pixels.resize(static_cast<std::size_t>(k_batches * k_batch * set.example_bytes()));
  for (std::uint8_t& pixel : set.pixels) pixel = static_cast<std::uint8_t>(random.below(256));
  for (std::int64_t i = 0; i < k_batches * k_batch; ++i) {
    set.labels.push_back(static_cast<std::int32_t>(random.below(k_classes)));
  }
  for (std::int64_t c = 0; c < k_classes; ++c) set.classes.push_back(fmt::to_string(c));
  set.first_test = set.count();
  TrainingTask task{.data = make_data_set(std::move(set)), .splits = {}, .scaling = {}};
  for (std::int32_t i = 0; i < task.data->count(); ++i) task.splits.training.push_back(i);
  return task;
}

/// Stretches of some tenths of a second for four seconds, as the peers are measured.
std::vector<double> time_stretches(Trainer& trainer) {
  using Clock = std::chrono::steady_clock;
  std::vector<double> speeds;
  std::int64_t stretch = 4;
  const Clock::time_point end = Clock::now() + std::chrono::seconds(4);
  while (Clock::now() < end) {
    const Clock::time_point start = Clock::now();
    for (std::int64_t i = 0; i < stretch; ++i) trainer.step(CancelToken{});
    const double took = std::chrono::duration<double>(Clock::now() - start).count();
    speeds.push_back(static_cast<double>(stretch * k_batch) / took);
    stretch = std::max<std::int64_t>(
        4, static_cast<std::int64_t>(static_cast<double>(stretch) * 0.3 / took));
  }
  std::ranges::sort(speeds);
  return speeds;
}

Result measure(const Case& bench, int threads, const EngineOptions& engine) {
  const Graph graph =
      make_architecture(bench.name, bench.channels, bench.side, bench.side, k_classes, engine.seed);
  const std::array shapes{Shape{1, bench.channels, bench.side, bench.side}};
  const auto macs = static_cast<double>(shape_graph(graph, shapes)->total.macs);
  Trainer trainer(graph, random_task(bench, engine.seed),
                  {.batch = k_batch, .learning_rate = 0.01, .seed = engine.seed}, threads,
                  training_engine(engine));
  const std::vector<double> speeds = time_stretches(trainer);
  return {.name = bench.name,
          .engine = trainer.engine(),
          .notice = trainer.notice(),
          .images_per_s = speeds.back(),
          .median_images_per_s = speeds[speeds.size() / 2],
          .gflops = speeds.back() * macs * 6e-9};
}

void print_row(const Result& result, double peak) {
  fmt::print("{:<10} {:<6} {:>9.0f} {:>9.0f} {:>9.1f} {:>7.1f} %", result.name,
             name_of(result.engine), result.images_per_s, result.median_images_per_s, result.gflops,
             100 * result.gflops / peak);
  if (result.pytorch) {
    fmt::print(" {:>9.0f} {:>6.2f}", *result.pytorch, result.images_per_s / *result.pytorch);
  }
  fmt::print("\n");
  std::fflush(stdout);
}

Json to_json(const Result& result) {
  Json peers = Json::object();
  if (result.pytorch) peers["pytorch"] = *result.pytorch;
  return {{"name", result.name},
          {"engine", name_of(result.engine)},
          {"images_per_s", result.images_per_s},
          {"median_images_per_s", result.median_images_per_s},
          {"gflops", result.gflops},
          {"peers", std::move(peers)}};
}

}  // namespace

int bench_train(const BenchCall& call) {
  constexpr Case k_cases[] = {{"lenet5", 1, 28}, {"natural10", 3, 32}};
  std::vector<std::string> names;
  for (const Case& bench : k_cases) names.emplace_back(bench.name);
  const std::vector<std::size_t> chosen = chosen_cases(names, call.only);
  const int threads = call.engine.threads > 0 ? call.engine.threads : default_threads();
  const double peak = measure_peak_gflops(threads);
  Json json{{"machine", {{"cpu", cpu_name()}, {"threads", threads}, {"peak_gflops", peak}}},
            {"batch", k_batch},
            {"cases", Json::array()}};
  if (!call.engine.json) {
    fmt::print(
        "{}, {} threads: {:.0f} GFLOP/s; batches of {}\n{:<10} {:<6} {:>9} {:>9} {:>9} "
        "{:>9}{}\n",
        cpu_name(), threads, peak, k_batch, "name", "", "images/s", "median", "GFLOP/s", "of peak",
        call.peers ? "   PyTorch  times" : "");
  }
  for (const std::size_t index : chosen) {
    Result result = measure(k_cases[index], threads, call.engine);
    if (!result.notice.empty()) fmt::print(stderr, "fovea: {}\n", result.notice);
    if (call.peers) {
      const std::array network{result.name};
      const std::vector<double> peer = pytorch_images_per_s(network, k_batch, threads);
      if (peer.empty()) {
        say_no_peers();
      } else {
        result.pytorch = peer[0];
      }
    }
    json["cases"].push_back(to_json(result));
    if (!call.engine.json) print_row(result, peak);
  }
  if (call.engine.json) fmt::print("{}", text_of(json));
  return 0;
}

}  // namespace fovea::app
