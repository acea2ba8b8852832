#pragma once

#include <string>
#include <type_traits>
#include <utility>

#include "core/base/error.h"

namespace fovea::app {

/// An Error, and the file that it is about.
class FileError : public Error {
 public:
  FileError(std::string file, const Error& error) : Error(error), file_(std::move(file)) {}
  const std::string& file() const { return file_; }

 private:
  std::string file_;
};

/// Runs `work`; an Error that comes out of it becomes one about `file`.
template <typename Work>
std::invoke_result_t<Work> about(const std::string& file, Work&& work) {
  try {
    return work();
  } catch (const FileError&) {
    throw;
  } catch (const Error& error) {
    throw FileError(file, error);
  }
}

}  // namespace fovea::app
