#include "core/base/error.h"

#include <cctype>
#include <utility>

namespace fovea {
namespace {

bool ends_sentence(const std::string& text) {
  return text.ends_with('.') || text.ends_with('!') || text.ends_with('?');
}

}  // namespace

Error::Error(std::string what, std::string where, std::string hint)
    : what_(std::move(what)), where_(std::move(where)), hint_(std::move(hint)) {}

Error Error::at(const std::string& place) const {
  return Error(what_, where_.empty() ? place : place + ", " + where_, hint_);
}

std::string Error::clause() const { return where_.empty() ? what_ : what_ + " (" + where_ + ")"; }

std::string Error::sentence() const {
  std::string text = clause();
  if (!text.empty()) {
    text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
    if (!ends_sentence(text)) text += '.';
  }
  if (hint_.empty()) return text;
  if (!text.empty()) text += ' ';
  text += hint_;
  if (!ends_sentence(hint_)) text += '.';
  return text;
}

}  // namespace fovea
