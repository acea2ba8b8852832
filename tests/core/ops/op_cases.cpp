#include "tests/core/ops/op_cases.h"

#include <cmath>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <limits>
#include <random>

#include "core/base/error.h"
#include "core/cpu/isa.h"
#include "core/cpu/parallel.h"
#include "tests/core/ops/vulkan_case.h"

namespace fovea::testing {
namespace {

std::string to_string(const AttributeValue& value) {
  struct Visitor {
    std::string operator()(std::int64_t number) const { return std::to_string(number); }
    std::string operator()(float number) const { return fmt::format("{}", number); }
    std::string operator()(const std::string& text) const { return text; }
    std::string operator()(const std::vector<std::int64_t>& list) const {
      return fmt::format("{}", list);
    }
    std::string operator()(const std::vector<float>& list) const { return fmt::format("{}", list); }
    std::string operator()(const Tensor& tensor) const { return tensor.shape().to_string(); }
  };
  return std::visit(Visitor{}, value);
}

std::vector<InferInput> infer_inputs(const OpCase& c) {
  std::vector<InferInput> inputs;
  for (std::size_t i = 0; i < c.inputs.size(); ++i) {
    const Tensor& tensor = c.inputs[i];
    if (tensor.empty()) {
      inputs.push_back({.present = false, .type = {}, .constant = {}});
    } else {
      inputs.push_back({.present = true,
                        .type = {tensor.shape(), tensor.type()},
                        .constant = i >= c.first_weight ? tensor : Tensor{}});
    }
  }
  return inputs;
}

/// Filled with NaN, so that an element that a kernel forgets is seen.
Tensor unwritten(const ValueType& type) {
  if (type.type != ElementType::float32) return Tensor(type.shape, type.type);
  return Tensor::filled(type.shape, std::numeric_limits<float>::quiet_NaN());
}

std::vector<Tensor> run_cpu(const OpCase& c, const PreparedCase& prepared, bool packed,
                            int threads) {
  std::vector<Tensor> outputs;
  for (const ValueType& type : prepared.outputs) outputs.push_back(unwritten(type));
  std::vector<Tensor> weights(c.inputs.size());
  for (std::size_t i = c.first_weight; i < c.inputs.size(); ++i) weights[i] = c.inputs[i];
  Packed pack;
  if (packed) {
    pack = prepared.op->pack({.params = prepared.params,
                              .inputs = prepared.inputs,
                              .outputs = prepared.outputs,
                              .weights = weights});
  }
  prepared.op->cpu({.params = prepared.params,
                    .inputs = c.inputs,
                    .outputs = outputs,
                    .packed = pack.get(),
                    .cancel = CancelToken{},
                    .threads = threads});
  return outputs;
}

/// What is wrong with `outputs`, which `where` computed; empty where nothing is.
std::string difference(const OpCase& c, const PreparedCase& prepared,
                       std::span<const Tensor> reference, std::span<const Tensor> outputs,
                       const std::string& where) {
  for (std::size_t i = 0; i < reference.size(); ++i) {
    if (outputs[i].shape() != prepared.outputs[i].shape) {
      return fmt::format("{}\n  {}: output {} is {}, but {} was inferred", describe(c), where, i,
                         outputs[i].shape().to_string(), prepared.outputs[i].shape.to_string());
    }
    const double error = relative_error(outputs[i], reference[i]);
    if (!(error <= c.tolerance)) {
      return fmt::format("{}\n  {}: output {} is off by {:.3g}, allowed is {:.3g}", describe(c),
                         where, i, error, c.tolerance);
    }
  }
  return {};
}

std::string cpu_failure(const OpCase& c, const PreparedCase& prepared,
                        std::span<const Tensor> reference) {
  const EagerThreads eager;
  for (const std::int64_t target : supported_isas()) {
    const ForcedIsa forced(target);
    for (const int threads : {1, 2}) {
      for (const bool packed : {false, true}) {
        if (packed && prepared.op->pack == nullptr) continue;
        const std::string where = fmt::format("{}, {} thread{}{}", isa_name(), threads,
                                              threads == 1 ? "" : "s", packed ? ", packed" : "");
        std::string failure =
            difference(c, prepared, reference, run_cpu(c, prepared, packed, threads), where);
        if (!failure.empty()) return failure;
      }
    }
  }
  return {};
}

/// A case that is expected to have a plan and has none, or the other way round.
std::string plan_surprise(const OpCase& c, const PreparedCase& prepared) {
  if (prepared.op->vulkan == nullptr) return {};
  const VulkanLimits limits;
  const bool has_plan = prepared.op
                            ->vulkan({.params = prepared.params,
                                      .inputs = prepared.inputs,
                                      .outputs = prepared.outputs,
                                      .limits = limits})
                            .has_value();
  if (has_plan == c.has_plan) return {};
  return describe(c) + (has_plan ? "\n  has a Vulkan plan" : "\n  has no Vulkan plan");
}

std::string vulkan_failure(const OpCase& c, const PreparedCase& prepared,
                           std::span<const Tensor> reference) {
  if (std::string surprise = plan_surprise(c, prepared); !surprise.empty()) return surprise;
  const auto outputs = run_vulkan(c, prepared);
  return outputs ? difference(c, prepared, reference, *outputs, "Vulkan") : std::string();
}

}  // namespace

std::string describe(const OpCase& c) {
  std::string text = fmt::format("{} opset {}:", c.op, c.opset);
  for (const auto& [name, value] : c.attributes.all()) {
    text += fmt::format(" {} {};", name, to_string(value));
  }
  text += " inputs";
  for (std::size_t i = 0; i < c.inputs.size(); ++i) {
    const Tensor& tensor = c.inputs[i];
    text += fmt::format("{} {}{}", i == 0 ? "" : ",",
                        tensor.empty() ? "absent" : tensor.shape().to_string(),
                        !tensor.empty() && i >= c.first_weight ? " (weight)" : "");
  }
  return text;
}

PreparedCase prepare(const OpCase& c) {
  PreparedCase prepared{.op = find_operator(c.op), .params = {}, .inputs = {}, .outputs = {}};
  if (prepared.op == nullptr) throw Error{fmt::format("the operator {} is not known", c.op)};
  ParseContext context{.opset = c.opset, .inputs = c.inputs.size(), .outputs = c.outputs};
  for (const Tensor& tensor : c.inputs) context.absent.push_back(tensor.empty());
  prepared.params = prepared.op->parse(c.attributes, context);
  const std::vector<InferInput> inputs = infer_inputs(c);
  for (const InferInput& input : inputs) prepared.inputs.push_back(input.type);
  prepared.outputs = prepared.op->infer(prepared.params, inputs, c.outputs);
  return prepared;
}

std::vector<Tensor> reference_of(const OpCase& c) {
  const PreparedCase prepared = prepare(c);
  std::vector<Tensor> inputs, outputs;
  for (const Tensor& tensor : c.inputs) {
    const bool narrow = !tensor.empty() && tensor.type() == ElementType::float32;
    inputs.push_back(narrow ? tensor.to(ElementType::float64) : tensor);
  }
  for (const ValueType& type : prepared.outputs) {
    outputs.emplace_back(type.shape,
                         type.type == ElementType::float32 ? ElementType::float64 : type.type);
  }
  prepared.op->reference({.params = prepared.params, .inputs = inputs, .outputs = outputs});
  return outputs;
}

std::string failure_of(const OpCase& c) {
  try {
    const PreparedCase prepared = prepare(c);
    const std::vector<Tensor> reference = reference_of(c);
    for (std::size_t i = 0; i < reference.size(); ++i) {
      if (reference[i].shape() == prepared.outputs[i].shape) continue;
      return fmt::format("{}\n  the reference makes {}, but {} was inferred", describe(c),
                         reference[i].shape().to_string(), prepared.outputs[i].shape.to_string());
    }
    if (prepared.op->cpu != nullptr) {
      std::string failure = cpu_failure(c, prepared, reference);
      return failure.empty() ? vulkan_failure(c, prepared, reference) : failure;
    }
    if (!prepared.op->is_view) return describe(c) + "\n  there is no CPU kernel";
    return difference(c, prepared, reference,
                      std::vector{c.inputs[0].reshaped(prepared.outputs[0].shape)}, "as a view");
  } catch (const Error& error) {
    return fmt::format("{}\n  refused: {}", describe(c), error.sentence());
  }
}

std::string refusal_of(const OpCase& c) {
  try {
    prepare(c);
    return {};
  } catch (const Error& error) {
    return error.clause();
  }
}

double relative_error(const Tensor& result, const Tensor& reference) {
  const Tensor a = result.to(ElementType::float64), b = reference.to(ElementType::float64);
  double worst = 0, largest = 0;
  for (std::size_t i = 0; i < b.values<double>().size(); ++i) {
    const double x = a.values<double>()[i], y = b.values<double>()[i];
    if (x == y || (std::isnan(x) && std::isnan(y))) {
      if (std::isfinite(y)) largest = std::max(largest, std::abs(y));
      continue;
    }
    if (!std::isfinite(x) || !std::isfinite(y)) return std::numeric_limits<double>::infinity();
    worst = std::max(worst, std::abs(x - y));
    largest = std::max(largest, std::abs(y));
  }
  return worst == 0 ? 0 : worst / std::max(largest, 1e-30);
}

Tensor random_tensor(const Shape& shape, std::uint64_t seed, float low, float high) {
  Tensor tensor(shape);
  std::mt19937_64 generator(seed);
  for (float& value : tensor.mutable_values<float>()) {
    value = low + (high - low) * static_cast<float>(generator() >> 40) * 0x1p-24F;
  }
  return tensor;
}

}  // namespace fovea::testing
