#include "core/train/batch_source.h"

#include "core/base/divide_up.h"
#include "core/cpu/scratch.h"
#include "core/train/random.h"

namespace fovea {
namespace {

/// Streams of the seed: one for the orders of the epochs, one for the changes of examples.
constexpr std::uint64_t k_order = 1, k_changes = 2;

}  // namespace

BatchSource::BatchSource(const TrainingTask& task, std::uint64_t seed, std::int64_t batch)
    : task_(task), shape_(example_shape(*task.data)), seed_(seed), batch_(batch) {
  const PixelScaling& scaling = task.scaling;
  for (std::size_t c = 0; c < static_cast<std::size_t>(task.data->channels); ++c) {
    const double mean = c < scaling.mean.size() ? scaling.mean[c] : 0;
    const double deviation = c < scaling.deviation.size() ? scaling.deviation[c] : 1;
    factors_.push_back(static_cast<float>(scaling.scale / deviation));
    offsets_.push_back(static_cast<float>(-mean / deviation));
  }
}

std::int64_t BatchSource::steps_in_epoch() const {
  return divide_up(static_cast<std::int64_t>(task_.splits.training.size()), batch_);
}

std::span<const std::int32_t> BatchSource::examples_of(std::int64_t step) {
  const std::int64_t epoch = step / steps_in_epoch();
  if (epoch != epoch_) {
    order_ = task_.splits.training;
    Random random(mixed_bits(seed_ + k_order), static_cast<std::uint64_t>(epoch));
    random.shuffle(std::span(order_));
    epoch_ = epoch;
  }
  const std::int64_t first = step % steps_in_epoch() * batch_;
  const std::int64_t count = std::min(batch_, static_cast<std::int64_t>(order_.size()) - first);
  return std::span(order_).subspan(static_cast<std::size_t>(first),
                                   static_cast<std::size_t>(count));
}

std::vector<std::int32_t> BatchSource::labels_of(std::span<const std::int32_t> examples) const {
  std::vector<std::int32_t> labels;
  for (const std::int32_t example : examples) {
    labels.push_back(task_.data->labels[static_cast<std::size_t>(example)]);
  }
  return labels;
}

template <typename Pixel>
static void put_lane(std::span<const Pixel> pixels, std::span<const float> factors,
                     std::span<const float> offsets, std::int64_t lanes, float* to) {
  const std::size_t plane = pixels.size() / factors.size();
  for (std::size_t c = 0; c < factors.size(); ++c) {
    const Pixel* from = pixels.data() + c * plane;
    for (std::size_t i = 0; i < plane; ++i, to += lanes) {
      *to = static_cast<float>(from[i]) * factors[c] + offsets[c];
    }
  }
}

void BatchSource::put(std::span<const std::uint8_t> pixels, std::int64_t lanes, float* to) const {
  put_lane(pixels, factors_, offsets_, lanes, to);
}

void BatchSource::put(std::span<const float> pixels, std::int64_t lanes, float* to) const {
  put_lane(pixels, factors_, offsets_, lanes, to);
}

TrainingMachine::Fill BatchSource::fill(std::span<const std::int32_t> examples) const {
  return [this, examples](const BatchPart& part, float* to) {
    const std::int64_t floats = task_.data->example_bytes() * part.lanes;
    if (part.samples < part.lanes) std::fill_n(to, floats, 0.0F);
    for (std::int64_t lane = 0; lane < part.samples; ++lane) {
      put(task_.data->example(examples[static_cast<std::size_t>(part.first + lane)]), part.lanes,
          to + lane);
    }
  };
}

TrainingMachine::Fill BatchSource::fill(std::span<const std::int32_t> examples,
                                        const AugmentSettings& settings, std::int64_t step) const {
  if (settings.changes_nothing()) return fill(examples);
  return [this, examples, settings, step](const BatchPart& part, float* to) {
    const std::int64_t pixels = task_.data->example_bytes();
    if (part.samples < part.lanes) std::fill_n(to, pixels * part.lanes, 0.0F);
    auto* changed = scratch<float>(ScratchUse::column, pixels);
    const std::span out(changed, static_cast<std::size_t>(pixels));
    for (std::int64_t lane = 0; lane < part.samples; ++lane) {
      const std::int64_t place = step * batch_ + part.first + lane;
      Random random(mixed_bits(seed_ + k_changes), static_cast<std::uint64_t>(place));
      augment(settings, shape_,
              task_.data->example(examples[static_cast<std::size_t>(part.first + lane)]),
              random.next(), out);
      put(out, part.lanes, to + lane);
    }
  };
}

}  // namespace fovea
