#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/document/picture_filter.h"
#include "core/engine/frame.h"
#include "core/graph/graph.h"
#include "core/media/crop.h"
#include "core/media/picture.h"
#include "core/media/preprocessing.h"
#include "core/onnx/model.h"

namespace fovea {

/// What a network is before anybody edits it. Immutable, shared by documents.
struct NetworkOrigin {
  std::string name;                  ///< as shown: "natural10", or the file's name
  std::string path;                  ///< empty for a bundled network
  Model model;                       ///< as it was read, with the original weights
  std::vector<std::string> classes;  ///< names of the answers; may be empty
  /// By node name, in the order of the units; may be empty.
  std::map<std::string, std::vector<std::string>> unit_names;
  std::optional<Preprocessing> preprocessing;  ///< nothing where the model does not say
};

/// Reads what a model's metadata tell; throws Error where they are damaged.
std::shared_ptr<const NetworkOrigin> make_origin(Model model, std::string name,
                                                 std::string path = {});

/// Unit k (a channel, or an entry of a flat value) of what a node makes.
struct Unit {
  NodeId node = k_no_node;
  std::int64_t index = 0;
  friend auto operator<=>(const Unit&, const Unit&) = default;
};

/// A network and what has been done to it.
struct Network {
  std::shared_ptr<const NetworkOrigin> origin;
  Graph graph;           ///< with the edited weights: what is shown, and what is saved
  std::set<Unit> muted;  ///< units of nodes that have weights of their own
  Graph computed;        ///< `graph` with the muted units' weights at zero: what runs

  bool is_edited() const { return !(graph == origin->model.graph) || !muted.empty(); }
};

/// What the network is shown. Immutable once in a document: its address is the input's identity.
struct Input {
  enum class Kind { picture, drawing };
  Kind kind = Kind::picture;
  std::shared_ptr<const Picture> picture;
  Crop crop;               ///< in picture pixels; as wide to high as `width` to `height`
  std::int64_t width = 0;  ///< what the network gets
  std::int64_t height = 0;
  Preprocessing preprocessing;
};

/// What is selected: a value, one of its units, one position of that unit.
struct Selection {
  ValueId value = k_no_value;
  std::int64_t unit = -1;         ///< -1: the whole layer
  std::int64_t kernel_input = 0;  ///< which input map's kernel slice the inspector shows
  std::optional<std::pair<std::int64_t, std::int64_t>> pinned;  ///< row and column
  friend bool operator==(const Selection&, const Selection&) = default;
};

/// Over which maps one scale reaches. `shared` is a layer with the normalisation, activation and
/// pooling after it.
enum class ScaleScope { unit, layer, shared, all };

/// A way to look at the document.
enum class Lens { network, kernel, train };

/// How the document is looked at; no edit, so never in the history by itself.
struct View {
  Lens lens = Lens::network;
  bool kernel_in_network = false;  ///< what the Kernel lens shows: the network's, or the filter
  ScaleScope scope = ScaleScope::shared;
  bool peak = false;   ///< reduce maps by largest magnitude instead of by mean
  int map_pixels = 0;  ///< wanted size of a map in pixels; 0: what fits
  friend bool operator==(const View&, const View&) = default;
};

/// All that a person works on: a value. Copies share pictures, graphs and tensors.
struct Document {
  Network network;
  std::shared_ptr<const Input> input;
  Selection selection;
  View view;
  PictureFilter filter = first_filter();
};

/// The network as it is now, to be written to a file: edited weights, muted units at zero, and the
/// preprocessing in use.
Model edited_model(const Document& document);

/// What the engine must compute for this document.
Request make_request(const Document& document, std::uint64_t revision);

/// The input tensor's shape, and what follows from it through the whole graph; throws Error where
/// the network cannot run at that size.
std::shared_ptr<const ShapedGraph> shape_document(const Document& document);

/// A document that shows `picture` to `origin` at the network's start size, nothing selected.
/// Throws Error where the network cannot run on pictures.
Document make_document(std::shared_ptr<const NetworkOrigin> origin,
                       std::shared_ptr<const Picture> picture);

/// The scope of scales that suits a network: a bank of named kernels has no gain in common, so that
/// each unit has its own; otherwise `shared`.
ScaleScope scope_for(const NetworkOrigin& origin);

}  // namespace fovea
