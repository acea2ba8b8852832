#include "core/explain/slide.h"

#include <QtTest>
#include <cmath>
#include <random>

#include "core/engine/cpu_backend.h"
#include "core/engine/session.h"
#include "core/explain/layer_change.h"
#include "core/explain/rounding.h"

using namespace fovea;

namespace {

Tensor noise(const Shape& shape, std::mt19937& random) {
  std::uniform_real_distribution<float> values(-1, 1);
  Tensor tensor(shape);
  for (float& value : tensor.mutable_values<float>()) value = values(random);
  return tensor;
}

std::int64_t any(std::mt19937& random, std::int64_t least, std::int64_t most) {
  return std::uniform_int_distribution<std::int64_t>(least, most)(random);
}

/// A convolution of random shape whose window fits.
Slide random_slide(std::mt19937& random) {
  const std::int64_t groups = any(random, 1, 3);
  Slide slide;
  slide.groups = groups;
  slide.input =
      noise(Shape{groups * any(random, 1, 3), any(random, 5, 12), any(random, 5, 12)}, random);
  slide.weights = noise(Shape{groups * any(random, 1, 2), slide.input.shape()[0] / groups,
                              any(random, 1, 3), any(random, 1, 4)},
                        random);
  slide.bias = any(random, 0, 1) == 0 ? Tensor{} : noise(Shape{slide.weights.shape()[0]}, random);
  for (std::size_t axis = 0; axis < 2; ++axis)
    slide.windows[axis] = {.kernel = slide.weights.shape()[axis + 2],
                           .stride = any(random, 1, 3),
                           .dilation = any(random, 1, 2),
                           .pad_begin = any(random, 0, 3),
                           .pad_end = any(random, 0, 3)};
  slide.border = static_cast<Border>(any(random, 0, 3));
  slide.flip = any(random, 0, 1) == 1;
  return slide;
}

float at(const Tensor& maps, std::int64_t unit, std::int64_t row, std::int64_t column) {
  const Shape& shape = maps.shape();
  return maps.floats()[static_cast<std::size_t>((unit * shape[1] + row) * shape[2] + column)];
}

/// conv [4, 2, 3, 3], stride 1, padding 1, two groups, then a pool and a dense layer.
Graph small_network(std::mt19937& random) {
  using Integers = std::vector<std::int64_t>;
  GraphBuilder builder;
  builder.add_input("x", {1, 4, -1, -1});
  builder.add_weight("w", noise(Shape{4, 2, 3, 3}, random));
  builder.add_weight("b", noise(Shape{4}, random));
  builder.add_weight("d", noise(Shape{16, 3}, random));
  builder.add_node("Conv", "conv1", {{"pads", Integers{1, 1, 1, 1}}, {"group", std::int64_t{2}}},
                   {"x", "w", "b"}, {"c"});
  builder.add_node("MaxPool", "pool1",
                   {{"kernel_shape", Integers{2, 2}}, {"strides", Integers{2, 2}}}, {"c"}, {"p"});
  builder.add_node("Flatten", "flat", {}, {"p"}, {"f"});
  builder.add_node("MatMul", "dense1", {}, {"f", "d"}, {"y"});
  builder.add_output("y");
  return builder.build();
}

}  // namespace

class SlideTest : public QObject {
  Q_OBJECT
 private slots:
  void theArithmeticShownIsWhatTheEngineMade();
  void aLayersArithmeticIsTheNetworksOwn();
  void oneKernelForAllMapsIsFilteredAlike();
  void paddingIsTheBordersAndSaysSo();
  void aTrialOfTheOwnSettingsChangesNothing();
  void otherGroupsKeepTheKernelsOfTheirOwnMaps();
  void aChangeSaysWhatItBreaks();
  void factorsReproduceTheirProductWhereItIsSaid();
};

void SlideTest::theArithmeticShownIsWhatTheEngineMade() {
  std::mt19937 random(5);
  for (int i = 0; i < 200; ++i) {
    const Slide slide = random_slide(random);
    if (slide.rows() < 1 || slide.columns() < 1) continue;
    const Tensor output = apply(slide, 1, CancelToken{});
    QCOMPARE(output.shape(), (Shape{slide.units(), slide.rows(), slide.columns()}));
    for (int k = 0; k < 8; ++k) {
      const std::int64_t unit = any(random, 0, slide.units() - 1);
      const std::int64_t row = any(random, 0, slide.rows() - 1);
      const std::int64_t column = any(random, 0, slide.columns() - 1);
      const SlideSum sum = sum_of(slide, unit, row, column);
      QCOMPARE(std::ssize(sum.shares), slide.reads());
      QVERIFY(std::abs(sum.total() - static_cast<double>(at(output, unit, row, column))) < 1e-5);
      double products = 0;
      for (const Tap& tap : taps_of(slide, unit, row, column, slide.first_read(unit)))
        products += tap.product();
      QVERIFY(std::abs(products - sum.shares[0]) < 1e-9);
    }
  }
}

void SlideTest::aLayersArithmeticIsTheNetworksOwn() {
  std::mt19937 random(6);
  const Graph graph = small_network(random);
  const Tensor input = noise(Shape{1, 4, 4, 4}, random);
  const Request request{.graph = graph, .inputs = {InputSource::of(input)}};
  const auto frame = Session(make_cpu_backend(1)).run(request, CancelToken{});
  const NodeId conv = graph.find_node("conv1");
  const std::optional<Slide> slide = slide_of(graph, conv, input);
  QVERIFY(slide);
  QCOMPARE(slide->groups, std::int64_t{2});
  QCOMPARE(slide->first_read(3), std::int64_t{2});
  const Tensor& made = frame->value(graph.find_value("c"));
  const Tensor maps = made.reshaped(Shape{4, 4, 4});
  for (std::int64_t unit = 0; unit < 4; ++unit)
    for (std::int64_t i = 0; i < 16; ++i)
      QVERIFY(std::abs(sum_of(*slide, unit, i / 4, i % 4).total() -
                       static_cast<double>(at(maps, unit, i / 4, i % 4))) < 1e-5);
  QVERIFY(!slide_of(graph, graph.find_node("pool1"), made));
}

void SlideTest::oneKernelForAllMapsIsFilteredAlike() {
  std::mt19937 random(7);
  const Tensor kernel = noise(Shape{5, 5}, random);
  Slide each{.input = noise(Shape{3, 40, 37}, random),
             .weights = Tensor(Shape{3, 1, 5, 5}),
             .bias = {},
             .windows = {Window{.kernel = 5, .pad_begin = 2, .pad_end = 2},
                         Window{.kernel = 5, .pad_begin = 2, .pad_end = 2}},
             .groups = 3};
  std::vector<float> cells;
  for (int i = 0; i < 3; ++i)
    cells.insert(cells.end(), kernel.floats().begin(), kernel.floats().end());
  each.weights = Tensor::of(Shape{3, 1, 5, 5}, cells);
  Slide all = each;
  all.weights = Tensor::of(Shape{1, 3, 5, 5}, cells);
  all.bias = Tensor::filled(Shape{1}, 0.25F);
  all.groups = 1;
  const Tensor apart = apply(each, 2, CancelToken{}), together = apply(all, 2, CancelToken{});
  for (std::int64_t i = 0; i < 40 * 37; ++i) {
    const float sum = at(apart, 0, i / 37, i % 37) + at(apart, 1, i / 37, i % 37) +
                      at(apart, 2, i / 37, i % 37) + 0.25F;
    QVERIFY(std::abs(sum - at(together, 0, i / 37, i % 37)) < 1e-4F);
  }
}

void SlideTest::paddingIsTheBordersAndSaysSo() {
  const std::vector<float> values{1, 2, 3, 4, 5, 6, 7, 8, 9};
  Slide slide{.input = Tensor::of(Shape{1, 3, 3}, values),
              .weights = Tensor::filled(Shape{1, 1, 3, 3}, 1.0F),
              .bias = {},
              .windows = {Window{.kernel = 3, .pad_begin = 1, .pad_end = 1},
                          Window{.kernel = 3, .pad_begin = 1, .pad_end = 1}},
              .border = Border::reflect};
  const std::vector<Tap> taps = taps_of(slide, 0, 0, 0, 0);
  QVERIFY(taps[0].padding);
  QCOMPARE(taps[0].value, 5.0F);
  QCOMPARE(taps[0].row, std::int64_t{-1});
  QVERIFY(!taps[4].padding);
  const Tensor padded = padded_map(slide, 0);
  QCOMPARE(padded.shape(), (Shape{5, 5}));
  QCOMPARE(padded.floats()[0], 5.0F);
  slide.border = Border::zero;
  QCOMPARE(taps_of(slide, 0, 0, 0, 0)[0].value, 0.0F);
}

void SlideTest::aTrialOfTheOwnSettingsChangesNothing() {
  std::mt19937 random(8);
  for (int i = 0; i < 50; ++i) {
    const Slide slide = random_slide(random);
    const Slide again = with_settings(slide, settings_of(slide));
    QVERIFY(again.windows == slide.windows);
    QVERIFY(same(again.weights, slide.weights));
  }
}

void SlideTest::otherGroupsKeepTheKernelsOfTheirOwnMaps() {
  std::mt19937 random(9);
  Slide slide = random_slide(random);
  slide.groups = 1;
  slide.input = noise(Shape{4, 6, 6}, random);
  slide.weights = noise(Shape{4, 4, 1, 1}, random);
  slide.windows = {Window{}, Window{}};
  slide.bias = {};
  LayerSettings depthwise = settings_of(slide);
  depthwise.groups = 4;
  const Slide parted = with_settings(slide, depthwise);
  QCOMPARE(parted.weights.shape(), (Shape{4, 1, 1, 1}));
  for (std::size_t unit = 0; unit < 4; ++unit)
    QCOMPARE(parted.weights.floats()[unit], slide.weights.floats()[unit * 5]);
}

void SlideTest::aChangeSaysWhatItBreaks() {
  std::mt19937 random(10);
  const Graph graph = small_network(random);
  const Shape input{1, 4, 4, 4};
  const auto shaped = shape_graph(graph, std::span(&input, 1));
  const NodeId conv = graph.find_node("conv1");
  LayerSettings settings = settings_of(*slide_of(graph, conv, Tensor(input)));
  QVERIFY(consequence_of(*shaped, conv, settings).kind == Consequence::Kind::none);
  settings.groups = 1;
  QVERIFY(consequence_of(*shaped, conv, settings).kind == Consequence::Kind::none);
  settings.pads = {};  // 2 × 2 maps, pooled to 1 × 1: the dense layer wants 16 values and gets 4
  const Consequence broken = consequence_of(*shaped, conv, settings);
  QVERIFY(broken.kind == Consequence::Kind::broken);
  QVERIFY2(broken.detail.find("dense1") != std::string::npos, broken.detail.c_str());
  const Shape wide{1, 4, 5, 5};
  const auto larger = shape_graph(graph, std::span(&wide, 1));
  settings.pads = {0, 0, 1, 1};  // 4 × 4 in place of 5 × 5, and pooled alike
  const Consequence resized = consequence_of(*larger, conv, settings);
  QVERIFY(resized.kind == Consequence::Kind::resized);
  QVERIFY(resized.node.empty());
}

void SlideTest::factorsReproduceTheirProductWhereItIsSaid() {
  QVERIFY(is_reproduced({0.5, 0.5}, 2));
  // 0.143 is shown as 0.14 and 0.318 as 0.32: 0.0448, shown as 0.04, but 0.0455 as 0.05.
  QVERIFY(!is_reproduced({0.143, 0.318}, 2));
  QVERIFY(is_reproduced({0.143, 0.318}, 3));
  // 0.344 is shown as 0.34, 3.0 as 3.0: 1.02, but the product is 1.03.
  QVERIFY(!is_reproduced({0.344, 3.0}, 2));
  const std::vector<Factors> factors{{0.344, 3.0}, {0.5, 1}};
  QCOMPARE(decimals_for(factors, 2, 4), 3);
  QVERIFY(adds_up(std::vector<double>{0.25, 0.5}, 0.75, 2));
  QVERIFY(!adds_up(std::vector<double>{0.004, 0.004}, 0.008, 2));
}

QTEST_GUILESS_MAIN(SlideTest)
#include "slide_test.moc"
