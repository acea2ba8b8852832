#pragma once

#include <optional>

#include "core/train/trainer.h"

namespace fovea {

/// Who was taken for whom.
struct ConfusionMatrix {
  std::int64_t classes = 0;
  std::vector<std::int64_t> counts;  ///< [true class][predicted class]

  std::int64_t count(std::int64_t truth, std::int64_t prediction) const {
    return counts[static_cast<std::size_t>(truth * classes + prediction)];
  }
  std::int64_t examples_of(std::int64_t truth) const;
  /// Row-normalised: of the examples of the true class, how many were predicted so, 0 to 1; nothing
  /// where there are none.
  std::optional<double> share(std::int64_t truth, std::int64_t prediction) const;
  /// Of the examples of that class, how many were recognised.
  std::optional<double> accuracy_of(std::int64_t truth) const { return share(truth, truth); }
};

/// An example that was taken for another class.
struct Mistake {
  std::int32_t example = 0;
  std::int32_t truth = 0, prediction = 0;
  double confidence = 0;  ///< the probability of the prediction, 0 to 1
  double loss = 0;        ///< cross-entropy, at most 69 (a probability of 1e-30)
};

/// How often a network is right when it is so sure.
struct CalibrationBin {
  double from = 0, to = 0;  ///< confidences above `from`, up to `to`
  std::int64_t count = 0;
  double confidence = 0, accuracy = 0;  ///< means over the bin; 0 where it is empty
};

/// Source: Guo et al., "On Calibration of Modern Neural Networks", 2017, section 2.
struct Calibration {
  std::vector<CalibrationBin> bins;  ///< of equal width, from 0 to 1
  double expected_error = 0;         ///< their equation 3, 0 to 1
};

/// What follows from the probabilities of `examples`, which are in the order of the evaluation.
/// A probability that is not a number counts as 0; of equal ones the first class is predicted.
ConfusionMatrix confusion_matrix(const Evaluation& evaluation, const DataSet& data,
                                 std::span<const std::int32_t> examples);

/// The wrong predictions of the highest confidence, at most `most`, the most confident first.
std::vector<Mistake> worst_mistakes(const Evaluation& evaluation, const DataSet& data,
                                    std::span<const std::int32_t> examples, std::size_t most);

Calibration calibration(const Evaluation& evaluation, const DataSet& data,
                        std::span<const std::int32_t> examples, int bins = 15);

}  // namespace fovea
