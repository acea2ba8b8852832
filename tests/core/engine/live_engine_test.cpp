#include "core/engine/live_engine.h"

#include <QTest>
#include <condition_variable>
#include <semaphore>

#include "tests/core/engine/counting_backend.h"

using namespace fovea;
using namespace std::chrono_literals;

namespace {

Graph doubling() {
  GraphBuilder builder;
  builder.add_input("x", {1, 1, -1, -1});
  builder.add_weight("k", Tensor::filled<float>({1, 1, 1, 1}, 2));
  builder.add_node("Conv", "conv", {}, {"x", "k"}, {"y"});
  builder.add_output("y");
  return builder.build();
}

Request request_of(float value, std::uint64_t revision) {
  return {.graph = doubling(),
          .inputs = {InputSource::of(Tensor::filled<float>({1, 1, 2, 2}, value))},
          .watch = Watch::all,
          .revision = revision};
}

/// A request whose input takes `duration` to make, and looks at its token meanwhile.
Request slow_request(std::chrono::milliseconds duration, std::uint64_t revision) {
  Request request = request_of(1, revision);
  request.inputs[0].make = [duration](const CancelToken& cancel) {
    const auto end = std::chrono::steady_clock::now() + duration;
    while (std::chrono::steady_clock::now() < end) {
      cancel.throw_if_cancelled();
      std::this_thread::sleep_for(1ms);
    }
    return Tensor::filled<float>({1, 1, 2, 2}, 1);
  };
  return request;
}

/// What the engine delivered, to be waited for.
class Deliveries {
 public:
  void add(LiveResult result) {
    const std::lock_guard lock(mutex_);
    results_.push_back(std::move(result));
    arrived_.notify_all();
  }
  /// The first result of this revision or a newer one; nothing once `limit` is over.
  std::optional<LiveResult> wait_for(std::uint64_t revision,
                                     std::chrono::milliseconds limit = 10s) {
    std::unique_lock lock(mutex_);
    std::optional<LiveResult> found;
    arrived_.wait_for(lock, limit, [&] {
      for (const LiveResult& result : results_) {
        if (!found && result.revision >= revision) found = result;
      }
      return found.has_value();
    });
    return found;
  }
  std::optional<LiveResult> wait_for_engine(EngineKind kind) {
    std::unique_lock lock(mutex_);
    std::optional<LiveResult> found;
    arrived_.wait_for(lock, 10s, [&] {
      for (const LiveResult& result : results_) {
        if (result.frame && result.frame->engine == kind) found = result;
      }
      return found.has_value();
    });
    return found;
  }
  std::vector<std::uint64_t> revisions() {
    const std::lock_guard lock(mutex_);
    std::vector<std::uint64_t> all;
    for (const LiveResult& result : results_) all.push_back(result.revision);
    return all;
  }

 private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::vector<LiveResult> results_;
};

float answer(const LiveResult& result) {
  return result.frame->value(result.frame->graph.find_value("y")).floats()[0];
}

}  // namespace

class LiveEngineTest : public QObject {
  Q_OBJECT
 private slots:
  void aRequestComesBackAsAFrame() {
    Deliveries deliveries;
    LiveEngine engine({.choice = EngineChoice::cpu, .threads = 1, .make_vulkan = {}},
                      [&](LiveResult result) { deliveries.add(std::move(result)); });
    engine.post(request_of(3, 1));
    const auto result = deliveries.wait_for(1);
    QVERIFY(result && result->frame);
    QCOMPARE(answer(*result), 6.F);
    QCOMPARE(result->frame->engine, EngineKind::cpu);
  }

  void theNewestRequestReplacesTheWaitingOnes() {
    Deliveries deliveries;
    std::binary_semaphore taken{0}, posted{0};
    LiveEngine engine({.choice = EngineChoice::cpu, .threads = 1, .make_vulkan = {}},
                      [&](LiveResult result) { deliveries.add(std::move(result)); });
    Request first = request_of(1, 1);
    first.inputs[0].make = [&](const CancelToken&) {
      taken.release();
      posted.acquire();
      return Tensor::filled<float>({1, 1, 2, 2}, 1);
    };
    engine.post(std::move(first));
    taken.acquire();
    for (std::uint64_t revision = 2; revision <= 50; ++revision)
      engine.post(request_of(static_cast<float>(revision), revision));
    posted.release();
    const auto result = deliveries.wait_for(50);
    QVERIFY(result && result->frame);
    QCOMPARE(answer(*result), 100.F);
    for (const std::uint64_t revision : deliveries.revisions())
      QVERIFY(revision == 1 || revision == 50);
  }

  void aNewerRequestCancelsTheRunningOne() {
    Deliveries deliveries;
    LiveEngine engine({.choice = EngineChoice::cpu, .threads = 1, .make_vulkan = {}},
                      [&](LiveResult result) { deliveries.add(std::move(result)); });
    engine.post(request_of(1, 1));
    QVERIFY(deliveries.wait_for(1));
    engine.post(slow_request(30s, 2));
    std::optional<LiveResult> result;
    for (int tries = 0; tries < 50 && !result; ++tries) {
      std::this_thread::sleep_for(5ms);
      engine.post(request_of(4, 3));
      result = deliveries.wait_for(3, 100ms);
    }
    QVERIFY(result && result->frame);
    QCOMPARE(answer(*result), 8.F);
    for (const std::uint64_t revision : deliveries.revisions()) QVERIFY(revision != 2);
  }

  void underASteadyStreamSomethingStillShows() {
    Deliveries deliveries;
    LiveEngine engine({.choice = EngineChoice::cpu, .threads = 1, .make_vulkan = {}},
                      [&](LiveResult result) { deliveries.add(std::move(result)); });
    // Each takes longer than the pause between them: without patience none would ever end.
    for (std::uint64_t revision = 1; revision <= 60; ++revision) {
      engine.post(slow_request(40ms, revision));
      std::this_thread::sleep_for(10ms);
    }
    QVERIFY2(deliveries.revisions().size() >= 3,
             qPrintable(QString::number(deliveries.revisions().size())));
  }

  void aLongRunThatWasSparedOnceEndsWithItsShare() {
    Deliveries deliveries;
    LiveEngine engine({.choice = EngineChoice::cpu, .threads = 1, .make_vulkan = {}},
                      [&](LiveResult result) { deliveries.add(std::move(result)); });
    std::binary_semaphore taken{0};
    Request slow = slow_request(30s, 1);
    slow.inputs[0].make = [make = slow.inputs[0].make, &taken](const CancelToken& cancel) {
      taken.release();
      return make(cancel);
    };
    engine.post(std::move(slow));
    taken.acquire();
    std::this_thread::sleep_for(LiveEngine::k_patience);
    engine.post(request_of(4, 2));  // the run is spared, and nothing is posted after this
    const auto result = deliveries.wait_for(2, 15s);
    QVERIFY(result && result->frame);
    QCOMPARE(answer(*result), 8.F);
  }

  void theFirstRunIsNotSparedForHavingDeliveredNothing() {
    Deliveries deliveries;
    LiveEngine engine({.choice = EngineChoice::cpu, .threads = 1, .make_vulkan = {}},
                      [&](LiveResult result) { deliveries.add(std::move(result)); });
    std::binary_semaphore taken{0};
    std::atomic<bool> cancelled = false;
    Request slow = request_of(1, 1);
    slow.inputs[0].make = [&](const CancelToken& cancel) -> Tensor {
      taken.release();
      const auto end = std::chrono::steady_clock::now() + LiveEngine::k_share / 2;
      while (!cancelled && std::chrono::steady_clock::now() < end) {
        cancelled = cancel.cancelled();
        std::this_thread::sleep_for(1ms);
      }
      throw Cancelled{};
    };
    const auto start = std::chrono::steady_clock::now();
    engine.post(std::move(slow));
    taken.acquire();
    engine.post(request_of(2, 2));
    if (std::chrono::steady_clock::now() - start >= LiveEngine::k_patience)
      QSKIP("the machine was too busy for the engine to be impatient");
    QVERIFY(deliveries.wait_for(2));
    QVERIFY(cancelled);
  }

  void anErrorComesBackAsOneAndTheEngineGoesOn() {
    Deliveries deliveries;
    LiveEngine engine({.choice = EngineChoice::cpu, .threads = 1, .make_vulkan = {}},
                      [&](LiveResult result) { deliveries.add(std::move(result)); });
    Request bad = request_of(1, 1);
    bad.inputs = {InputSource::of(Tensor::filled<float>({1, 5, 2, 2}, 1))};
    engine.post(bad);
    const auto failed = deliveries.wait_for(1);
    QVERIFY(failed && failed->error && !failed->frame);
    engine.post(request_of(2, 2));
    const auto result = deliveries.wait_for(2);
    QVERIFY(result && result->frame);
    QCOMPARE(answer(*result), 4.F);
  }

  void aLostDeviceIsTakenOverByTheCpu() {
    auto device = std::make_shared<CountingBackend>();
    Deliveries deliveries;
    LiveEngine engine(
        {.choice = EngineChoice::vulkan, .threads = 1, .make_vulkan = [&](bool) { return device; }},
        [&](LiveResult result) { deliveries.add(std::move(result)); });
    engine.post(request_of(1, 1));
    const auto healthy = deliveries.wait_for(1);
    QVERIFY(healthy && healthy->frame);
    QCOMPARE(healthy->frame->engine, EngineKind::vulkan);
    QVERIFY(healthy->frame->notice.empty());
    device->before_run = [](const PlanRun&) { throw DeviceLost{"the device is gone"}; };
    engine.post(request_of(5, 2));
    const auto result = deliveries.wait_for(2);
    QVERIFY(result && result->frame);
    QCOMPARE(result->frame->engine, EngineKind::cpu);
    QCOMPARE(answer(*result), 10.F);
    QVERIFY(result->frame->notice.find("gone") != std::string::npos);
  }

  void aMissingDriverIsSaidAndTheCpuComputes() {
    Deliveries deliveries;
    LiveEngine engine({.choice = EngineChoice::vulkan,
                       .threads = 1,
                       .make_vulkan = [](bool) -> std::shared_ptr<Backend> {
                         throw Error{"there is no Vulkan driver"};
                       }},
                      [&](LiveResult result) { deliveries.add(std::move(result)); });
    engine.post(request_of(1, 1));
    const auto result = deliveries.wait_for(1);
    QVERIFY(result && result->frame);
    QCOMPARE(result->frame->engine, EngineKind::cpu);
    QVERIFY(result->frame->notice.find("driver") != std::string::npos);
  }

  void automaticPrefersARealGpuAndIsSilentWithoutOne() {
    Deliveries deliveries;
    LiveEngine engine({.choice = EngineChoice::automatic,
                       .threads = 1,
                       .make_vulkan = [](bool real_gpu_only) -> std::shared_ptr<Backend> {
                         if (real_gpu_only) return nullptr;
                         return std::make_shared<CountingBackend>();
                       }},
                      [&](LiveResult result) { deliveries.add(std::move(result)); });
    engine.post(request_of(1, 1));
    const auto result = deliveries.wait_for(1);
    QVERIFY(result && result->frame);
    QCOMPARE(result->frame->engine, EngineKind::cpu);
    QVERIFY(result->frame->notice.empty());
    engine.choose(EngineChoice::vulkan);
    const auto chosen = deliveries.wait_for_engine(EngineKind::vulkan);
    QVERIFY(chosen);
    QCOMPARE(answer(*chosen), 2.F);
  }

  void itStopsWhileARequestRuns() {
    Deliveries deliveries;
    {
      LiveEngine engine({.choice = EngineChoice::cpu, .threads = 1, .make_vulkan = {}},
                        [&](LiveResult result) { deliveries.add(std::move(result)); });
      engine.post(slow_request(30s, 1));
      std::this_thread::sleep_for(20ms);
    }
    QVERIFY(deliveries.revisions().empty());
  }
};

QTEST_GUILESS_MAIN(LiveEngineTest)
#include "live_engine_test.moc"
