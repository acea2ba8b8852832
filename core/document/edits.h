#pragma once

#include "core/document/document.h"

#include <span>

namespace fovea {

/// A document that an edit made, and how the edit is called ("set conv1 kernel 3, cell (1, 2)").
/// Edits with the same `gesture` (a drag, a stroke) that follow each other are one step of the
/// history; an empty one is always a step of its own.
struct Edit {
  Document document;
  std::string name;
  std::string gesture;
};

/// The kernel that unit k of a node applies to one of its input maps.
struct KernelSlice {
  Unit unit;
  std::int64_t input = 0;
};

/// The weights of a node that a person can edit.
struct NodeWeights {
  ValueId kernel = k_no_value;  ///< Conv [M, C / groups, k…]; Gemm: 2-D
  ValueId bias = k_no_value;    ///< [M]; k_no_value where there is none
};
NodeWeights node_weights(const Graph& graph, NodeId node);

/// The cells of a Conv kernel slice, row-major, as the tensor's spatial axes say (1 × 1 for a
/// Gemm). Empty where the node has no such slice.
Tensor kernel_of(const Graph& graph, const KernelSlice& slice);
float bias_of(const Graph& graph, const Unit& unit);

Edit set_kernel_cell(const Document&, const KernelSlice&, std::int64_t cell, float value);
/// All cells of a slice; `label` says what was done ("Sobel x", "negate").
Edit set_kernel(const Document&, const KernelSlice&, std::span<const float> cells,
                const std::string& label);
Edit set_bias(const Document&, const Unit&, float value);
Edit reset_unit(const Document&, const Unit&);
Edit reset_all(const Document&);
Edit set_muted(const Document&, const Unit&, bool muted);

/// Puts another network in the place of this one, keeping the picture. Throws Error, as
/// `make_document` does; the old document is untouched.
Edit open_network(const Document&, std::shared_ptr<const NetworkOrigin>);
Edit open_picture(const Document&, std::shared_ptr<const Picture>, Input::Kind);
/// A stroke on the drawing pad: the picture changes, crop and size stay.
Edit redraw(const Document&, std::shared_ptr<const Picture>);
Edit set_crop(const Document&, const Crop&);
/// Throws Error where the network cannot run at that size.
Edit set_input_size(const Document&, std::int64_t width, std::int64_t height);
Edit set_preprocessing(const Document&, const Preprocessing&, const std::string& label);

}  // namespace fovea
