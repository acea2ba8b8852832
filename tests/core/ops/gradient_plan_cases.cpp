#include "tests/core/ops/gradient_plan_cases.h"

#include "tests/core/ops/gradient_checks.h"

namespace fovea::testing {
namespace {

using Ints = std::vector<std::int64_t>;
using Cases = std::vector<GradientPlanCase>;

constexpr TrainingMode k_frozen{};

GradientPlanCase unary(std::string op, const Shape& input, Attributes attributes = {},
                       double tolerance = 1e-5) {
  return {.op = {.op = std::move(op),
                 .attributes = std::move(attributes),
                 .inputs = {apart(input, 1)},
                 .tolerance = tolerance}};
}

GradientPlanCase conv(const Shape& input, const Shape& weight, Attributes attributes = {},
                      bool bias = true) {
  OpCase c{.op = "Conv", .attributes = std::move(attributes), .inputs = {}, .tolerance = 2e-5};
  c.inputs = {random_tensor(input, 1), random_tensor(weight, 2)};
  if (bias) c.inputs.push_back(random_tensor({weight[0]}, 3));
  return {.op = std::move(c)};
}

Attributes window(Ints kernel, Ints strides, Ints pads, Attributes more = {}) {
  Attributes attributes = std::move(more);
  attributes.set("kernel_shape", std::move(kernel));
  attributes.set("strides", std::move(strides));
  attributes.set("pads", std::move(pads));
  return attributes;
}

Cases convolutions() {
  const Ints one{1, 1, 1, 1};
  Cases cases{
      conv({3, 1, 12, 12}, {6, 1, 5, 5}), conv({2, 3, 9, 7}, {5, 3, 3, 3}, {{"pads", one}}),
      conv({1, 1, 1, 1}, {1, 1, 1, 1}), conv({2, 9, 6, 5}, {10, 9, 1, 1}, {}, false),
      conv({2, 2, 7, 6}, {2, 2, 3, 3}, {{"strides", Ints{2, 3}}, {"pads", Ints{1, 2, 0, 1}}}),
      conv({2, 3, 8, 8}, {7, 3, 3, 3}, {{"strides", Ints{2, 2}}, {"pads", one}}),
      conv({1, 2, 9, 8}, {1, 2, 3, 2}, {{"dilations", Ints{3, 2}}, {"pads", Ints{2, 1, 3, 0}}}),
      conv({2, 4, 5, 5}, {6, 2, 3, 3}, {{"group", std::int64_t{2}}}, false),
      conv({2, 20, 5, 5}, {20, 10, 3, 3}, {{"group", std::int64_t{2}}, {"strides", Ints{2, 1}}}),
      conv({2, 5, 6, 6}, {5, 1, 3, 3}, {{"group", std::int64_t{5}}, {"pads", one}}),
      conv({2, 3, 6, 6}, {6, 1, 3, 3}, {{"group", std::int64_t{3}}, {"strides", Ints{2, 2}}}),
      // Padding beyond the window: as a convolution its gradient would have a negative one.
      conv({1, 1, 2, 2}, {1, 1, 2, 2}, {{"pads", Ints{3, 3, 3, 3}}}),
      conv({1, 2, 6, 5}, {2, 2, 4, 4}, {{"auto_pad", "SAME_UPPER"}, {"strides", Ints{2, 2}}}),
      conv({2, 2, 17}, {3, 2, 3}, {{"pads", Ints{1, 1}}}),
      conv({2, 1, 9}, {2, 1, 4}, {{"strides", Ints{3}}, {"dilations", Ints{2}}}, false),
      conv({2, 2, 3, 4, 5}, {2, 2, 2, 3, 2}, {{"pads", Ints{1, 0, 1, 0, 1, 1}}}),
      conv({1, 2, 5, 4, 5}, {3, 2, 3, 2, 2}, {{"strides", Ints{2, 1, 2}}}),
      conv({33, 2, 6, 6}, {9, 2, 3, 3}),
      conv({2, 1, 40, 40}, {2, 1, 33, 3}),  // too high for the tiled shader
  };
  return cases;
}

GradientPlanCase gemm(const Shape& a, const Shape& b, Attributes attributes, const Tensor& c = {}) {
  return {.op = {.op = "Gemm",
                 .attributes = std::move(attributes),
                 .inputs = c.empty() ? std::vector{random_tensor(a, 1), random_tensor(b, 2)}
                                     : std::vector{random_tensor(a, 1), random_tensor(b, 2), c}}};
}

Cases dense() {
  Cases cases;
  for (const std::int64_t a : {0, 1}) {
    for (const std::int64_t b : {0, 1}) {
      const Attributes attributes{{"transA", a}, {"transB", b}, {"alpha", 0.5F}, {"beta", -2.0F}};
      const Shape left = a == 1 ? Shape{13, 9} : Shape{9, 13};
      const Shape right = b == 1 ? Shape{17, 13} : Shape{13, 17};
      for (const Shape& c : {Shape{9, 17}, Shape{17}, Shape{9, 1}, Shape{1, 1}, Shape{1, 17}}) {
        cases.push_back(gemm(left, right, attributes, random_tensor(c, 3)));
      }
      cases.push_back(gemm(left, right, attributes));
    }
  }
  cases.push_back(
      gemm({64, 400}, {120, 400}, {{"transB", std::int64_t{1}}}, random_tensor({120}, 4)));
  cases.push_back(gemm({1, 3}, {3, 1}, {}));
  const auto product = [](const Shape& a, const Shape& b) -> GradientPlanCase {
    return {.op = {.op = "MatMul",
                   .attributes = {},
                   .inputs = {random_tensor(a, 1), random_tensor(b, 2)}}};
  };
  cases.push_back(product({6, 4}, {4, 5}));
  cases.push_back(product({2, 3, 4}, {4, 5}));
  cases.push_back(product({2, 2, 3, 8}, {8, 1}));
  return cases;
}

Cases activations() {
  Cases cases;
  for (const char* op : {"Relu", "LeakyRelu", "Sigmoid", "Tanh"}) {
    cases.push_back(unary(op, {2, 3, 5}));
    cases.push_back(unary(op, {1}));
    cases.push_back(unary(op, {33, 129}));
  }
  cases.push_back(unary("LeakyRelu", {17}, {{"alpha", -0.3F}}));
  const auto bound = [](float value) { return Tensor::filled<float>({}, value); };
  const auto clip = [&](Tensor low, Tensor high) -> GradientPlanCase {
    return {.op = {.op = "Clip", .attributes = {}, .inputs = {apart({31}, 1), low, high}},
            .wanted = {0}};
  };
  cases.push_back(clip(bound(-0.501F), bound(0.403F)));
  cases.push_back(clip({}, bound(0.403F)));
  cases.push_back(clip(bound(-0.501F), {}));
  GradientPlanCase old = unary("Clip", {31}, {{"min", -0.25F}, {"max", 0.3F}});
  old.op.opset = 6;
  cases.push_back(old);
  return cases;
}

Cases pools() {
  Cases cases;
  for (const char* op : {"MaxPool", "AveragePool"}) {
    cases.push_back(unary(op, {2, 3, 8, 8}, window({2, 2}, {2, 2}, {0, 0, 0, 0})));
    cases.push_back(unary(op, {2, 1, 7}, window({3}, {1}, {0, 0})));
    cases.push_back(unary(op, {1, 2, 5, 7}, window({2, 3}, {2, 2}, {0, 0, 0, 0})));
    cases.push_back(unary(op, {1, 1, 3, 4, 5}, window({2, 2, 2}, {1, 1, 1}, {0, 0, 0, 0, 0, 0})));
    cases.push_back(unary(op, {1, 1, 1, 1}, window({1, 1}, {1, 1}, {0, 0, 0, 0})));
    cases.push_back(unary(op, {1, 2, 9, 9}, window({2, 2}, {3, 3}, {0, 0, 0, 0})));
    for (const std::int64_t ceil : {0, 1}) {
      cases.push_back(
          unary(op, {2, 2, 6, 7}, window({3, 2}, {2, 3}, {1, 0, 2, 1}, {{"ceil_mode", ceil}})));
      cases.push_back(
          unary(op, {1, 2, 9, 10}, window({3, 3}, {2, 2}, {1, 1, 1, 1}, {{"ceil_mode", ceil}})));
    }
  }
  cases.push_back(unary("MaxPool", {1, 1, 8, 9},
                        window({2, 3}, {1, 1}, {0, 0, 0, 0}, {{"dilations", Ints{3, 2}}})));
  cases.push_back(
      unary("AveragePool", {1, 2, 5, 5},
            window({3, 3}, {2, 2}, {1, 1, 1, 1},
                   {{"ceil_mode", std::int64_t{1}}, {"count_include_pad", std::int64_t{1}}})));
  // Equal samples: the first of them gets it all.
  GradientPlanCase equal = unary("MaxPool", {1, 1, 4, 4}, window({3, 3}, {1, 1}, {0, 0, 0, 0}));
  equal.op.inputs = {Tensor::filled<float>({1, 1, 4, 4}, 3)};
  cases.push_back(equal);
  for (const char* op : {"GlobalMaxPool", "GlobalAveragePool"}) {
    cases.push_back(unary(op, {2, 3, 4, 5}));
    cases.push_back(unary(op, {2, 2, 7}));
    cases.push_back(unary(op, {1, 1, 1, 1}));
    cases.push_back(unary(op, {2, 5, 31, 33}));
  }
  equal = unary("GlobalMaxPool", {1, 2, 20, 20});
  equal.op.inputs = {Tensor::filled<float>({1, 2, 20, 20}, -3)};
  cases.push_back(equal);
  return cases;
}

Cases normalisations() {
  Cases cases;
  const auto add = [&](const Shape& input, std::int64_t channels, float mean = 0) {
    for (const TrainingMode mode : {GradientPlanCase{}.mode, k_frozen}) {
      cases.push_back(
          {.op = {.op = "BatchNormalization",
                  .attributes = {{"epsilon", 0.01F}},
                  .inputs = {random_tensor(input, 1, mean - 1, mean + 1),
                             random_tensor({channels}, 2), random_tensor({channels}, 3),
                             random_tensor({channels}, 4), random_tensor({channels}, 5, 0.5F, 2)},
                  .tolerance = 1e-4},
           .wanted = {0, 1, 2},
           .mode = mode});
    }
  };
  add({3, 2, 3, 2}, 2);
  add({2, 3, 5}, 3);
  add({16, 3}, 3);
  add({5}, 1);
  add({9, 17, 8, 8}, 17);
  add({33, 2, 13, 13}, 2);
  add({8, 2, 9, 9}, 2, 20);  // a mean far from 0: the variance must not cancel
  return cases;
}

Cases arithmetic() {
  Cases cases;
  for (const char* op : {"Add", "Mul"}) {
    const auto add = [&](const Shape& a, const Shape& b) {
      cases.push_back(
          {.op = {
               .op = op, .attributes = {}, .inputs = {random_tensor(a, 1), random_tensor(b, 2)}}});
    };
    add({2, 3, 4}, {2, 3, 4});
    add({2, 3, 4}, {3, 1});
    add({3, 4}, {3, 1});
    add({1, 4}, {3, 1});
    add({}, {2, 2});
    add({2, 3, 2, 2}, {1, 3, 1, 1});
    add({4, 3, 6, 5}, {4, 1, 6, 1});
    add({1, 3, 1, 5}, {4, 1, 6, 1});
    add({64, 10}, {10});
    add({40, 2, 30, 30}, {2, 1, 1});
  }
  for (const std::int64_t axis : {0, 1, 2, -1}) {
    OpCase c{.op = "Concat", .attributes = {{"axis", axis}}, .inputs = {}};
    for (const std::int64_t extent : {1, 3, 2}) {
      Shape shape{2, 2, 2};
      shape[axis < 0 ? 2 : static_cast<std::size_t>(axis)] = extent;
      c.inputs.push_back(random_tensor(shape, static_cast<std::uint64_t>(extent)));
    }
    cases.push_back({.op = std::move(c)});
  }
  return cases;
}

Cases answers() {
  Cases cases;
  for (const std::int64_t axis : {0, 1, -1}) {
    cases.push_back(unary("Softmax", {3, 4, 2}, {{"axis", axis}}));
  }
  cases.push_back(unary("Softmax", {2, 300}, {{"axis", std::int64_t{1}}}));
  GradientPlanCase old = unary("Softmax", {3, 4, 2}, {{"axis", std::int64_t{1}}});
  old.op.opset = 11;
  cases.push_back(old);
  return cases;
}

Cases dropouts() {
  Cases cases{unary("Dropout", {4, 100})};
  for (const float ratio : {0.0F, 0.2F, 0.9F, 1.0F}) {
    GradientPlanCase c = unary("Dropout", {2, 3, 50});
    c.op.inputs.push_back(Tensor::filled<float>({}, ratio));
    c.wanted = {0};
    cases.push_back(c);
  }
  GradientPlanCase old = unary("Dropout", {4000}, {{"ratio", 0.25F}});
  old.op.opset = 7;
  old.mode.seed = ~std::uint64_t{0} - 7;  // carries beyond 32 and beyond 64 bits
  cases.push_back(old);
  return cases;
}

}  // namespace

std::vector<GradientPlanFamily> gradient_plan_families() {
  return {{"convolutions", convolutions()},
          {"dense layers", dense()},
          {"activations", activations()},
          {"pools", pools()},
          {"normalisations", normalisations()},
          {"arithmetic", arithmetic()},
          {"softmax", answers()},
          {"dropout", dropouts()}};
}

}  // namespace fovea::testing
