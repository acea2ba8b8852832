#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <thread>

#include "core/base/mailbox.h"
#include "core/engine/frame.h"

namespace fovea {

/// Which engine a person asked for. `automatic` takes Vulkan where a real GPU is there.
enum class EngineChoice { automatic, cpu, vulkan };

/// What comes out of the live engine for one request: a frame, or why there is none.
struct LiveResult {
  std::uint64_t revision = 0;
  std::shared_ptr<const Frame> frame;
  std::optional<Error> error;
};

/// Owns the engine thread: takes the newest request, cancels the running one between tiles, and
/// hands out frames. A lost or missing device makes it carry on with the CPU, with a notice in the
/// frames that follow.
class LiveEngine {
 public:
  struct Options {
    EngineChoice choice = EngineChoice::automatic;
    int threads = 0;  ///< of the CPU engine; 0: as many as the machine has
    /// Makes the Vulkan backend: of a real GPU alone, or of any device. Null where a real GPU is
    /// wanted and there is none; throws Error where there is no device at all.
    std::function<std::shared_ptr<Backend>(bool real_gpu_only)> make_vulkan;
  };

  /// `deliver` is called on the engine thread and must return at once.
  LiveEngine(Options options, std::function<void(LiveResult)> deliver);
  ~LiveEngine();
  LiveEngine(const LiveEngine&) = delete;
  LiveEngine& operator=(const LiveEngine&) = delete;

  /// Replaces a waiting request and cancels the running one. That one is spared for a while where
  /// nothing has been delivered for `k_patience` (under a steady drag something must still show),
  /// but not for longer than `k_share` (a run of seconds must not hold up what is wanted now).
  void post(Request request);

  /// Takes effect with the next request; the last one is posted again.
  void choose(EngineChoice choice);

  static constexpr std::chrono::milliseconds k_patience{60};
  static constexpr std::chrono::milliseconds k_share{1000};

 private:
  struct Work {
    Request request;
    EngineChoice choice = EngineChoice::automatic;
  };
  class Room;

  void work_on_engine();
  void send(Work work);
  bool spares_running() const;

  std::function<void(LiveResult)> deliver_;
  Mailbox<Work> mailbox_;
  std::mutex mutex_;  // guards the five below
  CancelToken running_;
  std::chrono::steady_clock::time_point running_since_;
  /// There was nothing to wait for before the engine was there.
  std::chrono::steady_clock::time_point last_delivery_ = std::chrono::steady_clock::now();
  std::optional<Request> last_request_;
  EngineChoice choice_;
  std::unique_ptr<Room> room_;  // touched by the engine thread alone
  std::thread thread_;
};

}  // namespace fovea
