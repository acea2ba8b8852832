#pragma once

#include <memory>
#include <mutex>

#include "core/train/batch_program.h"
#include "core/train/training_machine.h"

namespace fovea {

/// Memory for a program on the CPU; runs batches, their parts on several threads.
class BatchMachine : public TrainingMachine {
 public:
  BatchMachine(std::shared_ptr<const BatchProgram> program, int threads);
  ~BatchMachine() override;

  void weights_changed() override { packed_is_current_ = false; }
  LossSum differentiate(const Batch& batch, const CancelToken& cancel) override;
  /// Over the parts, in their order.
  void sum_gradient(std::int64_t first, std::int64_t count) override;
  void update_statistics(std::int64_t samples) override;
  std::int64_t at_once() const override { return program_->lanes() * program_->parts(); }
  void infer(std::int64_t samples, const Fill& fill, std::span<float> logits,
             const CancelToken& cancel) override;
  NodeId first_not_finite(const Batch& batch) override;

 private:
  struct Room;
  class Lease;
  class Pass;
  struct Stretch;

  void pack(const CancelToken& cancel);
  BatchPart part_at(std::int64_t index, std::int64_t samples) const;
  void for_parts(std::int64_t parts, const CancelToken& cancel,
                 const std::function<void(std::int64_t)>& body);
  void add_up_sums(std::vector<double>& sums, std::size_t first, std::size_t count) const;
  LossSum lose(Room& room, const BatchPart& part, const Batch& batch) const;
  const BatchProgram::Step& step_at(std::int64_t place) const;
  void run_part(const Stretch& stretch, const Batch& batch, std::int64_t index, LossSum& loss);

  std::shared_ptr<const BatchProgram> program_;
  int threads_;
  std::vector<float> packed_;
  bool packed_is_current_ = false;
  std::vector<std::vector<float>> gradients_;  // by part
  std::int64_t parts_used_ = 0;
  std::vector<double> sums_, gradient_sums_;    // of the batch
  std::vector<std::vector<double>> part_sums_;  // by part
  std::vector<std::unique_ptr<Room>> rooms_;
  std::mutex rooms_mutex_;  // guards the next
  std::vector<Room*> free_rooms_;
};

}  // namespace fovea
