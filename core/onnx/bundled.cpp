#include "core/onnx/bundled.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "core/base/assets.h"

namespace fovea {
namespace {

constexpr std::array k_networks{
    BundledNetwork{"natural10",
                   "Tells ten kinds of animals and vehicles apart, at any picture size"},
    BundledNetwork{"lenet5-digits", "Reads a handwritten digit"},
    BundledNetwork{"lenet5-fashion", "Tells ten kinds of clothes apart"},
    BundledNetwork{"edges",
                   "Hand-made kernels on a grey picture: blurs, edges, lines; nothing is trained"},
};

}  // namespace

std::span<const BundledNetwork> bundled_networks() { return k_networks; }

bool is_bundled_network(std::string_view name) {
  return std::ranges::find(k_networks, name, &BundledNetwork::name) != k_networks.end();
}

Model bundled_network(std::string_view name) {
  if (name == "edges") return edges_network();
  const auto bytes = asset(fmt::format("networks/{}.onnx", name));
  if (!is_bundled_network(name) || bytes.empty()) {
    throw Error{fmt::format("there is no bundled network “{}”", name)};
  }
  Model model = load_model(bytes);
  model.name = name;
  return model;
}

}  // namespace fovea
