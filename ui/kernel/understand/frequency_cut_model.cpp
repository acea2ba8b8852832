#include "ui/kernel/understand/frequency_cut_model.h"

#include <cmath>

#include "core/kernel/frequency.h"

namespace fovea {

void FrequencyCutModel::setAnalysis(KernelAnalysis* analysis) {
  if (analysis == analysis_) return;
  if (analysis_) analysis_->disconnect(this);
  analysis_ = analysis;
  if (analysis_) connect(analysis_, &KernelAnalysis::changed, this, &FrequencyCutModel::refresh);
  refresh();
}

void FrequencyCutModel::setAngle(qreal degrees) {
  degrees -= 180 * std::floor(degrees / 180);
  if (degrees == angle_) return;
  angle_ = degrees;
  refresh();
}

void FrequencyCutModel::refresh() {
  constexpr int k_places = 97;
  magnitudes_.clear();
  if (analysis_ && analysis_->findings()) {
    const FrequencyCut cut = frequency_cut(analysis_->findings()->kernel, angle_, k_places);
    magnitudes_ = {cut.magnitudes.begin(), cut.magnitudes.end()};
    longest_ = cut.longest;
  }
  emit changed();
}

}  // namespace fovea
