#include "app/cli/output.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "core/base/text.h"

namespace fovea::app {

std::string text_of(const nlohmann::ordered_json& json) {
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

Progress::Progress(std::size_t total) : total_(total), shown_(isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
  if (shown_) fmt::print(stderr, "\r\x1b[K");
}

void Progress::at(std::size_t done, std::string_view what) const {
  if (!shown_) return;
  fmt::print(stderr, "\r\x1b[K{}/{} {:.60}", done, total_, printable(what));
  std::fflush(stderr);
}

}  // namespace fovea::app
