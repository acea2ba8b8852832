#pragma once

#include <span>

#include "core/document/document.h"

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

/// Units that a node's weights make; 0 where it has none of its own (pooling, activations).
std::int64_t unit_count(const Graph& graph, NodeId node);

/// Kernel slices of one unit: the input maps that a Conv's unit reads; 1 for a dense unit or a
/// normalisation; 0 where the node has no kernel.
std::int64_t slice_count(const Graph& graph, NodeId node);

/// The cells of a slice: of a Conv its spatial axes, [kH, kW]; of a dense unit all its weights,
/// [1, K]; of a normalisation its scale, [1]. Empty where there is no such slice.
Tensor kernel_of(const Graph& graph, const KernelSlice& slice);
/// Nothing where the unit has no bias.
std::optional<float> bias_of(const Graph& graph, const Unit& unit);

/// Edits of weights. All expect a slice or unit that is there.
Edit set_kernel_cell(const Document&, const KernelSlice&, std::int64_t cell, float value);
/// All cells of a slice; `label` says what was done ("Sobel x", "negate").
Edit set_kernel(const Document&, const KernelSlice&, std::span<const float> cells,
                const std::string& label);
Edit set_bias(const Document&, const Unit&, float value);
Edit reset_unit(const Document&, const Unit&);
Edit reset_all(const Document&);
/// Throws Error where the node's weights make no such unit.
Edit set_muted(const Document&, const Unit&, bool muted);

/// The document with other weights in the same structure; muted units stay muted. No edit by
/// itself: see `train_network` and `History::replace`.
Document with_weights(const Document&, Graph weights);

/// Puts a network that learns in the place of this one, with the weights that it has now. It is
/// shown `example`, or where that is null the picture that was there. Throws Error, as
/// `make_document` does.
Edit train_network(const Document&, std::shared_ptr<const NetworkOrigin>, Graph weights,
                   std::shared_ptr<const Picture> example, const std::string& name);

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

/// Changes the filter of the Kernel lens; the network stays as it is. Throws Error where the kernel
/// is empty, too large or holds what is no finite number.
Edit set_filter(const Document&, PictureFilter, const std::string& label,
                const std::string& gesture = {});

}  // namespace fovea
