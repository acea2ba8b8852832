#pragma once

#include <QString>
#include <QVariantList>

#include "core/document/document.h"

namespace fovea {

/// What a kind of layer is called in the theme: "convolution", "pooling", "other", …; "input" for
/// a value that no node makes.
QString kind_of_value(const Graph& graph, ValueId value);

/// The same for a person, in their language.
QString kind_words(const Graph& graph, ValueId value);

/// "24 × 64 × 64"; a batch axis of 1 is left out.
QString shape_text(const Shape& shape);

/// What the node that makes `value` does, in a sentence or two.
QString layer_sentence(const Graph& graph, ValueId value);

/// What one unit of it is made of: "8 kernels of 3 × 3, one for each input map, plus a bias".
QString unit_sentence(const Graph& graph, const Unit& unit);

/// Rows { name, value }: shape, window geometry, receptive field; with `details` the cost as well.
QVariantList layer_facts(const ShapedGraph& shaped, ValueId value, bool details);

}  // namespace fovea
