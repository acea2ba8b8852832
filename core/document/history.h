#pragma once

#include <cstdint>
#include <deque>

#include "core/document/edits.h"

namespace fovea {

/// The documents that a person has been through: undo is moving an index. Never empty.
class History {
 public:
  /// The oldest steps are forgotten beyond this many.
  static constexpr std::size_t k_most_steps = 500;

  explicit History(Document document);

  const Document& current() const { return steps_[index_].document; }
  /// Grows with every change of `current()`, by edit, undo or amend.
  std::uint64_t revision() const { return revision_; }

  /// Makes the edit's document the current one and forgets what was undone. An edit of the same
  /// non-empty gesture as the step before it replaces that step's document.
  void apply(Edit edit);
  /// The next edit is a step of its own whatever its gesture: the pointer was let go.
  void end_gesture() { gesture_open_ = false; }
  /// Changes what is no edit (selection, view) in place.
  void amend(const Selection& selection);
  void amend(const View& view);

  bool can_undo() const { return index_ > 0; }
  bool can_redo() const { return index_ + 1 < steps_.size(); }
  /// Name of the edit that undo would take back, redo would bring again; empty where none.
  std::string undo_name() const { return can_undo() ? steps_[index_].name : std::string{}; }
  std::string redo_name() const { return can_redo() ? steps_[index_ + 1].name : std::string{}; }
  /// The view stays as it is; the selection becomes what was edited.
  void undo();
  void redo();

  /// Whether the network's weights differ from what `mark_saved` saw last (or the start).
  bool is_modified() const;
  void mark_saved();

 private:
  struct Step {
    Document document;
    std::string name;
    std::string gesture;
  };
  void move_to(std::size_t index, const Selection& selection);

  std::deque<Step> steps_;
  std::size_t index_ = 0;
  std::uint64_t revision_ = 1;
  bool gesture_open_ = false;
  Network saved_;
};

}  // namespace fovea
