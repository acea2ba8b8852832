#pragma once

#include <cstdint>
#include <deque>

#include "core/document/edits.h"
#include "core/document/held_bytes.h"

namespace fovea {

/// The documents that a person has been through: undo is moving an index. Never empty.
class History {
 public:
  /// The oldest steps are forgotten beyond this many, and beyond `most_bytes` of weights and
  /// pictures in all; one step can always be undone.
  static constexpr std::size_t k_most_steps = 500;

  explicit History(Document document, std::int64_t most_bytes = memory_budget() / 4);

  const Document& current() const { return steps_[index_].document; }
  /// Grows with every change of `current()`, by edit, undo or amend.
  std::uint64_t revision() const { return revision_; }

  /// Begins again with another document, which is saved as it is.
  void restart(Document document);

  /// Makes the edit's document the current one and forgets what was undone. An edit of the same
  /// non-empty gesture as the step before it replaces that step's document.
  void apply(Edit edit);
  /// The next edit is a step of its own whatever its gesture: the pointer was let go.
  void end_gesture() { gesture_open_ = false; }
  /// Changes what is no edit (selection, view) in place.
  void amend(const Selection& selection);
  void amend(const View& view);

  /// Another moment of a training: in every step whose network has the weights `shown` it has those
  /// of `now`, of the same structure. No step by itself.
  void replace(const Graph& shown, const Graph& now);

  bool can_undo() const { return index_ > 0; }
  bool can_redo() const { return index_ + 1 < steps_.size(); }
  /// Name of the edit that undo would take back, redo would bring again; empty where none.
  std::string undo_name() const { return can_undo() ? steps_[index_].name : std::string{}; }
  std::string redo_name() const { return can_redo() ? steps_[index_ + 1].name : std::string{}; }
  /// The view stays as it is; the selection becomes what was edited.
  void undo();
  void redo();

  /// Whether weights would be lost: the network's differ from what `mark_saved` saw last of it (or
  /// from the file), or a network that another was opened over was left with edits never saved.
  bool is_modified() const;
  void mark_saved();

 private:
  struct Step {
    Document document;
    std::string name;
    std::string gesture;
  };
  void move_to(std::size_t index, const Selection& selection);
  void forget_oldest();
  const Network* last_saved(const Network& network) const;

  std::deque<Step> steps_;
  HeldBytes held_;  // by all steps
  std::int64_t most_bytes_;
  std::size_t index_ = 0;
  std::uint64_t revision_ = 1;
  bool gesture_open_ = false;
  std::vector<Network> saved_;  // the last of each origin
};

}  // namespace fovea
