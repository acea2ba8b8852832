#pragma once

#include "core/graph/graph.h"

namespace fovea {

/// The same network without the BatchNormalizations that follow a convolution which nothing else
/// reads: scale and shift go into its kernels and bias (named "<convolution>.bias" where it had
/// none), its value keeps its name unless the normalisation's is an output of the graph. Others
/// stay. Outputs differ by rounding only. The graph is as it was where there is nothing to fold.
/// Source: Jacob et al., "Quantization and Training of Neural Networks for Efficient
/// Integer-Arithmetic-Only Inference", 2018, section 3.2.
Graph fold_batch_normalization(const Graph& graph);

}  // namespace fovea
