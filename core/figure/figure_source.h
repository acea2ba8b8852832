#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/document/layers.h"
#include "core/explain/slide.h"
#include "core/figure/figure_spec.h"
#include "core/train/curves.h"
#include "core/train/report.h"

namespace fovea {

/// A filter over a picture, as far as a network of one convolution cannot say it.
struct FilterFigure {
  Slide slide;              ///< its border and turn, over what it is applied to
  bool is_picture = false;  ///< what it makes is shown from black to white
  double rounded_off = 0;   ///< its scale reaches at least so far, see `rounded_off`
};

/// What a figure is drawn from. A value; copies share all that is large. A kind of figure needs the
/// part that it shows, and says so where that is missing.
struct FigureSource {
  Network network = {};
  std::shared_ptr<const ShapedGraph> shaped = nullptr;  ///< of the network, for all but timeline
  /// Of the network as it runs: for all that shows values.
  std::shared_ptr<const Frame> frame = nullptr;
  /// Of the network as it was before it was edited: for comparison.
  std::shared_ptr<const Frame> original = nullptr;
  /// Of the first input, where that is a picture.
  std::optional<Preprocessing> preprocessing = std::nullopt;
  /// What the network is shown, as a person calls it; of a run, what it learns from.
  std::string input = {};
  std::uint64_t seed = 0;
  /// What training made of the network here; nothing where it did not.
  struct Learnt {
    std::optional<Graph> graph = std::nullopt;  ///< at that moment; nothing where it is not known
    std::string moment = {};                    ///< "step 938"; may be empty
  };
  std::optional<Learnt> learnt = std::nullopt;
  Curves curves = {};                                       ///< for timeline
  std::optional<ConfusionMatrix> confusion = std::nullopt;  ///< of `classes`
  std::vector<std::string> classes = {};
  /// Where the network stands for a filter (see filter_source.h); else null.
  std::shared_ptr<const FilterFigure> filter = nullptr;
};

/// The convolution that makes the layer's values, by which every product is told, with the frame's
/// values: the filter's own with its border, where the source is one. Nothing where the layer is
/// none that slides over maps.
std::optional<Slide> slide_of(const FigureSource& source, const Layer& layer);

/// A layer of the source whose values are there.
struct ShownLayer {
  Layer layer;
  std::string name;                      ///< as a person calls it
  std::string detail;                    ///< "Conv · 6 × 24 × 24"
  Tensor values = {};                    ///< empty where the source has no frame
  std::vector<std::int64_t> units = {};  ///< that are shown
};

/// The layers that the spec names: the one, or all. Throws Error where there is no such layer or
/// unit, or no network.
std::vector<ShownLayer> shown_layers(const FigureSpec& spec, const FigureSource& source);

/// The layer that the spec names, else the first of its kind that has units of its own; of that
/// unit the spec's first, else 0. Throws Error.
ShownLayer one_layer(const FigureSpec& spec, const FigureSource& source,
                     bool (*suits)(const Graph&, NodeId), const char* what);

/// The frame of the network as it was. Throws Error where the network is not edited, or the frame
/// is not there.
const Frame& compared_frame(const FigureSource& source);

/// How the values of a layer become colours.
struct LayerScale {
  Palette palette = Palette::diverging;
  /// Of all units; nothing where each has its own, by `units`.
  std::optional<Scale> all = std::nullopt;
  std::vector<Scale> units = {};  ///< by unit of the layer; empty where `all` is there
  const Scale& of(std::int64_t unit) const {
    return all ? *all : units[static_cast<std::size_t>(unit)];
  }
  std::string words = {};  ///< whose scale it is
};

/// As the window has it: pictures from a black pixel to a white one, shares from 0 to 1, all else
/// −m to m, m being the largest magnitude within the scope, unless the spec says a range or
/// colours.
LayerScale scale_of(const FigureSpec& spec, const FigureSource& source, const Layer& layer);

/// A scale of these values alone, with the spec's colours and range.
Scale scale_over(const FigureSpec& spec, Palette palette, std::span<const float> values);

/// What was done to the weights, by training and by hand: "Trained, step 938. Edited weights:
/// conv1: 2 units changed; conv2: unit 3 muted"; empty where they are as they were.
std::string weight_words(const FigureSource& source);

}  // namespace fovea
