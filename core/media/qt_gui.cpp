#include "core/media/qt_gui.h"

#include <QGuiApplication>

#include "core/base/error.h"

namespace fovea {

void ensure_qt_gui() {
  if (qobject_cast<QGuiApplication*>(QCoreApplication::instance()) != nullptr) return;
  if (QCoreApplication::instance() != nullptr) {
    throw Error{"this program was started without what drawing text needs"};
  }
  static char name[] = "fovea", option[] = "-platform", platform[] = "offscreen";
  static char* arguments[] = {name, option, platform, nullptr};
  static int count = 3;
  // Never destroyed: fonts and images of static lifetime may outlive any order that we choose.
  // Without a session (XDG_RUNTIME_DIR) Qt complains, to nobody's use.
  const QtMessageHandler before =
      qInstallMessageHandler([](QtMsgType, const QMessageLogContext&, const QString&) {});
  new QGuiApplication(count, arguments);
  qInstallMessageHandler(before);
}

}  // namespace fovea
