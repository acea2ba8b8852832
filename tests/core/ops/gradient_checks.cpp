#include "tests/core/ops/gradient_checks.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <numeric>
#include <random>

#include "core/base/error.h"

namespace fovea::testing {
namespace {

constexpr double k_step = 1e-5, k_tolerance = 1e-6;

class Checker {
 public:
  Checker(const OpCase& c, TrainingMode mode)
      : mode_(mode), prepared_(prepare(c)), slopes_(slopes_for(prepared_.outputs[0])) {
    for (const Tensor& tensor : c.inputs) {
      const bool narrow = !tensor.empty() && tensor.type() == ElementType::float32;
      inputs_.push_back(narrow ? tensor.to(ElementType::float64) : tensor);
    }
  }

  std::string failure() {
    const std::vector<Tensor> gradients = gradients_of(floats());
    for (const std::size_t input : floats()) {
      const auto together = gradients[input].values<double>();
      const std::vector<Tensor> own = gradients_of({input});
      if (!std::ranges::equal(own[input].values<double>(), together)) {
        return fmt::format("the gradient of input {} depends on which are wanted", input);
      }
      std::string wrong = difference(input, together);
      if (!wrong.empty()) return wrong;
    }
    return {};
  }

 private:
  static Tensor slopes_for(const ValueType& output) {
    return random_tensor(output.shape, 99).to(ElementType::float64);
  }

  std::vector<std::size_t> floats() const {
    std::vector<std::size_t> indices;
    for (std::size_t i = 0; i < inputs_.size(); ++i) {
      const Tensor& input = inputs_[i];
      if (!input.empty() && input.type() == ElementType::float64) indices.push_back(i);
    }
    return indices;
  }

  std::vector<Tensor> outputs_of(std::span<const Tensor> inputs) const {
    std::vector<Tensor> outputs;
    for (const ValueType& type : prepared_.outputs) {
      outputs.emplace_back(type.shape, ElementType::float64);
    }
    prepared_.op->reference(
        {.params = prepared_.params, .inputs = inputs, .outputs = outputs, .mode = mode_});
    return outputs;
  }

  /// Half of what two calls add up to.
  std::vector<Tensor> gradients_of(const std::vector<std::size_t>& wanted) const {
    std::vector<Tensor> gradients(inputs_.size());
    for (const std::size_t input : wanted) {
      gradients[input] = Tensor::filled<double>(inputs_[input].shape(), 0);
    }
    const std::vector<Tensor> outputs = outputs_of(inputs_), slopes{slopes_};
    for (int call = 0; call < 2; ++call) {
      prepared_.op->gradient({.params = prepared_.params,
                              .inputs = inputs_,
                              .outputs = outputs,
                              .output_gradients = slopes,
                              .input_gradients = gradients,
                              .mode = mode_});
    }
    for (const std::size_t input : wanted) {
      for (double& value : gradients[input].mutable_values<double>()) value /= 2;
    }
    return gradients;
  }

  double loss_with(std::size_t input, std::size_t element, double change) const {
    std::vector<Tensor> inputs = inputs_;
    inputs[input] = inputs_[input].clone();
    inputs[input].mutable_values<double>()[element] += change;
    const std::vector<Tensor> outputs = outputs_of(inputs);
    const auto y = outputs[0].values<double>(), slopes = slopes_.values<double>();
    return std::inner_product(y.begin(), y.end(), slopes.begin(), 0.0);
  }

  std::string difference(std::size_t input, std::span<const double> gradient) const {
    double largest = 1e-3;
    for (const double slope : gradient) largest = std::max(largest, std::abs(slope));
    for (std::size_t i = 0; i < gradient.size(); ++i) {
      const double slope =
          (loss_with(input, i, k_step) - loss_with(input, i, -k_step)) / (2 * k_step);
      if (std::abs(slope - gradient[i]) <= k_tolerance * largest) continue;
      return fmt::format("input {}, element {}: {} by differences, {} by its gradient", input, i,
                         slope, gradient[i]);
    }
    return {};
  }

  TrainingMode mode_;
  PreparedCase prepared_;
  Tensor slopes_;
  std::vector<Tensor> inputs_;
};

}  // namespace

std::string gradient_failure_of(const OpCase& c, TrainingMode mode) {
  try {
    const std::string failure = Checker(c, mode).failure();
    return failure.empty() ? failure : describe(c) + "\n  " + failure;
  } catch (const Error& error) {
    return fmt::format("{}\n  refused: {}", describe(c), error.sentence());
  }
}

Tensor apart(const Shape& shape, std::uint64_t seed) {
  Tensor tensor(shape);
  const std::span<float> values = tensor.mutable_values<float>();
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::shuffle(order.begin(), order.end(), std::mt19937_64(seed));
  // An even number of places, so that none of them is 0.
  const auto places = static_cast<float>(values.size() + values.size() % 2);
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] = (2 * static_cast<float>(order[i]) + 1) / places - 1;
  }
  return tensor;
}

}  // namespace fovea::testing
