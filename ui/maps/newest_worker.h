#pragma once

#include <QMetaObject>
#include <QObject>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include "core/base/mailbox.h"

namespace fovea {

/// Does jobs on a thread of its own: a newer job replaces one that waits, a newer result one that
/// was not taken yet. Results are taken on the thread of `context`, whose member this is.
template <typename Job, typename Result>
class NewestWorker {
 public:
  NewestWorker(QObject* context, std::function<Result(const Job&)> work,
               std::function<void(const Result&)> take)
      : context_(context),
        work_(std::move(work)),
        take_(std::move(take)),
        thread_([this] { run(); }) {}
  ~NewestWorker() {
    jobs_.close();
    thread_.join();
  }
  NewestWorker(const NewestWorker&) = delete;
  NewestWorker& operator=(const NewestWorker&) = delete;

  void post(Job job) { jobs_.post(std::move(job)); }

 private:
  void run() {
    while (const std::optional<Job> job = jobs_.take()) {
      Result result = work_(*job);
      bool wake = false;
      {
        const std::lock_guard lock(mutex_);
        wake = !done_.has_value();
        done_ = std::move(result);
      }
      if (wake)
        QMetaObject::invokeMethod(
            context_, [this] { take(); }, Qt::QueuedConnection);
    }
  }

  void take() {
    std::optional<Result> result;
    {
      const std::lock_guard lock(mutex_);
      result.swap(done_);
    }
    if (result) take_(*result);
  }

  QObject* context_;
  std::function<Result(const Job&)> work_;
  std::function<void(const Result&)> take_;
  Mailbox<Job> jobs_;
  std::mutex mutex_;
  std::optional<Result> done_;  // guarded
  std::thread thread_;
};

}  // namespace fovea
