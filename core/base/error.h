#pragma once

#include <exception>
#include <string>

namespace fovea {

/// A failure that a person can meet. Thrown where the fault is known; caught at the four edges
/// (engine thread, trainer, file worker, command line), each of which shows `sentence()` or its
/// parts.
class Error : public std::exception {
 public:
  /// `what`: one plain clause, without a full stop ("the picture ends too early").
  /// `where`: the place, as narrow as is known ("byte 4096", "node conv2"); may be empty.
  /// `hint`: what the person can do, as a sentence of its own; may be empty.
  explicit Error(std::string what, std::string where = {}, std::string hint = {});

  const char* what() const noexcept override { return what_.c_str(); }
  const std::string& where() const noexcept { return where_; }
  const std::string& hint() const noexcept { return hint_; }

  /// The same failure seen from further out: `place` goes before the place that is known already
  /// ("node conv2, axis 1").
  Error at(const std::string& place) const;

  /// "What (where)": what a command line prints on its one line. As `what()` if there is no place.
  std::string clause() const;

  /// "What (where). Hint." with a capital at its start; parts that are empty are left out.
  std::string sentence() const;

 private:
  std::string what_;
  std::string where_;
  std::string hint_;
};

}  // namespace fovea
