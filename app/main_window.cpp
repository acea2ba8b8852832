#include "app/main_window.h"

#include <QGuiApplication>
#include <QQuickWindow>
#include <QStandardPaths>
#include <QUrl>
#include <future>

#include "core/base/error.h"
#include "core/base/version.h"
#include "core/engine/vulkan_backend.h"
#include "ui/window/opening.h"

namespace fovea::app {
namespace {

/// What makes the Vulkan engine: on the device that the call names, where it names one.
auto vulkan_maker(const EngineOptions& options) {
  return [options](bool real_gpu_only) -> std::shared_ptr<Backend> {
    VulkanChoice choice;
    if (options.device >= 0) choice.index = static_cast<std::uint32_t>(options.device);
    if (real_gpu_only && !choice.index) return make_gpu_backend(options.threads);
    return make_vulkan_backend(choice, options.threads);
  };
}

/// Without a window manager nobody gives a window the keyboard: it takes it with the first key that
/// comes all the same.
class KeyboardTaker : public QObject {
 public:
  using QObject::QObject;
  bool eventFilter(QObject* window, QEvent* event) override {
    if (event->type() == QEvent::KeyPress && QGuiApplication::focusWindow() == nullptr)
      static_cast<QWindow*>(window)->requestActivate();
    return false;
  }
};

}  // namespace

MainWindow::MainWindow(const EngineOptions& options) {
  // The network is read while QML starts.
  std::future<Document> start = std::async(std::launch::async, start_document);
  QGuiApplication::setOrganizationName("Fovea");
  QGuiApplication::setApplicationName("Fovea");
  QGuiApplication::setApplicationVersion(
      QString::fromUtf8(version().data(), static_cast<qsizetype>(version().size())));
  engine_.addImportPath("qrc:/");
  workspace_ = std::make_unique<Workspace>(
      start.get(), LiveEngine::Options{.choice = options.choice,
                                       .threads = options.threads,
                                       .make_vulkan = vulkan_maker(options)});
  const QString own = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
  if (!own.isEmpty())
    workspace_->project()->startCopying(std::filesystem::path(own.toStdString()) / "unsaved");
  engine_.setInitialProperties({{"workspace", QVariant::fromValue(workspace_.get())}});
  engine_.load(QUrl("qrc:/Fovea/Main.qml"));
  if (!engine_.rootObjects().isEmpty())
    window_ = qobject_cast<QQuickWindow*>(engine_.rootObjects().first());
  if (window_ == nullptr) throw Error{"the window could not be made"};
  window_->installEventFilter(new KeyboardTaker(window_));
  window_->requestActivate();
}

MainWindow::~MainWindow() {
  // Items look at the workspace until the last of them is gone.
  delete window_;
}

}  // namespace fovea::app
