#include "core/engine/live_engine.h"

#include <fmt/format.h>
#include <new>

#include "core/engine/cpu_backend.h"
#include "core/engine/session.h"

namespace fovea {

using Clock = std::chrono::steady_clock;

/// What the engine thread owns: a session an engine, made when first needed.
class LiveEngine::Room {
 public:
  explicit Room(Options options) : options_(std::move(options)) {}

  std::shared_ptr<const Frame> compute(const Work& work, const CancelToken& cancel) {
    select(work.choice);
    try {
      return noticed((uses_vulkan_ ? *vulkan_ : cpu()).run(work.request, cancel));
    } catch (const DeviceLost& error) {
      fall_back(fmt::format("The CPU has taken over: {}", error.sentence()));
      return noticed(cpu().run(work.request, cancel));
    }
  }

 private:
  /// A choice that was made anew is also a wish to try a lost device again.
  void select(EngineChoice choice) {
    if (chosen_ == choice) return;
    chosen_ = choice;
    notice_.clear();
    uses_vulkan_ = choice != EngineChoice::cpu && open_vulkan(choice);
  }

  bool open_vulkan(EngineChoice choice) {
    const bool real_gpu_only = choice == EngineChoice::automatic;
    if (!options_.make_vulkan) return false;
    if (vulkan_ != nullptr && (!real_gpu_only || vulkan_is_real_)) return true;
    try {
      std::shared_ptr<Backend> backend = options_.make_vulkan(real_gpu_only);
      if (backend == nullptr) return false;
      vulkan_ = std::make_unique<Session>(std::move(backend));
      vulkan_is_real_ = real_gpu_only;
      return true;
    } catch (const Error& error) {
      if (!real_gpu_only) fall_back(fmt::format("The CPU computes: {}", error.sentence()));
      return false;
    } catch (const std::exception& error) {
      fall_back(fmt::format("The CPU computes: {}", error.what()));
      return false;
    }
  }

  void fall_back(std::string notice) {
    vulkan_.reset();
    uses_vulkan_ = false;
    notice_ = std::move(notice);
  }

  Session& cpu() {
    if (cpu_ == nullptr) cpu_ = std::make_unique<Session>(make_cpu_backend(options_.threads));
    return *cpu_;
  }

  std::shared_ptr<const Frame> noticed(std::shared_ptr<const Frame> frame) const {
    if (notice_.empty()) return frame;
    auto with_notice = std::make_shared<Frame>(*frame);
    with_notice->notice = notice_;
    return with_notice;
  }

  Options options_;
  std::optional<EngineChoice> chosen_;
  std::unique_ptr<Session> cpu_, vulkan_;
  bool uses_vulkan_ = false;
  bool vulkan_is_real_ = false;
  std::string notice_;
};

LiveEngine::LiveEngine(Options options, std::function<void(LiveResult)> deliver)
    : deliver_(std::move(deliver)),
      choice_(options.choice),
      room_(std::make_unique<Room>(std::move(options))),
      thread_([this] { work_on_engine(); }) {}

LiveEngine::~LiveEngine() {
  mailbox_.close();
  {
    const std::lock_guard lock(mutex_);
    running_.cancel();
  }
  thread_.join();
}

void LiveEngine::post(Request request) {
  const std::lock_guard lock(mutex_);
  last_request_ = request;
  send({std::move(request), choice_});
}

void LiveEngine::choose(EngineChoice choice) {
  const std::lock_guard lock(mutex_);
  choice_ = choice;
  if (last_request_) send({*last_request_, choice_});
}

void LiveEngine::send(Work work) {
  if (spares_running()) {
    running_.cancel_at(running_since_ + k_share);
  } else {
    running_.cancel();
  }
  mailbox_.post(std::move(work));
}

bool LiveEngine::spares_running() const { return Clock::now() - last_delivery_ >= k_patience; }

void LiveEngine::work_on_engine() {
  while (std::optional<Work> work = mailbox_.take()) {
    CancelToken cancel;
    {
      const std::lock_guard lock(mutex_);
      // What came between taking the work and here could not cancel it.
      if (mailbox_.is_outdated()) continue;
      running_ = cancel;
      running_since_ = Clock::now();
    }
    LiveResult result{.revision = work->request.revision, .frame = nullptr, .error = {}};
    try {
      result.frame = room_->compute(*work, cancel);
    } catch (const Cancelled&) {
      continue;
    } catch (const Error& error) {
      result.error = error;
    } catch (const std::bad_alloc&) {
      result.error = Error{
          "there is not enough memory for this network at this size", {}, "Choose a smaller input"};
    } catch (const std::exception& error) {
      result.error = Error{error.what()};
    }
    {
      const std::lock_guard lock(mutex_);
      last_delivery_ = Clock::now();
    }
    deliver_(std::move(result));
  }
}

}  // namespace fovea
