#include "app/window.h"

#include <QDir>
#include <QGuiApplication>
#include <QQmlApplicationEngine>
#include <QUrl>
#include <cstdio>
#include <future>
#include <optional>

#include "app/display.h"
#include "core/base/error.h"
#include "core/base/version.h"
#include "core/engine/vulkan_backend.h"
#include "ui/window/workspace.h"

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

void open_files(Workspace& workspace, const std::vector<std::string>& files) {
  for (const std::string& file : files) {
    workspace.openUrl(QUrl::fromUserInput(QString::fromStdString(file), QDir::currentPath(),
                                          QUrl::AssumeLocalFile));
  }
}

}  // namespace

int run_window(const WindowCall& call, int argc, char** argv) {
  if (const std::string problem = display_problem(); !problem.empty()) {
    std::fprintf(stderr, "fovea: %s (`fovea run --help` works without one)\n", problem.c_str());
    return 1;
  }
  QGuiApplication application(argc, argv);
  // The network is read while QML starts.
  std::future<Document> start = std::async(std::launch::async, start_document);
  QGuiApplication::setApplicationName("Fovea");
  QGuiApplication::setApplicationVersion(
      QString::fromUtf8(version().data(), static_cast<qsizetype>(version().size())));
  QQmlApplicationEngine engine;
  engine.addImportPath("qrc:/");
  std::optional<Document> document;
  try {
    document = start.get();
  } catch (const Error& error) {
    std::fprintf(stderr, "fovea: %s\n", error.clause().c_str());
    return 1;
  }
  Workspace workspace(std::move(*document), {.choice = call.engine.choice,
                                             .threads = call.engine.threads,
                                             .make_vulkan = vulkan_maker(call.engine)});
  engine.setInitialProperties({{"workspace", QVariant::fromValue(&workspace)}});
  engine.load(QUrl("qrc:/Fovea/Main.qml"));
  if (engine.rootObjects().isEmpty()) return 1;
  open_files(workspace, call.files);
  const int status = QGuiApplication::exec();
  // Items look at the workspace until the last of them is gone.
  for (QObject* window : engine.rootObjects()) delete window;
  return status;
}

}  // namespace fovea::app
