#include <nlohmann/json.hpp>

#include "core/onnx/bundled.h"
#include "core/ops/conv/presets.h"

namespace fovea {
namespace {

struct NamedKernel {
  const char* preset;
  const char* unit;
};

constexpr NamedKernel k_bank[] = {
    {"sobel-x", "Sobel x"},
    {"sobel-y", "Sobel y"},
    {"prewitt-x", "Prewitt x"},
    {"prewitt-y", "Prewitt y"},
    {"laplacian", "Laplacian"},
    {"log:5:1", "Laplacian of Gaussian"},
    {"gabor:5:0", "Gabor, vertical lines"},
    {"gabor:5:45", "Gabor, falling lines"},
    {"gabor:5:90", "Gabor, horizontal lines"},
    {"gabor:5:135", "Gabor, rising lines"},
    {"sharpen", "Sharpen"},
    {"emboss", "Emboss"},
    {"box:5", "Box blur"},
    {"gaussian:5:1", "Gaussian blur"},
    {"motion:5:45", "Motion blur"},
    {"identity:5", "Identity"},
};

/// No padding: the step from a picture to zeros would be the strongest edge of all.
constexpr std::int64_t k_size = 5;

/// [units, 1, 5, 5]; smaller kernels in the middle of a ring of zeros.
Tensor bank() {
  const auto units = static_cast<std::int64_t>(std::size(k_bank));
  Tensor weights = Tensor::filled(Shape{units, 1, k_size, k_size}, 0.0f);
  const auto cells = weights.mutable_values<float>();
  for (std::int64_t unit = 0; unit < units; ++unit) {
    const Tensor kernel = centred(kernel_preset(k_bank[unit].preset), k_size, k_size);
    std::ranges::copy(kernel.floats(), cells.begin() + unit * k_size * k_size);
  }
  return weights;
}

}  // namespace

Model edges_network() {
  using Integers = std::vector<std::int64_t>;
  const auto units = static_cast<std::int64_t>(std::size(k_bank));
  GraphBuilder builder;
  builder.add_input("picture", {-1, 1, -1, -1});
  builder.add_weight("edges.weight", bank());
  builder.add_weight("edges.bias", Tensor::filled(Shape{units}, 0.0f));
  builder.add_node("Conv", "edges", {{"kernel_shape", Integers{k_size, k_size}}},
                   {"picture", "edges.weight", "edges.bias"}, {"maps"});
  builder.add_output("maps");

  nlohmann::json names = nlohmann::json::array();
  for (const NamedKernel& kernel : k_bank) names.push_back(kernel.unit);
  const nlohmann::json preprocessing{
      {"channels", "gray"}, {"size", {256, 256}}, {"fit", "crop"},      {"filter", "bilinear"},
      {"antialias", true},  {"layout", "NCHW"},   {"scale", 1.0 / 255}, {"mean", {0.0}},
      {"std", {1.0}},       {"polarity", "any"}};
  return {.graph = builder.build(),
          .metadata = {{"fovea.units", nlohmann::json{{"edges", names}}.dump()},
                       {"fovea.input", preprocessing.dump()}},
          .name = "edges",
          .producer = "Fovea",
          .outputs = {{.dims = std::vector<std::int64_t>{-1, units, -1, -1}}}};
}

}  // namespace fovea
