#pragma once

#include <QGuiApplication>
#include <chrono>
#include <string>

namespace fovea::app {

/// Knows for how long a single event has kept the GUI thread. Those of Qt's render loop, in which
/// it waits for the renderer, are left out.
class TimedApplication : public QGuiApplication {
 public:
  using QGuiApplication::QGuiApplication;

  bool notify(QObject* receiver, QEvent* event) override;

  /// Milliseconds of the longest event since `forget_stalls`.
  double longest_stall() const { return longest_; }
  /// What had it: the receiver's class and the event's number.
  const std::string& longest_stall_of() const { return of_; }
  void forget_stalls();

 private:
  int depth_ = 0;
  double longest_ = 0;
  std::string of_;
};

}  // namespace fovea::app
