#include "core/train/layer_stack.h"

#include <cmath>
#include <fmt/format.h>

#include "core/base/error.h"
#include "core/train/random.h"

namespace fovea {
namespace {

using Integers = std::vector<std::int64_t>;

[[noreturn]] void fail_too_small() { throw Error{"the pictures are too small for this network"}; }

}  // namespace

LayerStack::LayerStack(Tip input, std::uint64_t seed, bool any_size, double dropout)
    : tip_(std::move(input)), seed_(seed), dropout_(dropout) {
  const std::int64_t height = any_size ? -1 : tip_.height, width = any_size ? -1 : tip_.width;
  builder_.add_input(tip_.value, {-1, tip_.channels, height, width});
}

void LayerStack::conv(const std::string& name, const Convolution& conv) {
  const std::int64_t fan_in = tip_.channels / conv.groups * conv.size * conv.size;
  const auto extent = [&](std::int64_t size) {
    if (size + 2 * conv.pad < conv.size) fail_too_small();
    return (size + 2 * conv.pad - conv.size) / conv.stride + 1;
  };
  const Tip next{name, conv.channels, extent(tip_.height), extent(tip_.width)};
  std::vector<std::string> inputs{tip_.value, name + ".weight"};
  random_weight(inputs[1], {conv.channels, tip_.channels / conv.groups, conv.size, conv.size},
                2.0 / static_cast<double>(fan_in));
  if (conv.has_bias) {
    inputs.push_back(name + ".bias");
    constant_weight(inputs.back(), conv.channels, 0);
  }
  builder_.add_node("Conv", name,
                    {{"kernel_shape", Integers(2, conv.size)},
                     {"pads", Integers(4, conv.pad)},
                     {"strides", Integers(2, conv.stride)},
                     {"group", conv.groups}},
                    inputs, {name});
  tip_ = next;
}

void LayerStack::batch_norm(const std::string& name) {
  const std::vector<std::pair<std::string, float>> weights{
      {".weight", 1.0F}, {".bias", 0.0F}, {".running_mean", 0.0F}, {".running_var", 1.0F}};
  std::vector<std::string> inputs{tip_.value};
  for (const auto& [ending, value] : weights) {
    inputs.push_back(name + ending);
    constant_weight(inputs.back(), tip_.channels, value);
  }
  builder_.add_node("BatchNormalization", name, {}, inputs, {name});
  tip_.value = name;
}

void LayerStack::relu(const std::string& name) {
  builder_.add_node("Relu", name, {}, {tip_.value}, {name});
  tip_.value = name;
}

void LayerStack::max_pool(const std::string& name) {
  if (tip_.height < 2 || tip_.width < 2) fail_too_small();
  builder_.add_node("MaxPool", name,
                    {{"kernel_shape", Integers{2, 2}}, {"strides", Integers{2, 2}}}, {tip_.value},
                    {name});
  tip_ = {name, tip_.channels, tip_.height / 2, tip_.width / 2};
}

void LayerStack::mean(const std::string& name) {
  builder_.add_node("GlobalAveragePool", name, {}, {tip_.value}, {name});
  tip_ = {name, tip_.channels, 1, 1};
}

void LayerStack::flatten() {
  builder_.add_node("Flatten", "flatten", {}, {tip_.value}, {"flatten"});
  tip_ = {"flatten", checked_multiply(checked_multiply(tip_.channels, tip_.height), tip_.width), 1,
          1};
}

void LayerStack::dense(const std::string& name, std::int64_t units, bool is_last) {
  if (is_last && dropout_ > 0) {
    builder_.add_weight("dropout.ratio", Tensor::filled<float>({}, static_cast<float>(dropout_)));
    builder_.add_node("Dropout", "dropout", {}, {tip_.value, "dropout.ratio"}, {"dropout"});
    tip_.value = "dropout";
  }
  random_weight(name + ".weight", {units, tip_.channels},
                (is_last ? 1.0 : 2.0) / static_cast<double>(tip_.channels));
  constant_weight(name + ".bias", units, 0);
  builder_.add_node("Gemm", name, {{"transB", std::int64_t{1}}},
                    {tip_.value, name + ".weight", name + ".bias"}, {name});
  tip_ = {name, units, 1, 1};
}

void LayerStack::add(const std::string& name, const Tip& other) {
  builder_.add_node("Add", name, {}, {tip_.value, other.value}, {name});
  tip_.value = name;
}

Graph LayerStack::softmax() {
  builder_.add_node("Softmax", "softmax", {{"axis", std::int64_t{1}}}, {tip_.value},
                    {"probabilities"});
  builder_.add_output("probabilities");
  return builder_.build();
}

void LayerStack::random_weight(const std::string& name, const Shape& shape, double variance) {
  Random random(seed_, weights_made_++);
  const double deviation = std::sqrt(variance);
  Tensor tensor(shape);
  for (float& x : tensor.mutable_values<float>()) {
    x = static_cast<float>(deviation * random.normal());
  }
  builder_.add_weight(name, std::move(tensor));
}

void LayerStack::constant_weight(const std::string& name, std::int64_t size, float value) {
  builder_.add_weight(name, Tensor::filled<float>({size}, value));
}

}  // namespace fovea
