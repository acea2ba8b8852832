#include "ui/kernel/understand/separation_model.h"

#include <algorithm>

#include "ui/kernel/understand/kernel_words.h"
#include "ui/window/numbers.h"

namespace fovea {

void SeparationModel::setAnalysis(KernelAnalysis* analysis) {
  if (analysis == analysis_) return;
  if (analysis_) analysis_->disconnect(this);
  analysis_ = analysis;
  if (analysis_) connect(analysis_, &KernelAnalysis::changed, this, &SeparationModel::refresh);
  refresh();
}

std::shared_ptr<const KernelFindings> SeparationModel::findings() const {
  return analysis_ ? analysis_->findings() : nullptr;
}

int SeparationModel::most() const {
  const auto known = findings();
  return known ? static_cast<int>(known->separation.values.size()) : 0;
}

int SeparationModel::terms() const { return std::min(wanted_, most()); }

void SeparationModel::setTerms(int terms) {
  terms = std::clamp(terms, 1, std::max(most(), 1));
  if (terms == wanted_) return;
  wanted_ = terms;
  refresh();
}

QList<qreal> SeparationModel::values() const {
  const auto known = findings();
  if (!known) return {};
  return {known->separation.values.begin(), known->separation.values.end()};
}

QStringList SeparationModel::valueTexts() const {
  QStringList texts;
  for (const qreal value : values()) texts << number_text(value, 3);
  return texts;
}

qreal SeparationModel::scale() const {
  const auto known = findings();
  return known ? CellBlock(known->kernel).largest() : 0;
}

QString SeparationModel::sentence() const {
  const auto known = findings();
  return known ? approximation_sentence(*known, terms()) : QString{};
}

void SeparationModel::refresh() {
  if (const auto known = findings()) {
    const Shape& shape = known->kernel.shape();
    const std::int64_t count = terms();
    Tensor columns(Shape{shape[0], count}), rows(Shape{count, shape[1]}), rest(shape);
    for (std::int64_t n = 0; n < count; ++n) {
      const ColumnAndRow part = column_and_row(known->separation, static_cast<int>(n));
      for (std::int64_t i = 0; i < shape[0]; ++i)
        columns.mutable_values<float>()[static_cast<std::size_t>(i * count + n)] =
            static_cast<float>(part.column[static_cast<std::size_t>(i)]);
      std::ranges::transform(part.row, rows.mutable_values<float>().begin() + n * shape[1],
                             [](double cell) { return static_cast<float>(cell); });
    }
    const Tensor product = approximation(known->separation, static_cast<int>(count));
    std::ranges::transform(known->kernel.floats(), product.floats(),
                           rest.mutable_values<float>().begin(), std::minus<>{});
    columns_ = CellBlock(columns);
    rows_ = CellBlock(rows);
    product_ = CellBlock(product);
    rest_ = CellBlock(rest);
  } else {
    columns_ = rows_ = product_ = rest_ = {};
  }
  emit changed();
}

}  // namespace fovea
