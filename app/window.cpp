#include "app/window.h"

#include <QGuiApplication>
#include <QQmlApplicationEngine>
#include <cstdio>

#include "core/base/version.h"

namespace fovea::app {
namespace {

/// QGuiApplication aborts where it finds no display, so this looks for one first.
bool has_display() {
  return !qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM") ||
         !qEnvironmentVariableIsEmpty("DISPLAY") || !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY");
}

}  // namespace

int run_window(int argc, char** argv) {
  if (!has_display()) {
    std::fputs("fovea: there is no display to open a window on (try `fovea run`, or set DISPLAY)\n",
               stderr);
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
