#include "core/train/architectures.h"

#include <array>
#include <fmt/format.h>

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/train/layer_stack.h"

namespace fovea {
namespace {

using Conv = LayerStack::Convolution;

constexpr std::array<Architecture, 6> k_architectures{{
    {"lenet5", "LeNet-5 with ReLU and max pooling: two convolutions, three dense layers"},
    {"tiny-vgg", "Four small convolutions of ten channels each, two before each pooling"},
    {"separable", "Depthwise and pointwise convolutions in turn: few weights for many maps", true},
    {"dense",
     "Fully connected, with about as many weights as lenet5: what weight sharing is worth"},
    {"small-resnet", "Three residual blocks: each adds to what it was given", true},
    {"natural10", "Six convolutions with batch normalisation, for small photographs in colour",
     true},
}};

/// "relu1" for 1.
std::string numbered(const char* word, int number) { return fmt::format("{}{}", word, number); }

Graph lenet5(LayerStack stack, std::int64_t classes) {
  stack.conv("conv1", {.channels = 6, .size = 5, .pad = 2});
  stack.relu("relu1");
  stack.max_pool("pool1");
  stack.conv("conv2", {.channels = 16, .size = 5, .pad = 0});
  stack.relu("relu2");
  stack.max_pool("pool2");
  stack.flatten();
  stack.dense("fc1", 120);
  stack.relu("relu3");
  stack.dense("fc2", 84);
  stack.relu("relu4");
  stack.dense("fc3", classes, true);
  return stack.softmax();
}

Graph tiny_vgg(LayerStack stack, std::int64_t classes) {
  for (int i = 1; i <= 4; ++i) {
    stack.conv(numbered("conv", i), {.channels = 10});
    stack.relu(numbered("relu", i));
    if (i % 2 == 0) stack.max_pool(numbered("pool", i / 2));
  }
  stack.flatten();
  stack.dense("fc", classes, true);
  return stack.softmax();
}

/// A convolution whose bias would be taken out again by the normalisation after it.
void conv_norm_relu(LayerStack& stack, const std::string& number, Conv conv,
                    const std::string& kind = "conv") {
  conv.has_bias = false;
  stack.conv(kind + number, conv);
  stack.batch_norm("bn" + number);
  stack.relu("relu" + number);
}

Graph separable(LayerStack stack, std::int64_t classes) {
  conv_norm_relu(stack, "1", {.channels = 16});
  for (int i = 2; i <= 4; ++i) {
    const std::int64_t channels = stack.tip().channels;
    conv_norm_relu(stack, fmt::format("{}a", i), {.channels = channels, .groups = channels},
                   "depthwise");
    conv_norm_relu(stack, fmt::format("{}b", i), {.channels = 2 * channels, .size = 1, .pad = 0},
                   "pointwise");
    if (i < 4) stack.max_pool(numbered("pool", i - 1));
  }
  stack.mean("mean");
  stack.flatten();
  stack.dense("fc", classes, true);
  return stack.softmax();
}

/// Weights of lenet5 for such pictures; where they are too small for it, as if they were not.
std::int64_t lenet5_parameters(const LayerStack::Tip& input, std::int64_t classes) {
  const auto side = [](std::int64_t size) { return std::max<std::int64_t>(1, (size / 2 - 4) / 2); };
  return 6 * (25 * input.channels + 1) + 16 * (25 * 6 + 1) +
         120 * (16 * side(input.height) * side(input.width) + 1) + 84 * 121 + classes * 85;
}

Graph dense(LayerStack stack, std::int64_t classes) {
  const LayerStack::Tip input = stack.tip();
  stack.flatten();
  const std::int64_t units =
      (lenet5_parameters(input, classes) - classes) / (stack.tip().channels + 1 + classes);
  stack.dense("fc1", std::max<std::int64_t>(8, units));
  stack.relu("relu1");
  stack.dense("fc2", classes, true);
  return stack.softmax();
}

/// He et al. 2016, figure 2; where sizes change, the shortcut is a 1 × 1 convolution (their
/// option B).
void residual_block(LayerStack& stack, int number, std::int64_t channels, std::int64_t stride) {
  LayerStack::Tip shortcut = stack.tip();
  const std::string name = numbered("block", number);
  const auto norm = [&](const std::string& part, Conv conv) {
    conv.has_bias = false;
    stack.conv(name + ".conv" + part, conv);
    stack.batch_norm(name + ".bn" + part);
  };
  norm("1", {.channels = channels, .stride = stride});
  stack.relu(name + ".relu1");
  norm("2", {.channels = channels});
  const LayerStack::Tip end = stack.tip();
  if (stride != 1 || shortcut.channels != channels) {
    stack.go_to(shortcut);
    norm("0", {.channels = channels, .size = 1, .pad = 0, .stride = stride});
    shortcut = stack.tip();
  }
  stack.go_to(end);
  stack.add(name + ".add", shortcut);
  stack.relu(name + ".relu2");
}

Graph small_resnet(LayerStack stack, std::int64_t classes) {
  conv_norm_relu(stack, "1", {.channels = 16});
  residual_block(stack, 1, 16, 1);
  residual_block(stack, 2, 32, 2);
  residual_block(stack, 3, 64, 2);
  stack.mean("mean");
  stack.flatten();
  stack.dense("fc", classes, true);
  return stack.softmax();
}

Graph natural10(LayerStack stack, std::int64_t classes) {
  constexpr std::array<std::int64_t, 6> k_channels{24, 32, 48, 64, 96, 128};
  for (int i = 1; i <= 6; ++i) {
    const std::int64_t size = i == 1 ? 5 : 3;
    conv_norm_relu(
        stack, std::to_string(i),
        {.channels = k_channels[static_cast<std::size_t>(i - 1)], .size = size, .pad = size / 2});
    if (i % 2 == 0) stack.max_pool(numbered("pool", i / 2));
  }
  stack.mean("mean");
  stack.flatten();
  stack.dense("fc", classes, true);
  return stack.softmax();
}

using Make = Graph (*)(LayerStack, std::int64_t);
constexpr std::array<Make, k_architectures.size()> k_makers{lenet5, tiny_vgg,     separable,
                                                            dense,  small_resnet, natural10};

}  // namespace

std::span<const Architecture> architectures() { return k_architectures; }

bool is_architecture(std::string_view name) {
  return std::ranges::find(k_architectures, name, &Architecture::name) != k_architectures.end();
}

Graph make_architecture(std::string_view name, std::int64_t channels, std::int64_t height,
                        std::int64_t width, std::int64_t classes, std::uint64_t seed,
                        double dropout) {
  const auto found = std::ranges::find(k_architectures, name, &Architecture::name);
  if (found == k_architectures.end()) {
    throw Error{fmt::format("there is no architecture “{:.60}”", printable(name))};
  }
  if (std::min({channels, height, width, classes}) < 1) {
    throw Error{
        fmt::format("a network for {} classes of {} × {} × {} pictures (C × H × W) cannot "
                    "be made",
                    classes, channels, height, width)};
  }
  const auto make = k_makers[static_cast<std::size_t>(found - k_architectures.begin())];
  try {
    return make(LayerStack({"input", channels, height, width}, seed, found->any_size, dropout),
                classes);
  } catch (const Error& error) {
    throw Error{error.what(), fmt::format("{}, {} × {} pixels (W × H)", name, width, height),
                error.hint()};
  }
}

}  // namespace fovea
