#include "ui/window/answer_notes.h"

#include <algorithm>

#include "core/document/answer.h"
#include "ui/window/workspace.h"

namespace fovea {

AnswerNotes::AnswerNotes(Workspace* workspace) : QObject(workspace), workspace_(workspace) {
  connect(workspace, &Workspace::documentChanged, this, &AnswerNotes::documentMoved);
  connect(workspace, &Workspace::selectionChanged, this, [this] {
    if (covered_) emit changed();
  });
}

/// Seldom: not for each cell that is dragged.
void AnswerNotes::documentMoved() {
  const Document& now = workspace_->document();
  if (seen_picture_ == now.input->picture && seen_network_ == now.network.origin) return;
  seen_picture_ = now.input->picture;
  seen_network_ = now.network.origin;
  emit changed();
}

bool AnswerNotes::isOfNow() const {
  const Document& now = workspace_->document();
  const bool drawing = now.input->kind == Input::Kind::drawing;
  const bool same_input =
      drawing ? drawing_ : !drawing_ && picture_ && picture_ == now.input->picture;
  return same_input && network_ == now.network.origin->name && path_ == now.network.origin->path;
}

void AnswerNotes::begin() {
  if (!isOfNow()) beginAgain();
}

void AnswerNotes::beginAgain() {
  const Document& now = workspace_->document();
  predicted_ = truth_ = -1;
  picture_ = now.input->picture;
  drawing_ = now.input->kind == Input::Kind::drawing;
  network_ = now.network.origin->name;
  path_ = now.network.origin->path;
}

void AnswerNotes::setCovered(bool covered) {
  if (covered == covered_) return;
  begin();
  covered_ = covered;
  if (covered) predicted_ = -1;
  emit coverChanged();
  emit changed();
}

void AnswerNotes::setTruth(int index) {
  begin();
  truth_ = index;
  emit changed();
}

void AnswerNotes::restore(bool covered, int truth, int predicted) {
  beginAgain();
  const auto known = static_cast<int>(answer_count(*workspace_->shaped()));
  covered_ = covered;
  truth_ = truth < known ? truth : -1;
  predicted_ = predicted < known ? predicted : -1;
  emit coverChanged();
  emit changed();
}

void AnswerNotes::predict(int index) {
  begin();
  predicted_ = index;
  covered_ = false;
  emit coverChanged();
  emit changed();
}

std::vector<ValueId> AnswerNotes::coveredValues() const {
  std::vector<ValueId> values;
  if (!covered_ || answer_count(*workspace_->shaped()) == 0) return values;
  const Graph& graph = workspace_->shaped()->graph;
  ValueId value = graph.structure().outputs.front();
  for (;;) {
    values.push_back(value);
    const NodeId maker = graph.producer(value);
    if (maker == k_no_node) break;
    const LayerKind kind = graph.node(maker).op->kind;
    const bool keeps_order = kind == LayerKind::answer || kind == LayerKind::shape ||
                             graph.node(maker).op->name == "Sigmoid";
    if (!keeps_order || graph.node(maker).inputs.empty()) break;
    value = graph.node(maker).inputs[0];
  }
  return values;
}

bool AnswerNotes::covers(ValueId value) const {
  const std::vector<ValueId> values = coveredValues();
  return std::ranges::find(values, value) != values.end();
}

bool AnswerNotes::isSelectionCovered() const {
  return covers(workspace_->document().selection.value);
}

}  // namespace fovea
