#pragma once

#include "core/graph/graph.h"

namespace fovea {

/// Builds a network layer by layer, each after the one before, with random weights: what the
/// architectures are written in. A value is called as the node that makes it.
class LayerStack {
 public:
  /// A place to come back to: a value and its shape.
  struct Tip {
    std::string value;
    std::int64_t channels = 1, height = 0, width = 0;
  };
  struct Convolution {
    std::int64_t channels = 1;
    std::int64_t size = 3;
    std::int64_t pad = 1;
    std::int64_t stride = 1;
    std::int64_t groups = 1;
    bool has_bias = true;
  };

  /// Begins with an input of that name and shape; `any_size` leaves its height and width free. A
  /// share of `dropout` of the values is left out before the last layer, where that is above 0.
  LayerStack(Tip input, std::uint64_t seed, bool any_size, double dropout = 0);

  /// Throws Error where the maps are too small for it.
  void conv(const std::string& name, const Convolution& conv);
  void batch_norm(const std::string& name);
  void relu(const std::string& name);
  /// 2 × 2, stride 2. Throws Error where the maps are too small for it.
  void max_pool(const std::string& name);
  void mean(const std::string& name);
  void flatten();
  void dense(const std::string& name, std::int64_t units, bool is_last = false);
  void add(const std::string& name, const Tip& other);
  /// Ends the network.
  Graph softmax();

  const Tip& tip() const { return tip_; }
  void go_to(const Tip& tip) { tip_ = tip; }

 private:
  void random_weight(const std::string& name, const Shape& shape, double variance);
  void constant_weight(const std::string& name, std::int64_t size, float value);

  GraphBuilder builder_;
  Tip tip_;
  std::uint64_t seed_;
  double dropout_;
  std::uint64_t weights_made_ = 0;
};

}  // namespace fovea
