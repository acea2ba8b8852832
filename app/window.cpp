#include "app/window.h"

#include <QDir>
#include <QGuiApplication>
#include <QUrl>
#include <cstdio>
#include <exception>

#include "app/display.h"
#include "app/main_window.h"
#include "core/base/error.h"

namespace fovea::app {
namespace {

void open_files(Workspace& workspace, const std::vector<std::string>& files) {
  QList<QUrl> urls;
  for (const std::string& file : files) {
    urls.push_back(QUrl::fromUserInput(QString::fromStdString(file), QDir::currentPath(),
                                       QUrl::AssumeLocalFile));
  }
  if (!urls.isEmpty()) workspace.openUrls(urls);
}

int failed(const std::string& why) {
  std::fprintf(stderr, "fovea: %s\n", why.c_str());
  return 1;
}

}  // namespace

int run_window(const WindowCall& call, int argc, char** argv) {
  if (const std::string problem = display_problem(); !problem.empty()) {
    std::fprintf(stderr, "fovea: %s (`fovea run --help` works without one)\n", problem.c_str());
    return 1;
  }
  QGuiApplication application(argc, argv);
  try {
    MainWindow window(call.engine);
    open_files(window.workspace(), call.files);
    return QGuiApplication::exec();
  } catch (const Error& error) {
    return failed(error.clause());
  } catch (const std::exception& error) {
    return failed(std::string("the window could not go on: ") + error.what());
  }
}

}  // namespace fovea::app
