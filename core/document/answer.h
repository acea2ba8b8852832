#pragma once

#include <string>
#include <vector>

#include "core/document/document.h"

namespace fovea {

/// What a network's flat output says.
struct Answer {
  enum class Meaning {
    probabilities,  ///< the graph itself ends in softmax
    softmax_added,  ///< logits of a single-label classifier; softmax added for display only
    values          ///< anything else: never to be shown as percentages
  };
  Meaning meaning = Meaning::values;
  ValueId output = k_no_value;
  std::vector<float> scores;  ///< by class: probabilities, or the values as they are

  bool empty() const { return scores.empty(); }
  /// The classes with the `count` largest scores, largest first; equal ones by index.
  std::vector<std::int64_t> top(std::int64_t count) const;
  /// How many classes score higher, plus 1.
  std::int64_t rank_of(std::int64_t index) const;
};

/// How the network's first output is to be read, from its classes and its last operator: names for
/// all of them make it a single-label classifier, unless it ends in Sigmoid.
Answer::Meaning answer_meaning(const NetworkOrigin& origin, const ShapedGraph& shaped);

/// How many classes the first output has; 0 where it is no flat list of numbers.
std::int64_t answer_count(const ShapedGraph& shaped);

/// Empty where the frame does not hold the output, or the output is no flat list of numbers.
Answer answer_of(const NetworkOrigin& origin, const Frame& frame);

/// The class's name; "output 3" where it has none.
std::string class_name(const NetworkOrigin& origin, std::int64_t index);

}  // namespace fovea
