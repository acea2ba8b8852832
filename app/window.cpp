#include "app/window.h"

#include <QGuiApplication>
#include <QQmlApplicationEngine>
#include <cstdio>

#include "app/display.h"
#include "core/base/version.h"

namespace fovea::app {

int run_window(int argc, char** argv) {
  if (const std::string problem = display_problem(); !problem.empty()) {
    std::fprintf(stderr, "fovea: %s (`fovea run --help` works without one)\n", problem.c_str());
    return 1;
  }
  QGuiApplication application(argc, argv);
  QGuiApplication::setApplicationName("Fovea");
  QGuiApplication::setApplicationVersion(
      QString::fromUtf8(version().data(), static_cast<qsizetype>(version().size())));
  QQmlApplicationEngine engine;
  engine.addImportPath("qrc:/");
  engine.load(QUrl("qrc:/Fovea/Main.qml"));
  if (engine.rootObjects().isEmpty()) return 1;
  return QGuiApplication::exec();
}

}  // namespace fovea::app
