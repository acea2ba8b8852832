#include "core/document/history.h"

namespace fovea {
namespace {

/// Whether both are edits of one network, whatever its classes are called.
bool same_network(const Network& a, const Network& b) {
  return a.origin->model.graph == b.origin->model.graph;
}

bool same_weights(const Network& a, const Network& b) {
  return a.graph == b.graph && a.muted == b.muted;
}

/// Whether positions of one document's maps are positions of the other's.
bool same_positions(const Document& a, const Document& b) {
  const Input &x = *a.input, &y = *b.input;
  return x.width == y.width && x.height == y.height &&
         x.preprocessing.layout == y.preprocessing.layout;
}

}  // namespace

History::History(Document document, std::int64_t most_bytes) : most_bytes_(most_bytes) {
  held_.add(document);
  saved_.push_back(document.network);
  steps_.push_back({std::move(document), {}, {}});
}

void History::restart(Document document) {
  held_ = {};
  held_.add(document);
  saved_ = {document.network};
  steps_.clear();
  steps_.push_back({std::move(document), {}, {}});
  index_ = 0;
  gesture_open_ = false;
  ++revision_;
}

void History::apply(Edit edit) {
  while (can_redo()) {
    held_.remove(steps_.back().document);
    steps_.pop_back();
  }
  Step& last = steps_.back();
  const bool continues =
      gesture_open_ && !edit.gesture.empty() && index_ > 0 && last.gesture == edit.gesture;
  gesture_open_ = !edit.gesture.empty();
  held_.add(edit.document);
  Step step{std::move(edit.document), std::move(edit.name), std::move(edit.gesture)};
  if (continues) {
    held_.remove(last.document);
    last = std::move(step);
  } else {
    steps_.push_back(std::move(step));
  }
  forget_oldest();
  index_ = steps_.size() - 1;
  ++revision_;
}

void History::forget_oldest() {
  const auto too_many = [this] {
    return steps_.size() > k_most_steps || held_.bytes() > most_bytes_;
  };
  while (steps_.size() > 2 && too_many()) {
    held_.remove(steps_.front().document);
    steps_.pop_front();
  }
}

void History::amend(const Selection& selection) {
  steps_[index_].document.selection = selection;
  ++revision_;
}

void History::amend(const View& view) {
  steps_[index_].document.view = view;
  ++revision_;
}

void History::replace(const Graph& shown, const Graph& now) {
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    Document& document = steps_[i].document;
    if (!(document.network.graph == shown)) continue;
    Document next = with_weights(document, now);
    held_.add(next);
    held_.remove(document);
    document = std::move(next);
    if (i == index_) ++revision_;
  }
}

void History::undo() {
  if (!can_undo()) return;
  Selection selection = current().selection;
  if (!same_positions(current(), steps_[index_ - 1].document)) selection.pinned.reset();
  move_to(index_ - 1, selection);
}

void History::redo() {
  if (can_redo()) move_to(index_ + 1, steps_[index_ + 1].document.selection);
}

void History::move_to(std::size_t index, const Selection& selection) {
  const Document& from = steps_[index_].document;
  Document& to = steps_[index].document;
  if (same_network(to.network, from.network)) to.view = from.view;
  to.view.lens = from.view.lens;
  to.view.kernel_in_network = from.view.kernel_in_network;
  if (same_structure(from.network.graph, to.network.graph)) to.selection = selection;
  index_ = index;
  gesture_open_ = false;
  ++revision_;
}

const Network* History::last_saved(const Network& network) const {
  const auto found = std::ranges::find_if(
      saved_, [&](const Network& saved) { return same_network(saved, network); });
  return found == saved_.end() ? nullptr : &*found;
}

bool History::is_modified() const {
  const Network& network = current().network;
  const Network* saved = last_saved(network);
  if (saved != nullptr ? !same_weights(network, *saved) : network.is_edited()) return true;
  for (std::size_t i = 0; i < index_; ++i) {
    const Network& left = steps_[i].document.network;
    if (same_network(left, steps_[i + 1].document.network) || !left.is_edited()) continue;
    const Network* kept = last_saved(left);
    if (kept == nullptr || !same_weights(left, *kept)) return true;
  }
  return false;
}

void History::mark_saved() {
  std::erase_if(
      saved_, [this](const Network& network) { return same_network(network, current().network); });
  saved_.push_back(current().network);
}

}  // namespace fovea
