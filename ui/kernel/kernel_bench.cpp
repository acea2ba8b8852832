#include "ui/kernel/kernel_bench.h"

#include "core/document/unit_view.h"
#include "core/ops/conv/presets.h"
#include "ui/kernel/reading_words.h"

namespace fovea {

void KernelBench::setWorkspace(Workspace* workspace) {
  if (workspace == workspace_) return;
  if (workspace_) workspace_->disconnect(this);
  workspace_ = workspace;
  if (workspace_) {
    connect(workspace_, &Workspace::documentChanged, this, &KernelBench::documentMoved);
    connect(workspace_, &Workspace::selectionChanged, this, &KernelBench::documentMoved);
    connect(workspace_, &Workspace::viewChanged, this, &KernelBench::viewMoved);
    connect(
        workspace_, &Workspace::kernelOffered, this,
        [this](const QString& name, const Tensor& kernel) { setKernel(kernel, name, {}, name); });
    was_on_picture_ = isOnPicture();
  }
  emit workspaceChanged();
  emit sideChanged();
  emit changed();
}

void KernelBench::documentMoved() {
  preview_.reset();
  viewMoved();
  emit changed();
}

void KernelBench::viewMoved() {
  if (was_on_picture_ == isOnPicture()) return;
  was_on_picture_ = isOnPicture();
  preview_.reset();
  emit sideChanged();
  emit changed();
}

bool KernelBench::isOnPicture() const {
  return workspace_ && !workspace_->document().view.kernel_in_network;
}

void KernelBench::setOnPicture(bool on_picture) {
  if (!workspace_) return;
  View view = workspace_->document().view;
  view.kernel_in_network = !on_picture;
  workspace_->setView(view);
}

std::optional<KernelPlace> KernelBench::place() const {
  return workspace_ ? kernel_place(workspace_->document()) : std::nullopt;
}

PictureFilter KernelBench::filter() const {
  PictureFilter filter = workspace_->document().filter;
  if (preview_ && isOnPicture()) filter.kernel = *preview_;
  return filter;
}

Tensor KernelBench::kernel() const {
  if (!workspace_) return {};
  if (isOnPicture()) return workspace_->document().filter.kernel;
  const std::optional<KernelPlace> at = place();
  if (!at) return {};
  const Tensor cells = kernel_of(workspace_->document().network.graph, at->slice());
  if (cells.shape().rank() == 2) return cells;
  return cells.reshaped(Shape{1, cells.elements()});
}

int KernelBench::extent(std::size_t axis) const {
  const Tensor kernel = shown();
  return kernel.empty() ? 0 : static_cast<int>(kernel.shape()[axis]);
}

QString KernelBench::name() const {
  if (!workspace_) return {};
  if (isOnPicture()) return QString::fromStdString(workspace_->document().filter.name);
  const std::optional<KernelPlace> at = place();
  if (!at) return {};
  const Graph& graph = workspace_->document().network.graph;
  const QString layer =
      QString::fromStdString(value_label(graph, graph.node(at->conv).outputs.front()));
  if (slice_count(graph, at->conv) < 2) return tr("%1, unit %2").arg(layer).arg(at->unit);
  return tr("%1, unit %2, input map %3").arg(layer).arg(at->unit).arg(at->read);
}

QStringList KernelBench::reading() const {
  const Tensor kernel = shown();
  return kernel.empty() ? QStringList() : reading_sentences(reading_of(kernel));
}

bool KernelBench::hasBias() const {
  if (!workspace_) return false;
  if (isOnPicture()) return true;
  const std::optional<KernelPlace> at = place();
  return at && bias_of(workspace_->document().network.graph, at->slice().unit).has_value();
}

qreal KernelBench::bias() const {
  if (!hasBias()) return 0;
  const Document& document = workspace_->document();
  if (isOnPicture()) return static_cast<qreal>(document.filter.bias);
  return static_cast<qreal>(*bias_of(document.network.graph, place()->slice().unit));
}

void KernelBench::setBias(qreal bias) {
  if (!hasBias() || bias == this->bias()) return;
  const auto value = static_cast<float>(bias);
  workspace_->attempt([&](const Document& document) {
    if (!isOnPicture()) return set_bias(document, place()->slice().unit, value);
    PictureFilter filter = document.filter;
    filter.bias = value;
    return set_filter(document, std::move(filter), "set the bias", "set the bias");
  });
}

void KernelBench::setKernel(const Tensor& kernel, const QString& label, const QString& gesture,
                            const QString& name) {
  if (!hasKernel() || kernel.empty()) return;
  workspace_->attempt([&](const Document& document) {
    if (isOnPicture()) {
      PictureFilter filter = document.filter;
      filter.kernel = kernel;
      if (!name.isEmpty()) filter.name = name.toStdString();
      return set_filter(document, std::move(filter), label.toStdString(), gesture.toStdString());
    }
    const KernelSlice slice = place()->slice();
    const Tensor now = this->kernel();
    Edit edit =
        set_kernel(document, slice, centred(kernel, now.shape()[0], now.shape()[1]).floats(),
                   label.toStdString());
    edit.gesture = gesture.toStdString();
    return edit;
  });
}

void KernelBench::setFilter(const PictureFilter& filter, const QString& label,
                            const QString& gesture) {
  workspace_->attempt([&](const Document& document) {
    return set_filter(document, filter, label.toStdString(), gesture.toStdString());
  });
}

void KernelBench::preview(const Tensor& kernel) {
  const Tensor now = this->kernel();
  if (now.empty()) return;
  // A network's slice keeps its size.
  preview_ = isOnPicture() ? kernel : centred(kernel, now.shape()[0], now.shape()[1]);
  emit changed();
}

void KernelBench::endPreview() {
  if (!preview_) return;
  preview_.reset();
  emit changed();
}

void KernelBench::endGesture() {
  if (workspace_) workspace_->endGesture();
}

void KernelBench::resize(int rows, int columns) {
  const Tensor kernel = this->kernel();
  if (!isOnPicture() || kernel.empty() || rows < 1 || columns < 1) return;
  if (kernel.shape() == Shape{rows, columns}) return;
  setKernel(centred(kernel, rows, columns), tr("%1 × %2 cells").arg(rows).arg(columns),
            QStringLiteral("resize"));
}

}  // namespace fovea
