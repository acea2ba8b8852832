#include "core/document/history.h"

namespace fovea {
namespace {

bool same_weights(const Network& a, const Network& b) {
  return a.graph == b.graph && a.muted == b.muted;
}

}  // namespace

History::History(Document document) : saved_(document.network) {
  steps_.push_back({std::move(document), {}, {}});
}

void History::apply(Edit edit) {
  steps_.erase(steps_.begin() + static_cast<std::ptrdiff_t>(index_) + 1, steps_.end());
  Step& last = steps_.back();
  const bool continues =
      gesture_open_ && !edit.gesture.empty() && index_ > 0 && last.gesture == edit.gesture;
  gesture_open_ = !edit.gesture.empty();
  Step step{std::move(edit.document), std::move(edit.name), std::move(edit.gesture)};
  if (continues) {
    last = std::move(step);
  } else {
    steps_.push_back(std::move(step));
    if (steps_.size() > k_most_steps) steps_.pop_front();
  }
  index_ = steps_.size() - 1;
  ++revision_;
}

void History::amend(const Selection& selection) {
  steps_[index_].document.selection = selection;
  ++revision_;
}

void History::amend(const View& view) {
  steps_[index_].document.view = view;
  ++revision_;
}

void History::undo() {
  if (can_undo()) move_to(index_ - 1, steps_[index_].document.selection);
}

void History::redo() {
  if (can_redo()) move_to(index_ + 1, steps_[index_ + 1].document.selection);
}

void History::move_to(std::size_t index, const Selection& selection) {
  const Document& from = steps_[index_].document;
  Document& to = steps_[index].document;
  if (to.network.origin == from.network.origin) to.view = from.view;
  if (same_structure(from.network.graph, to.network.graph)) to.selection = selection;
  index_ = index;
  gesture_open_ = false;
  ++revision_;
}

bool History::is_modified() const {
  const Network& network = current().network;
  if (network.origin != saved_.origin) return network.is_edited();
  return !same_weights(network, saved_);
}

void History::mark_saved() { saved_ = current().network; }

}  // namespace fovea
