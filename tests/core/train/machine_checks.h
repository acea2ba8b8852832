#pragma once

#include <functional>
#include <set>

#include "core/train/batch_program.h"
#include "core/train/trainer.h"
#include "core/train/training_machine.h"

namespace fovea::testing {

/// Noise with a bright bar whose place is the class.
std::shared_ptr<const DataSet> bars(std::int64_t count, std::int64_t side, std::int64_t classes,
                                    std::int64_t channels = 1);
TrainingTask task_of(std::shared_ptr<const DataSet> data);

/// All float32 weights of a graph, one after the other.
std::vector<float> weights_of(const Graph& graph);

/// A graph, the shape of an example without the batch axis, and how many samples.
struct GradientCase {
  Graph graph;
  Shape example;
  std::int64_t samples = 5;
  LossSettings loss = {};
  std::set<std::string> frozen = {};  ///< without normalisations and dropouts
  std::int64_t batch = 0;             ///< what the program is for; 0: as many as there are
};

using MakeMachine =
    std::function<std::unique_ptr<TrainingMachine>(std::shared_ptr<const BatchProgram>)>;

/// Largest difference of the machine's gradient of a weight from that of the plain loops, over the
/// largest of those; the worst of all weights, with its name.
std::pair<double, std::string> worst_difference(const GradientCase& c, const MakeMachine& make);

}  // namespace fovea::testing
