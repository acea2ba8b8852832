#pragma once

#include <QObject>
#include <QThreadPool>
#include <functional>
#include <utility>

#include "core/base/error.h"

namespace fovea {

/// Works on files one job after another, none of them left out, off the GUI thread. A member of
/// the object on whose thread the results are taken.
class FileQueue {
 public:
  using Taking = std::function<void()>;

  /// `fail` is told the sentence of an Error that a job throws.
  FileQueue(QObject* context, std::function<void(const QString&)> fail)
      : context_(context), fail_(std::move(fail)) {
    pool_.setMaxThreadCount(1);
  }

  /// `work` runs on the worker; what it returns runs on the context's thread.
  void post(std::function<Taking()> work) {
    pool_.start([this, work = std::move(work)] {
      Taking take;
      try {
        take = work();
      } catch (const Error& error) {
        take = [this, sentence = QString::fromStdString(error.sentence())] { fail_(sentence); };
      } catch (const std::exception& error) {
        take = [this, sentence = QString(error.what())] { fail_(sentence); };
      }
      QMetaObject::invokeMethod(context_, std::move(take), Qt::QueuedConnection);
    });
  }

 private:
  QObject* context_;
  std::function<void(const QString&)> fail_;
  QThreadPool pool_;  // first to go: it waits for what runs
};

}  // namespace fovea
