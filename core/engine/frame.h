#pragma once

#include <cstdint>
#include <functional>

#include "core/engine/backend.h"

namespace fovea {

/// An input that is made on the engine's thread, because making it (resampling a picture) is too
/// slow for the thread that asks. Two sources with the same `identity` make the same tensor.
struct InputSource {
  std::shared_ptr<const void> identity;
  std::function<Tensor(const CancelToken&)> make;

  /// A tensor that exists already.
  static InputSource of(Tensor tensor);
};

/// Which values a frame must hold.
enum class Watch { all, outputs };

/// What a person looks at, as the engine needs it. A value; posting one is cheap.
struct Request {
  Graph graph;
  std::vector<InputSource> inputs;  ///< in the order of the graph's inputs
  Watch watch = Watch::all;
  std::uint64_t revision = 0;  ///< of the document; comes back with the frame
};

/// The result of one request: immutable, shared between threads.
struct Frame {
  std::uint64_t revision = 0;
  std::shared_ptr<const ShapedGraph> shaped;
  Graph graph;                   ///< with the weights that were used
  std::vector<Tensor> values;    ///< by value; empty for weights and for what is not watched
  std::vector<double> node_ms;   ///< by node: its last run
  std::vector<char> recomputed;  ///< by node: whether this frame ran it
  double total_ms = 0;           ///< from taking the request to this frame
  std::int64_t macs = 0;         ///< of the recomputed nodes
  EngineKind engine = EngineKind::cpu;
  std::string device;
  std::string notice;  ///< one sentence where the engine could not be the one asked for

  const Tensor& value(ValueId id) const { return values[static_cast<std::size_t>(id)]; }
};

}  // namespace fovea
