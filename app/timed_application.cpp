#include "app/timed_application.h"

#include <QEvent>
#include <QQuickWindow>
#include <fmt/format.h>

namespace fovea::app {

bool TimedApplication::notify(QObject* receiver, QEvent* event) {
  using Clock = std::chrono::steady_clock;
  // Neither may be alive afterwards.
  const char* const name = receiver->metaObject()->className();
  const int type = event->type();
  const bool waits_for_renderer = qobject_cast<QQuickWindow*>(receiver) != nullptr &&
                                  (type == QEvent::Timer || type == QEvent::UpdateRequest);
  const Clock::time_point start = Clock::now();
  ++depth_;
  const bool result = QGuiApplication::notify(receiver, event);
  --depth_;
  const double ms = std::chrono::duration<double, std::milli>(Clock::now() - start).count();
  if (depth_ == 0 && !waits_for_renderer && ms > longest_) {
    longest_ = ms;
    of_ = fmt::format("{}, event {}", name, type);
  }
  return result;
}

void TimedApplication::forget_stalls() {
  longest_ = 0;
  of_.clear();
}

}  // namespace fovea::app
