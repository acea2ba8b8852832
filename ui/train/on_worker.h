#pragma once

#include <QGuiApplication>
#include <QPointer>
#include <QString>
#include <QThreadPool>
#include <functional>
#include <memory>
#include <new>
#include <optional>

#include "core/base/error.h"

namespace fovea {

/// What some work made, or the sentence of what it threw.
template <typename T>
struct Outcome {
  std::optional<T> value;
  QString sentence;
};

template <typename T>
Outcome<T> outcome_of(const std::function<T()>& work) {
  try {
    return {work(), {}};
  } catch (const Error& error) {
    return {std::nullopt, QString::fromStdString(error.sentence())};
  } catch (const std::bad_alloc&) {
    return {std::nullopt, QObject::tr("There is not enough memory for this.")};
  } catch (const std::exception& error) {
    return {std::nullopt, QString::fromUtf8(error.what())};
  }
}

/// Runs `work` on a worker and gives what it made to `taken`, on the GUI thread, if `context` is
/// still there then.
template <typename T>
void on_worker(QObject* context, std::function<T()> work, std::function<void(Outcome<T>)> taken) {
  QPointer<QObject> alive(context);
  QThreadPool::globalInstance()->start(
      [alive, work = std::move(work), taken = std::move(taken)]() mutable {
        auto outcome = std::make_shared<Outcome<T>>(outcome_of(work));
        // The application object outlives its thread pool's tasks; the context may not.
        QMetaObject::invokeMethod(
            qApp,
            [alive, outcome, taken = std::move(taken)] {
              if (alive) taken(std::move(*outcome));
            },
            Qt::QueuedConnection);
      });
}

}  // namespace fovea
