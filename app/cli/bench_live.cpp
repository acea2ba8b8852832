#include <algorithm>
#include <chrono>
#include <cmath>
#include <condition_variable>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <random>

#include "app/cli/bench_filter.h"
#include "app/cli/commands.h"
#include "app/cli/engine.h"
#include "app/cli/failure.h"
#include "app/cli/output.h"
#include "core/cpu/parallel.h"
#include "core/engine/live_engine.h"
#include "core/onnx/bundled.h"

namespace fovea::app {
namespace {

using Clock = std::chrono::steady_clock;
using Json = nlohmann::ordered_json;

/// A network on an input, or, of no network, a kernel of so many cells a side on a picture.
struct Scene {
  const char* name;
  const char* network;
  std::vector<std::int64_t> input;
  std::int64_t cells = 0;
};

struct Result {
  std::string name;
  EngineKind engine = EngineKind::cpu;
  std::vector<double> times;  ///< ms, sorted
  double seconds = 0;

  double percentile(double share) const {
    const auto index = static_cast<std::size_t>(share * static_cast<double>(times.size()));
    return times[std::min(index, times.size() - 1)];
  }
};

/// Hands frames from the engine's thread to the one that waits for them.
class Receiver {
 public:
  void deliver(LiveResult result) {
    {
      const std::lock_guard lock(mutex_);
      result_ = std::move(result);
    }
    arrived_.notify_one();
  }

  std::shared_ptr<const Frame> wait_for(std::uint64_t revision) {
    std::unique_lock lock(mutex_);
    arrived_.wait(lock, [&] { return result_ && result_->revision == revision; });
    if (result_->error) throw *result_->error;
    return result_->frame;
  }

 private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::optional<LiveResult> result_;
};

/// The drag of one first-layer kernel cell after another, as a hand would do it: many small steps,
/// then the next cell. The same list every time.
struct RecordedDrag {
  static constexpr std::size_t k_steps_a_cell = 20;

  Graph apply(const Graph& graph, std::size_t step) const {
    const ValueId weight = graph.nodes()[0].inputs[1];
    Tensor edited = graph.weight(weight).clone();
    const auto cells = edited.mutable_values<float>();
    const std::size_t cell = (step / k_steps_a_cell) * 7 % cells.size();
    cells[cell] += 0.05f * static_cast<float>(std::sin(static_cast<double>(step + 1)));
    return graph.with_weight(weight, std::move(edited));
  }
};

Tensor random_input(const std::vector<std::int64_t>& dims, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<float> uniform(0, 1);
  Tensor tensor{Shape(dims)};
  for (float& value : tensor.mutable_values<float>()) value = uniform(random);
  return tensor;
}

Result replay(const Scene& scene, EngineChoice choice, const EngineOptions& options) {
  constexpr std::size_t k_edits = 500, k_warm_up = 20, k_least = 50;
  Receiver receiver;
  EngineOptions vulkan = options;
  vulkan.choice = EngineChoice::vulkan;
  LiveEngine engine({.choice = choice,
                     .threads = options.threads,
                     .make_vulkan = [vulkan](bool) { return make_backend(vulkan); }},
                    [&receiver](LiveResult result) { receiver.deliver(std::move(result)); });

  Request request{.graph = bundled_network(scene.network).graph,
                  .inputs = {InputSource::of(random_input(scene.input, options.seed))}};
  const RecordedDrag drag;
  Result result{.name = scene.name, .times = {}};
  const Clock::time_point give_up = Clock::now() + std::chrono::seconds(8);
  Clock::time_point first;
  for (std::size_t step = 0; step < k_warm_up + k_edits; ++step) {
    if (step >= k_warm_up + k_least && Clock::now() > give_up) break;
    const Clock::time_point start = Clock::now();
    if (step == k_warm_up) first = start;
    request.graph = drag.apply(request.graph, step);
    request.revision = step + 1;
    engine.post(request);
    const auto frame = receiver.wait_for(request.revision);
    const Clock::time_point end = Clock::now();
    result.engine = frame->engine;
    if (step < k_warm_up) continue;
    result.times.push_back(std::chrono::duration<double, std::milli>(end - start).count());
    result.seconds = std::chrono::duration<double>(end - first).count();
  }
  if (choice == EngineChoice::vulkan && result.engine != EngineKind::vulkan) {
    throw Error{"the Vulkan engine did not run"};
  }
  std::ranges::sort(result.times);
  return result;
}

Result replay_filter(const Scene& scene, const EngineOptions& options) {
  const int threads = options.threads > 0 ? options.threads : default_threads();
  Result result{.name = scene.name, .times = filter_edit_times(scene.cells, threads, options.seed)};
  for (const double ms : result.times) result.seconds += ms / 1000;
  std::ranges::sort(result.times);
  return result;
}

double frames_a_second(const Result& result) {
  return static_cast<double>(result.times.size()) / result.seconds;
}

void print_row(const Result& result) {
  fmt::print("{:<18} {:<7} {:>6} {:>9.3f} {:>9.3f} {:>9.3f} {:>9.3f} {:>9.0f}\n", result.name,
             name_of(result.engine), result.times.size(), result.percentile(0.5),
             result.percentile(0.95), result.percentile(0.99), result.times.back(),
             frames_a_second(result));
  std::fflush(stdout);
}

Json to_json(const Result& result) {
  return {{"name", result.name},
          {"engine", name_of(result.engine)},
          {"edits", result.times.size()},
          {"p50_ms", result.percentile(0.5)},
          {"p95_ms", result.percentile(0.95)},
          {"p99_ms", result.percentile(0.99)},
          {"max_ms", result.times.back()},
          {"frames_per_s", frames_a_second(result)}};
}

/// Where nobody chose: both, Vulkan if there is any.
std::vector<EngineChoice> choices_of(const EngineOptions& options) {
  if (options.choice != EngineChoice::automatic) return {options.choice};
  EngineOptions vulkan = options;
  vulkan.choice = EngineChoice::vulkan;
  try {
    make_backend(vulkan);
    return {EngineChoice::cpu, EngineChoice::vulkan};
  } catch (const Error&) {
    return {EngineChoice::cpu};
  }
}

}  // namespace

int bench_live(const BenchCall& call) {
  const Scene scenes[] = {{"lenet5-digits", "lenet5-digits", {1, 1, 28, 28}},
                          {"natural10-32", "natural10", {1, 3, 32, 32}},
                          {"natural10-64", "natural10", {1, 3, 64, 64}},
                          {"filter-15-1080p", nullptr, {}, 15},
                          {"filter-31-1080p", nullptr, {}, 31}};
  std::vector<std::string> names;
  for (const Scene& scene : scenes) names.emplace_back(scene.name);
  const std::vector<std::size_t> chosen = chosen_cases(names, call.only);
  Json json{{"cases", Json::array()}};
  if (!call.engine.json) {
    fmt::print("{:<18} {:<7} {:>6} {:>9} {:>9} {:>9} {:>9} {:>9}\n", "name", "engine", "edits",
               "p50 ms", "p95 ms", "p99 ms", "worst ms", "frames/s");
  }
  for (const EngineChoice choice : choices_of(call.engine)) {
    for (const std::size_t index : chosen) {
      const Scene& scene = scenes[index];
      // Pictures are filtered by the CPU.
      if (scene.network == nullptr && choice == EngineChoice::vulkan) continue;
      const Result result = scene.network == nullptr ? replay_filter(scene, call.engine)
                                                     : replay(scene, choice, call.engine);
      json["cases"].push_back(to_json(result));
      if (!call.engine.json) print_row(result);
    }
  }
  if (call.engine.json) fmt::print("{}", text_of(json));
  return 0;
}

}  // namespace fovea::app
