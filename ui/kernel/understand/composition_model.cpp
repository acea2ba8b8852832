#include "ui/kernel/understand/composition_model.h"

#include <algorithm>

#include "core/document/unit_view.h"
#include "core/kernel/responses.h"
#include "core/kernel/turns.h"
#include "core/ops/conv/presets.h"
#include "ui/kernel/understand/kernel_words.h"

namespace fovea {
namespace {

QString from_view(std::string_view text) {
  return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QString label_of(const Graph& graph, NodeId node) {
  return QString::fromStdString(value_label(graph, graph.node(node).outputs.front()));
}

}  // namespace

void CompositionModel::setBench(KernelBench* bench) {
  if (bench == bench_) return;
  if (bench_) bench_->disconnect(this);
  bench_ = bench;
  if (bench_) {
    connect(bench_, &KernelBench::changed, this, &CompositionModel::refresh);
    connect(bench_, &KernelBench::sideChanged, this, &CompositionModel::refresh);
  }
  emit benchChanged();
  refresh();
}

void CompositionModel::setActive(bool active) {
  if (active == active_) return;
  active_ = active;
  refresh();
}

void CompositionModel::findNext() {
  const std::optional<NextConvolution> before = next_;
  next_ = std::nullopt;
  conv_ = k_no_node;
  const auto place = bench_->isOnPicture() ? std::nullopt : bench_->place();
  if (place) {
    conv_ = place->conv;
    next_ = next_convolution(graph(), place->conv);
    if (next_) readers_ = units_that_read(graph(), next_->node, place->unit);
  }
  if (before.has_value() != next_.has_value() || (next_ && next_->node != before->node))
    emit choicesChanged();
}

QVariantList CompositionModel::choices() const {
  const auto row = [](const QString& text, const QString& detail) {
    return QVariantMap{{QStringLiteral("text"), text}, {QStringLiteral("detail"), detail}};
  };
  QVariantList rows;
  if (next_) rows << row(label_of(graph(), next_->node), tr("The convolution that comes next"));
  rows << row(tr("Itself"), tr("The same kernel a second time"));
  for (const KernelPreset& preset : kernel_presets())
    rows << row(from_view(preset.title), from_view(preset.sentence));
  return rows;
}

int CompositionModel::choice() const { return next_ ? chosen_ + 1 : std::max(chosen_, 0); }

void CompositionModel::setChoice(int choice) {
  choice = std::clamp(choice, 0, static_cast<int>(kernel_presets().size()) + (next_ ? 1 : 0));
  if (choice == this->choice()) return;
  chosen_ = next_ ? choice - 1 : choice;
  refresh();
}

int CompositionModel::unit() const {
  return isByLayer() ? std::clamp(wanted_unit_, firstUnit(), lastUnit()) : 0;
}

void CompositionModel::setUnit(int unit) {
  if (unit == wanted_unit_) return;
  wanted_unit_ = unit;
  refresh();
}

/// As the first kernel's input sees it: the first one's stride spreads the second.
Tensor CompositionModel::follower(const Tensor& kernel) const {
  if (isByLayer()) {
    const Tensor cells = kernel_of(graph(), {{next_->node, unit()}, readers_.slice});
    const Tensor flat =
        cells.shape().rank() == 2 ? cells : cells.reshaped(Shape{1, cells.elements()});
    const Steps before = steps_of(graph(), conv_), after = steps_of(graph(), next_->node);
    return spread(flat, before.stride[0] * after.dilation[0], before.stride[1] * after.dilation[1]);
  }
  const int preset = next_ ? choice() - 2 : choice() - 1;
  if (preset < 0) return kernel;
  return kernel_preset(kernel_presets()[static_cast<std::size_t>(preset)].name);
}

void CompositionModel::refresh() {
  if (!active_ || !bench_ || !bench_->workspace()) return;
  findNext();
  Tensor kernel = bench_->shown();
  first_ = second_ = both_ = {};
  if (!kernel.empty()) {
    const Tensor second = follower(kernel);
    if (isByLayer()) {
      const Steps own = steps_of(graph(), conv_);
      kernel = spread(kernel, own.dilation[0], own.dilation[1]);
    }
    first_ = CellBlock(kernel);
    second_ = CellBlock(second);
    both_ = CellBlock(composed(kernel, second));
  }
  emit changed();
}

QString CompositionModel::sentence() const {
  if (both_.empty()) return {};
  const int in_turn = first_.rows() * first_.columns() + second_.rows() * second_.columns();
  return tr("A %1 kernel and then a %2 one are one kernel of %3: %4 products a pixel in turn, %5 "
            "at "
            "once.")
      .arg(size_text(first_.rows(), first_.columns()), size_text(second_.rows(), second_.columns()),
           size_text(both_.rows(), both_.columns()))
      .arg(in_turn)
      .arg(both_.rows() * both_.columns());
}

QString CompositionModel::note() const {
  if (!isByLayer()) return {};
  const QString one_way = tr("This is one way among many: through unit %1 of %2 to unit %3 of %4.")
                              .arg(bench_->place() ? bench_->place()->unit : 0)
                              .arg(label_of(graph(), conv_))
                              .arg(unit())
                              .arg(label_of(graph(), next_->node));
  if (next_->between.empty()) return one_way;
  return one_way + QLatin1Char(' ') +
         tr("The activation in between, %1, bends the values: only where it passes them as they "
            "are, the two act as this one kernel.")
             .arg(label_of(graph(), next_->between.front()));
}

}  // namespace fovea
