#include "ui/inspector/inspector_model.h"

#include <QTimer>
#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/base/error.h"
#include "core/document/unit_view.h"
#include "core/kernel/transforms.h"
#include "core/kernel/turns.h"
#include "core/ops/conv/presets.h"
#include "ui/inspector/answer_change.h"
#include "ui/inspector/layer_words.h"
#include "ui/window/from_view.h"

namespace fovea {

void InspectorModel::setWorkspace(Workspace* workspace) {
  if (workspace == workspace_) return;
  if (workspace_) workspace_->disconnect(this);
  workspace_ = workspace;
  if (workspace_) {
    connect(workspace_, &Workspace::documentChanged, this, &InspectorModel::documentMoved);
    connect(workspace_, &Workspace::selectionChanged, this, &InspectorModel::selectionMoved);
    connect(workspace_, &Workspace::detailsChanged, this, &InspectorModel::changed);
    connect(workspace_, &Workspace::frameChanged, this, [this] {
      if (std::exchange(waiting_for_frame_, false)) emit changed();
      emit effectChanged();
    });
  }
  emit workspaceChanged();
  selectionMoved();
}

/// Under a drag, cells and maps change in one picture: whatever is drawn first would hold up the
/// other on a slow renderer. A network that computes for longer is not waited for.
void InspectorModel::documentMoved() {
  constexpr int k_frame_ms = 30;
  if (workspace_->shaped() != seen_) {
    seen_ = workspace_->shaped();
    waiting_for_frame_ = false;
    selectionMoved();
  } else if (!std::exchange(waiting_for_frame_, true)) {
    QTimer::singleShot(k_frame_ms, Qt::PreciseTimer, this, [this] {
      if (std::exchange(waiting_for_frame_, false)) selectionMoved();
    });
  }
}

void InspectorModel::selectionMoved() {
  emit changed();
  emit effectChanged();
}

bool InspectorModel::hasSelection() const {
  return workspace_ && workspace_->document().selection.value != k_no_value;
}

bool InspectorModel::isUnit() const {
  return hasSelection() && workspace_->document().selection.unit >= 0;
}

Unit InspectorModel::unit() const {
  if (!isUnit()) return {};
  const Document& document = workspace_->document();
  return {document.network.graph.producer(document.selection.value), document.selection.unit};
}

QString InspectorModel::title() const {
  if (!hasSelection()) return {};
  const Document& document = workspace_->document();
  const QString layer =
      QString::fromStdString(value_label(document.network.graph, document.selection.value));
  return isUnit() ? tr("%1 ▸ unit %2").arg(layer).arg(document.selection.unit) : layer;
}

QString InspectorModel::kind() const {
  if (!hasSelection()) return {};
  const Document& document = workspace_->document();
  return kind_of_value(document.network.graph, document.selection.value);
}

QString InspectorModel::unitName() const {
  const Unit it = unit();
  if (it.node == k_no_node) return {};
  const Network& network = workspace_->document().network;
  const auto names = network.origin->unit_names.find(network.graph.node(it.node).name);
  if (names == network.origin->unit_names.end()) return {};
  const auto index = static_cast<std::size_t>(it.index);
  return index < names->second.size() ? QString::fromStdString(names->second[index]) : QString{};
}

QString InspectorModel::sentence() const {
  if (!hasSelection()) return {};
  const Document& document = workspace_->document();
  const Unit it = unit();
  if (it.node != k_no_node) return unit_sentence(document.network.graph, it);
  return layer_sentence(document.network.graph, document.selection.value);
}

QVariantList InspectorModel::facts() const {
  if (!hasSelection()) return {};
  return layer_facts(*workspace_->shaped(), workspace_->document().selection.value,
                     workspace_->details());
}

bool InspectorModel::isNetworkEdited() const {
  return workspace_ && workspace_->document().network.is_edited();
}

bool InspectorModel::isEdited() const {
  const Unit it = unit();
  if (it.node == k_no_node) return false;
  const Network& network = workspace_->document().network;
  const Graph& original = network.origin->model.graph;
  const auto differ = [](const Tensor& a, const Tensor& b) {
    return !std::ranges::equal(a.floats(), b.floats());
  };
  for (int slice = 0; slice < sliceCount(); ++slice)
    if (differ(cells(slice), kernel_of(original, {it, slice}))) return true;
  return bias_of(network.graph, it) != bias_of(original, it);
}

int InspectorModel::sliceCount() const {
  const Unit it = unit();
  if (it.node == k_no_node) return 0;
  return static_cast<int>(slice_count(workspace_->document().network.graph, it.node));
}

int InspectorModel::slice() const {
  if (!hasSelection()) return 0;
  const auto wanted = static_cast<int>(workspace_->document().selection.kernel_input);
  return std::clamp(wanted, 0, std::max(sliceCount() - 1, 0));
}

void InspectorModel::setSlice(int slice) {
  if (!hasSelection() || slice < 0 || slice >= sliceCount()) return;
  Selection selection = workspace_->document().selection;
  if (selection.kernel_input == slice) return;
  selection.kernel_input = slice;
  workspace_->select(selection);
}

Tensor InspectorModel::cells(int slice) const {
  const Unit it = unit();
  if (it.node == k_no_node) return {};
  return kernel_of(workspace_->document().network.graph, {it, slice});
}

int InspectorModel::extent(std::size_t axis_of_two) const {
  const Tensor kernel = cells(slice());
  if (kernel.empty()) return 0;
  const Shape& shape = kernel.shape();
  if (shape.rank() == 0) return 1;
  const std::int64_t last = shape[shape.rank() - 1];
  return static_cast<int>(axis_of_two == 1 ? last
                                           : kernel.elements() / std::max<std::int64_t>(last, 1));
}

bool InspectorModel::isEditable() const {
  constexpr int k_most = 31;  // beyond it a cell is too small to be touched
  return rows() > 0 && rows() <= k_most && columns() <= k_most;
}

float InspectorModel::scaleIn(const Graph& graph) const {
  float most = 0;
  for (int slice = 0; slice < sliceCount(); ++slice) {
    const Tensor kernel = kernel_of(graph, {unit(), slice});
    for (const float value : kernel.floats()) most = std::max(most, std::abs(value));
  }
  return most > 0 ? most : 1;
}

float InspectorModel::scale() const {
  return sliceCount() > 0 ? scaleIn(workspace_->document().network.graph) : 1;
}

float InspectorModel::originalScale() const {
  return sliceCount() > 0 ? scaleIn(workspace_->document().network.origin->model.graph) : 1;
}

qreal InspectorModel::step() const {
  const double wanted = static_cast<double>(originalScale()) / 100;
  // A hair more, so that 0.01 is not taken for less than itself.
  const double power = std::pow(10, std::floor(std::log10(wanted) + 1e-6));
  const double rest = wanted / power * (1 + 1e-6);
  return power * (rest >= 5 ? 5 : rest >= 2 ? 2 : 1);
}

QVariantList InspectorModel::presets() const {
  QVariantList rows;
  for (const KernelPreset& preset : kernel_presets())
    rows << QVariantMap{{QStringLiteral("text"), from_view(preset.title)},
                        {QStringLiteral("detail"), from_view(preset.sentence)}};
  return rows;
}

bool InspectorModel::hasBias() const {
  const Unit it = unit();
  return it.node != k_no_node && bias_of(workspace_->document().network.graph, it).has_value();
}

qreal InspectorModel::bias() const {
  return hasBias() ? *bias_of(workspace_->document().network.graph, unit()) : 0;
}

qreal InspectorModel::originalBias() const {
  return hasBias() ? *bias_of(workspace_->document().network.origin->model.graph, unit()) : 0;
}

qreal InspectorModel::biasRange() const { return std::max(1.0, 2 * std::abs(originalBias())); }

void InspectorModel::setBias(qreal bias) {
  if (!hasBias() || !isHeld(bias)) return;
  workspace_->apply(set_bias(workspace_->document(), unit(), static_cast<float>(bias)));
}

/// Whether a weight can hold a number; says so where it cannot.
bool InspectorModel::isHeld(qreal value) const {
  constexpr double k_most = std::numeric_limits<float>::max();
  if (std::abs(value) <= k_most) return true;
  workspace_->fail(tr("A weight holds numbers up to 3.4e38."));
  return false;
}

bool InspectorModel::isMutable() const { return sliceCount() > 0 || hasBias(); }

bool InspectorModel::isMuted() const {
  return isUnit() && workspace_->document().network.muted.contains(unit());
}

void InspectorModel::setMuted(bool muted) {
  if (!isMutable() || muted == isMuted()) return;
  workspace_->apply(set_muted(workspace_->document(), unit(), muted));
}

void InspectorModel::setCell(int cell, qreal value) {
  if (cell < 0 || cell >= rows() * columns() || !isHeld(value)) return;
  workspace_->apply(
      set_kernel_cell(workspace_->document(), {unit(), slice()}, cell, static_cast<float>(value)));
}

void InspectorModel::pointAt(int cell) {
  if (!workspace_) return;
  const bool there = cell >= 0 && cell < rows() * columns();
  workspace_->setHoveredWeight(there ? std::optional(WeightPlace{unit(), slice(), cell})
                                     : std::nullopt);
}

qreal InspectorModel::cell(int cell) const {
  const Tensor kernel = cells(slice());
  if (kernel.empty() || cell < 0 || cell >= kernel.elements()) return 0;
  return kernel.floats()[static_cast<std::size_t>(cell)];
}

qreal InspectorModel::originalCell(int cell) const {
  if (sliceCount() == 0) return 0;
  const Tensor kernel =
      kernel_of(workspace_->document().network.origin->model.graph, {unit(), slice()});
  if (cell < 0 || cell >= kernel.elements()) return 0;
  return kernel.floats()[static_cast<std::size_t>(cell)];
}

void InspectorModel::rewrite(const QString& label,
                             const std::function<Tensor(const Tensor&)>& transform) {
  const Tensor kernel = cells(slice());
  if (kernel.empty()) return;
  // Whatever its weights' shape, what is shown are rows of columns.
  const Tensor changed = transform(kernel.reshaped(Shape{rows(), columns()}));
  workspace_->apply(
      set_kernel(workspace_->document(), {unit(), slice()}, changed.floats(), label.toStdString()));
}

void InspectorModel::applyPreset(int index) {
  const auto presets = kernel_presets();
  if (index < 0 || static_cast<std::size_t>(index) >= presets.size() || rows() == 0) return;
  const KernelPreset& preset = presets[static_cast<std::size_t>(index)];
  try {
    const Tensor kernel = centred(kernel_preset(preset.name), rows(), columns());
    rewrite(from_view(preset.title), [&](const Tensor&) { return kernel; });
  } catch (const Error& error) {
    workspace_->fail(QString::fromStdString(error.sentence()));
  }
}

void InspectorModel::normalise() { rewrite(tr("normalise"), normalised); }
void InspectorModel::flip() { rewrite(tr("flip"), flipped_left_right); }
void InspectorModel::negate() { rewrite(tr("negate"), negated); }

void InspectorModel::rotate() {
  if (isSquare()) rewrite(tr("rotate"), turned_by_quarter);
}

void InspectorModel::reset() {
  if (isMutable()) workspace_->apply(reset_unit(workspace_->document(), unit()));
}

void InspectorModel::resetAll() {
  if (isNetworkEdited()) workspace_->apply(reset_all(workspace_->document()));
}

void InspectorModel::endGesture() {
  if (workspace_) workspace_->endGesture();
}

QVariantList InspectorModel::effect() const {
  if (!workspace_ || !isNetworkEdited()) return {};
  return answer_change(*workspace_->document().network.origin, workspace_->originalFrame().get(),
                       workspace_->frame().get());
}

}  // namespace fovea
