#pragma once

#include "core/explain/operators/settings.h"
#include "core/graph/graph.h"

namespace fovea::explain {

/// Weights that show one kernel through every operator. Where several maps meet, output map m adds
/// them up in the m-th pattern of the discrete cosine transform (DCT-II), so that map 0 is their
/// mean and the next ones set maps against each other; once the patterns are used up, they come
/// again with the kernel mirrored left to right, upside down, and both. Biases are 0.
struct OperatorWeights {
  Tensor kernel;           ///< [kH, kW] of the settings: the drawn one, cut or surrounded by zeros
  Tensor spread;           ///< [M, C / g, kH, kW]; of a depthwise separable one [C, 1, kH, kW]
  Tensor pointwise = {};   ///< [M, C, 1, 1] of a depthwise separable one, else empty
  std::uint64_t seed = 0;  ///< of a fully connected layer with weights of chance; 0: the kernel's
};
OperatorWeights make_weights(const OperatorSettings&, const Tensor& kernel, std::uint64_t seed = 0);

/// The weights of a fully connected layer, [M·oH·oW, C·H·W]: for every pair of maps the matrix of
/// the kernel between them, or chance, evenly from −1 to 1 over the root of the number of inputs.
Tensor dense_matrix(const OperatorSettings&, const OperatorWeights&);

/// A network of one input [1, C, H, W] and one output [1, M, oH, oW] that does what the operator
/// does, of the operators that the engine has. A fully connected layer's output is [1, M·oH·oW].
/// A transposed convolution slides the kernel, turned by half, over the input with s − 1 zeros
/// between its values: its input is [1, C, (H − 1)·s + 1, (W − 1)·s + 1], see `network_input`.
Graph make_network(const OperatorSettings&, const OperatorWeights&);

/// What the network is given for `planes` [C, H, W], float32.
Tensor network_input(const OperatorSettings&, const Tensor& planes);

/// The operator's output [M, oH, oW] for `planes` [C, H, W], computed by the CPU engine. Throws
/// Error where there is not enough memory.
Tensor run_operator(const OperatorSettings&, const OperatorWeights&, const Tensor& planes);

}  // namespace fovea::explain
