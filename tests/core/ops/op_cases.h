#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/ops/operator.h"

namespace fovea::testing {

/// One case of an operator's sweep: a node by itself with its inputs.
struct OpCase {
  std::string op;  ///< ONNX's op_type
  Attributes attributes;
  std::vector<Tensor> inputs;    ///< float32 or int64; an empty tensor is an absent input
  std::size_t first_weight = 1;  ///< inputs from here on are weights, earlier ones are computed
  std::size_t outputs = 1;
  int opset = 17;
  double tolerance = 1e-5;  ///< on relative_error
  /// An operator with a Vulkan plan has one for this case, at the least limits that Vulkan
  /// guarantees: else every test would pass on the CPU alone.
  bool has_plan = true;
};

/// Runs the case through everything that can compute it: the reference in double; the CPU kernel at
/// every SIMD target of this machine with one thread and with two, with its weights packed and
/// with all inputs computed; the Vulkan plan on this machine's device, under the validation layer.
/// Returns nothing where all agree and have the inferred shapes, else a text with the case's
/// parameters and what went wrong. For `QVERIFY2(failure.empty(), failure.c_str())`.
std::string failure_of(const OpCase&);

/// The reference's outputs, float64 where the operator's are float32. Throws what parse and infer
/// throw.
std::vector<Tensor> reference_of(const OpCase&);

/// What a person is told where the case is refused, a clause; empty where it is accepted.
std::string refusal_of(const OpCase&);

/// Largest absolute difference over the reference's largest magnitude; infinite where one is not
/// finite and the other differs. Both may be of any type.
double relative_error(const Tensor& result, const Tensor& reference);

/// Uniform in [low, high), the same for the same seed everywhere.
Tensor random_tensor(const Shape& shape, std::uint64_t seed, float low = -1, float high = 1);

/// "Conv opset 17: strides [2, 2]; inputs 1 × 3 × 8 × 8, 4 × 3 × 3 × 3 (weight)".
std::string describe(const OpCase&);

/// A case ready to run: operator, parameters and types, as a graph would hold them.
struct PreparedCase {
  const Operator* op = nullptr;
  Params params;
  std::vector<ValueType> inputs, outputs;
};
/// Throws Error where the operator is not known or refuses the case.
PreparedCase prepare(const OpCase&);

}  // namespace fovea::testing
