#include "app/cli/kernel_text.h"

#include <filesystem>

#include "app/cli/failure.h"
#include "core/media/kernel_file.h"
#include "core/ops/conv/presets.h"

namespace fovea::app {
namespace {

constexpr TableRules k_rules{.max_side = 1024};

}  // namespace

Tensor read_kernel(const std::string& text) {
  return about("--kernel", [&] {
    if (is_kernel_text(text)) return parse_kernel(text, k_rules);
    if (find_kernel_preset(text.substr(0, text.find(':'))) != nullptr) return kernel_preset(text);
    if (std::filesystem::exists(text)) {
      return about(text, [&] { return read_kernel_file(text, k_rules); });
    }
    throw FileError(text, Error{"there is no such kernel file, and no preset of that name"});
  });
}

}  // namespace fovea::app
