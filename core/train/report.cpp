#include "core/train/report.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace fovea {
namespace {

struct Prediction {
  std::int32_t truth = 0, label = 0;
  double confidence = 0;
  double probability_of_truth = 0;
};

double cleaned(float probability) {
  return std::isnan(probability) ? 0 : std::clamp(static_cast<double>(probability), 0.0, 1.0);
}

std::vector<Prediction> predictions(const Evaluation& evaluation, const DataSet& data,
                                    std::span<const std::int32_t> examples) {
  const std::size_t classes = data.classes.size();
  assert(evaluation.probabilities.size() == examples.size() * classes);
  std::vector<Prediction> all;
  all.reserve(examples.size());
  for (std::size_t i = 0; i < examples.size(); ++i) {
    const auto row = std::span(evaluation.probabilities).subspan(i * classes, classes);
    Prediction prediction{.truth = data.labels[static_cast<std::size_t>(examples[i])]};
    prediction.confidence = -1;
    for (std::size_t c = 0; c < classes; ++c) {
      if (cleaned(row[c]) <= prediction.confidence) continue;
      prediction.confidence = cleaned(row[c]);
      prediction.label = static_cast<std::int32_t>(c);
    }
    prediction.probability_of_truth = cleaned(row[static_cast<std::size_t>(prediction.truth)]);
    all.push_back(prediction);
  }
  return all;
}

}  // namespace

std::int64_t ConfusionMatrix::examples_of(std::int64_t truth) const {
  std::int64_t sum = 0;
  for (std::int64_t c = 0; c < classes; ++c) sum += count(truth, c);
  return sum;
}

std::optional<double> ConfusionMatrix::share(std::int64_t truth, std::int64_t prediction) const {
  const std::int64_t all = examples_of(truth);
  if (all == 0) return std::nullopt;
  return static_cast<double>(count(truth, prediction)) / static_cast<double>(all);
}

ConfusionMatrix confusion_matrix(const Evaluation& evaluation, const DataSet& data,
                                 std::span<const std::int32_t> examples) {
  ConfusionMatrix matrix{.classes = static_cast<std::int64_t>(data.classes.size()), .counts = {}};
  matrix.counts.resize(data.classes.size() * data.classes.size());
  for (const Prediction& one : predictions(evaluation, data, examples)) {
    ++matrix.counts[static_cast<std::size_t>(one.truth * matrix.classes + one.label)];
  }
  return matrix;
}

std::vector<Mistake> worst_mistakes(const Evaluation& evaluation, const DataSet& data,
                                    std::span<const std::int32_t> examples, std::size_t most) {
  constexpr double k_least = 1e-30;
  std::vector<Mistake> mistakes;
  const std::vector<Prediction> all = predictions(evaluation, data, examples);
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].label == all[i].truth) continue;
    mistakes.push_back({.example = examples[i],
                        .truth = all[i].truth,
                        .prediction = all[i].label,
                        .confidence = all[i].confidence,
                        .loss = -std::log(std::max(k_least, all[i].probability_of_truth))});
  }
  std::ranges::stable_sort(mistakes, std::greater(), &Mistake::confidence);
  mistakes.resize(std::min(most, mistakes.size()));
  return mistakes;
}

Calibration calibration(const Evaluation& evaluation, const DataSet& data,
                        std::span<const std::int32_t> examples, int bins) {
  assert(bins >= 1);
  Calibration result;
  for (int i = 0; i < bins; ++i) {
    result.bins.push_back(
        {.from = static_cast<double>(i) / bins, .to = static_cast<double>(i + 1) / bins});
  }
  for (const Prediction& one : predictions(evaluation, data, examples)) {
    const int index = static_cast<int>(std::ceil(one.confidence * bins)) - 1;
    CalibrationBin& bin = result.bins[static_cast<std::size_t>(std::clamp(index, 0, bins - 1))];
    ++bin.count;
    bin.confidence += one.confidence;
    bin.accuracy += one.label == one.truth ? 1 : 0;
  }
  for (CalibrationBin& bin : result.bins) {
    if (bin.count == 0) continue;
    const auto count = static_cast<double>(bin.count);
    result.expected_error +=
        std::abs(bin.accuracy - bin.confidence) / static_cast<double>(examples.size());
    bin.confidence /= count;
    bin.accuracy /= count;
  }
  return result;
}

}  // namespace fovea
