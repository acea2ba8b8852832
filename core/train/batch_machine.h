#pragma once

#include <functional>
#include <memory>
#include <mutex>

#include "core/base/cancel.h"
#include "core/train/batch_program.h"
#include "core/train/loss.h"

namespace fovea {

/// The samples that one part of a batch consists of.
struct BatchPart {
  std::int64_t first = 0, samples = 0;  ///< in the batch
  std::int64_t lanes = 0;
};

/// Memory for a program, and its weights as they learn; runs batches. Used by one thread, which it
/// joins others for the parts of a batch.
class BatchMachine {
 public:
  /// Fills [features, lanes] with the samples of a part; called on several threads.
  using Fill = std::function<void(const BatchPart&, float* to)>;

  BatchMachine(std::shared_ptr<const BatchProgram> program, int threads);
  ~BatchMachine();

  /// The program's weights, all float32 ones, as they are now. By value; empty where it is none.
  std::span<float> weight(ValueId value);
  std::span<const float> weight(ValueId value) const;
  /// What the weights' changed from without this: to be called before the next batch.
  void weights_changed() { packed_is_current_ = false; }
  /// The program's graph with the weights as they are (copied).
  Graph graph() const;

  struct Batch {
    std::int64_t samples = 0;  ///< at most the program's batch
    std::span<const std::int32_t> labels = {};
    const Fill& fill;
    const LossSettings& loss;
    std::uint64_t seed = 0;  ///< what dropout draws from
  };
  /// Forward and backward; the gradient is then in `gradient()`. Throws Cancelled.
  LossSum differentiate(const Batch& batch, const CancelToken& cancel);
  /// Of the mean loss, flat as the program lists what learns. Summed over the parts by
  /// `sum_gradient`, on any thread, piece by piece.
  std::span<float> gradient() { return gradient_; }
  void sum_gradient(std::int64_t first, std::int64_t count);
  /// What learns without gradients: running statistics, by the batch that went through last.
  void update_statistics(std::int64_t samples);

  /// In inference mode: logits [samples, classes] to `logits`.
  void infer(std::int64_t samples, const Fill& fill, std::span<float> logits,
             const CancelToken& cancel);

  /// The first node, in the order of the graph, whose output is not finite for this batch;
  /// k_no_node where all are.
  NodeId first_not_finite(const Batch& batch);

 private:
  struct Room;
  class Rooms;
  class Pass;

  void pack(const CancelToken& cancel);
  BatchPart part_at(std::int64_t index, std::int64_t samples) const;
  void for_parts(std::int64_t parts, const CancelToken& cancel,
                 const std::function<void(std::int64_t)>& body);
  void add_up_sums(std::vector<double>& sums, std::size_t first, std::size_t count) const;
  LossSum lose(Room& room, const BatchPart& part, const Batch& batch) const;

  std::shared_ptr<const BatchProgram> program_;
  int threads_;
  std::vector<std::vector<float>> weights_;  // by value
  std::vector<float> packed_;
  bool packed_is_current_ = false;
  std::vector<float> gradient_;                // summed
  std::vector<std::vector<float>> gradients_;  // by part
  std::int64_t parts_used_ = 0;
  std::vector<double> sums_, gradient_sums_;    // of the batch
  std::vector<std::vector<double>> part_sums_;  // by part
  std::vector<std::unique_ptr<Room>> rooms_;
  std::mutex rooms_mutex_;
  std::vector<Room*> free_rooms_;
};

}  // namespace fovea
