#include "app/window.h"

#include <QDir>
#include <QGuiApplication>
#include <QQmlApplicationEngine>
#include <QUrl>
#include <cstdio>
#include <future>

#include "app/display.h"
#include "core/base/error.h"
#include "core/base/version.h"
#include "core/engine/vulkan_backend.h"
#include "ui/window/workspace.h"

namespace fovea::app {
namespace {

std::shared_ptr<Backend> make_vulkan(bool real_gpu_only) {
  return real_gpu_only ? make_gpu_backend() : make_vulkan_backend();
}

void open_files(Workspace& workspace, const QStringList& arguments) {
  for (const QString& argument : arguments)
    workspace.openUrl(QUrl::fromUserInput(argument, QDir::currentPath(), QUrl::AssumeLocalFile));
}

}  // namespace

int run_window(int argc, char** argv) {
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
  Workspace workspace(start.get(), {.make_vulkan = make_vulkan});
  engine.setInitialProperties({{"workspace", QVariant::fromValue(&workspace)}});
  engine.load(QUrl("qrc:/Fovea/Main.qml"));
  if (engine.rootObjects().isEmpty()) return 1;
  open_files(workspace, QGuiApplication::arguments().sliced(1));
  const int status = QGuiApplication::exec();
  // Items look at the workspace until the last of them is gone.
  for (QObject* window : engine.rootObjects()) delete window;
  return status;
}

}  // namespace fovea::app
