#include "tests/core/train/random_graph.h"

#include <random>

#include "tests/core/ops/op_cases.h"

namespace fovea::testing {
namespace {

using Ints = std::vector<std::int64_t>;

class Maker {
 public:
  explicit Maker(std::uint64_t seed) : random_(seed), seed_(seed) {
    Map picture{"picture", between(1, 3), between(3, 7), between(3, 7)};
    result_.input = {1, picture.channels, picture.height, picture.width};
    builder_.add_input("picture", {-1, picture.channels, picture.height, picture.width});
    maps_.push_back(std::move(picture));
  }

  RandomGraph make() {
    add_conv();
    for (std::int64_t steps = between(1, 6); steps > 0; --steps) add_something();
    add_head();
    result_.graph = builder_.build();
    return std::move(result_);
  }

 private:
  struct Map {
    std::string name;
    std::int64_t channels = 0, height = 0, width = 0;
    bool fits(const Map& other) const { return height == other.height && width == other.width; }
  };

  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(high - low + 1));
  }
  bool perhaps() { return between(0, 1) == 1; }

  std::string weight(const Shape& shape, float low = -1, float high = 1) {
    std::string name = "w" + std::to_string(++names_);
    builder_.add_weight(name, random_tensor(shape, seed_ * 1000 + names_, low, high));
    return name;
  }

  std::string node(const std::string& op, const Attributes& attributes,
                   std::vector<std::string> inputs, const std::string& output = {}) {
    std::string name = output.empty() ? "v" + std::to_string(++names_) : output;
    result_.text += op + ' ';
    builder_.add_node(op, op + std::to_string(++names_), attributes, std::move(inputs), {name});
    return name;
  }

  void add_conv() {
    const Map from = maps_.back();
    const std::int64_t high = between(1, std::min<std::int64_t>(3, from.height));
    const std::int64_t wide = between(1, std::min<std::int64_t>(3, from.width));
    const std::int64_t stride = between(1, 2), pad = between(0, 1);
    const std::int64_t group = perhaps() ? from.channels : 1, kernels = group * between(1, 2);
    std::vector<std::string> inputs{from.name,
                                    weight({kernels, from.channels / group, high, wide})};
    if (perhaps()) inputs.push_back(weight({kernels}));
    const Attributes attributes{
        {"strides", Ints{stride, stride}}, {"pads", Ints{pad, 0, pad, 0}}, {"group", group}};
    maps_.push_back({node("Conv", attributes, inputs), kernels,
                     (from.height + 2 * pad - high) / stride + 1,
                     (from.width - wide) / stride + 1});
  }

  void add_pool() {
    const Map from = maps_.back();
    if (from.height < 2 || from.width < 2) return add_activation();
    const Attributes attributes{{"kernel_shape", Ints{2, 2}}, {"strides", Ints{1, 2}}};
    maps_.push_back({node(perhaps() ? "MaxPool" : "AveragePool", attributes, {from.name}),
                     from.channels, from.height - 1, from.width / 2});
  }

  void add_activation() {
    static constexpr std::array k_ops{"Relu", "LeakyRelu", "Sigmoid", "Tanh", "Dropout"};
    Map map = maps_.back();
    map.name = node(k_ops[static_cast<std::size_t>(between(0, 4))], {}, {map.name});
    maps_.push_back(std::move(map));
  }

  void add_normalisation() {
    Map map = maps_.back();
    const Shape each{map.channels};
    map.name = node("BatchNormalization", {{"epsilon", 0.1F}},
                    {map.name, weight(each), weight(each), weight(each), weight(each, 0.5F, 2)});
    maps_.push_back(std::move(map));
  }

  /// With an earlier map of the same size, if it has as many channels or one; else with a weight.
  void add_sum_or_product() {
    Map map = maps_.back();
    const Map other =
        maps_[static_cast<std::size_t>(between(0, static_cast<std::int64_t>(maps_.size()) - 1))];
    const bool fits = map.fits(other) && (map.channels == other.channels || other.channels == 1);
    const std::string second = fits ? other.name : weight({map.channels, 1, 1});
    map.name = node(perhaps() ? "Add" : "Mul", {}, {map.name, second});
    maps_.push_back(std::move(map));
  }

  void add_concatenation() {
    Map map = maps_.back();
    const Map other =
        maps_[static_cast<std::size_t>(between(0, static_cast<std::int64_t>(maps_.size()) - 1))];
    if (!map.fits(other)) return add_conv();
    map.name = node("Concat", {{"axis", std::int64_t{1}}}, {map.name, other.name});
    map.channels += other.channels;
    maps_.push_back(std::move(map));
  }

  void add_something() {
    switch (between(0, 5)) {
      case 0:
        return add_conv();
      case 1:
        return add_pool();
      case 2:
        return add_normalisation();
      case 3:
        return add_sum_or_product();
      case 4:
        return add_concatenation();
      default:
        return add_activation();
    }
  }

  std::string add_matrix(const std::string& input, std::int64_t from, std::int64_t to) {
    if (perhaps()) return node("MatMul", {}, {input, weight({from, to})});
    const bool transposed = perhaps();
    std::vector<std::string> inputs{input, weight(transposed ? Shape{to, from} : Shape{from, to})};
    if (perhaps()) inputs.push_back(weight({to}));
    return node("Gemm", {{"transB", std::int64_t{transposed}}}, inputs);
  }

  void add_head() {
    const Map last = maps_.back();
    std::string flat = last.name;
    std::int64_t width = last.channels * last.height * last.width;
    if (perhaps()) {
      flat = node(perhaps() ? "GlobalAveragePool" : "GlobalMaxPool", {}, {flat});
      width = last.channels;
    }
    flat = node("Flatten", {}, {flat});
    result_.classes = between(2, 4);
    if (perhaps()) {
      const std::int64_t hidden = between(2, 5);
      flat = node("Tanh", {}, {add_matrix(flat, width, hidden)});
      width = hidden;
    }
    flat = add_matrix(flat, width, result_.classes);
    node(perhaps() ? "Softmax" : "Identity", {}, {flat}, "answer");
    builder_.add_output("answer");
  }

  std::mt19937_64 random_;
  std::uint64_t seed_, names_ = 0;
  GraphBuilder builder_;
  std::vector<Map> maps_;
  RandomGraph result_;
};

}  // namespace

RandomGraph random_graph(std::uint64_t seed) { return Maker(seed).make(); }

}  // namespace fovea::testing
