#pragma once

#include <QQmlApplicationEngine>
#include <memory>

#include "app/cli/options.h"
#include "ui/window/workspace.h"

class QQuickWindow;

namespace fovea::app {

/// The window with all that it works on. Needs a QGuiApplication and a display.
class MainWindow {
 public:
  /// Opens on natural10 and the cat. Throws Error where that cannot be.
  explicit MainWindow(const EngineOptions& options);
  ~MainWindow();
  MainWindow(const MainWindow&) = delete;
  MainWindow& operator=(const MainWindow&) = delete;

  Workspace& workspace() { return *workspace_; }
  QQuickWindow& window() { return *window_; }

 private:
  QQmlApplicationEngine engine_;
  std::unique_ptr<Workspace> workspace_;
  QQuickWindow* window_ = nullptr;
};

}  // namespace fovea::app
