#include "app/display.h"

#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <string_view>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace fovea::app {
namespace {

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

/// Whether an X server answers at $DISPLAY. libxcb is what Qt will use; where it cannot be loaded,
/// Qt is left to say so. A connection that answers stays open for as long as the program runs: a
/// server that nobody else uses resets itself when its last client leaves, and Qt, coming at that
/// moment, would be refused.
bool x_answers() {
  void* library = dlopen("libxcb.so.1", RTLD_NOW);
  if (library == nullptr) return true;
  using Connect = void* (*)(const char*, int*);
  using HasError = int (*)(void*);
  using Disconnect = void (*)(void*);
  const auto connect = reinterpret_cast<Connect>(dlsym(library, "xcb_connect"));
  const auto has_error = reinterpret_cast<HasError>(dlsym(library, "xcb_connection_has_error"));
  const auto disconnect = reinterpret_cast<Disconnect>(dlsym(library, "xcb_disconnect"));
  if (connect == nullptr || has_error == nullptr || disconnect == nullptr) return true;
  void* connection = connect(nullptr, nullptr);
  if (has_error(connection) == 0) return true;
  disconnect(connection);
  return false;
}

bool wayland_answers(const std::string& name) {
  const std::string path =
      name.starts_with('/') ? name : environment("XDG_RUNTIME_DIR") + '/' + name;
  sockaddr_un address{};
  if (path.size() >= sizeof address.sun_path) return false;
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  const int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return false;
  const bool answers =
      connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  close(descriptor);
  return answers;
}

}  // namespace

std::string display_problem() {
  const std::string platform = environment("QT_QPA_PLATFORM");
  if (!platform.empty() && !platform.starts_with("xcb") && !platform.starts_with("wayland"))
    return {};
  const std::string wayland = environment("WAYLAND_DISPLAY");
  if (!wayland.empty() && !platform.starts_with("xcb") && wayland_answers(wayland)) return {};
  const std::string x = environment("DISPLAY");
  if (!x.empty() && !platform.starts_with("wayland") && x_answers()) return {};
  if (x.empty() && wayland.empty()) return "there is no display to open a window on";
  return "the display " + (x.empty() ? wayland : x) + " does not answer";
}

}  // namespace fovea::app
