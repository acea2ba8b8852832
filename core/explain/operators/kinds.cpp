#include <algorithm>

#include "core/explain/operators/settings.h"

namespace fovea::explain {
namespace {

constexpr Setting k_mixing[] = {Setting::outputs, Setting::kernel, Setting::stride,
                                Setting::padding};
constexpr Setting k_sliding[] = {Setting::outputs, Setting::kernel, Setting::stride,
                                 Setting::padding, Setting::dilation};
constexpr Setting k_grouped[] = {Setting::outputs, Setting::kernel,   Setting::stride,
                                 Setting::padding, Setting::dilation, Setting::groups};
constexpr Setting k_each_map[] = {Setting::kernel, Setting::stride, Setting::padding,
                                  Setting::dilation};
constexpr Setting k_pooling[] = {Setting::kernel, Setting::stride, Setting::padding};

constexpr OperatorKindInfo k_kinds[] = {
    {OperatorKind::fully_connected, "fully-connected", "Fully connected",
     "Every output value has a weight of its own for every input value.", k_mixing},
    {OperatorKind::convolution, "convolution", "Convolution",
     "One small kernel slides over the picture: the same few weights everywhere.", k_sliding},
    {OperatorKind::depthwise, "depthwise", "Depthwise",
     "Each input map is convolved by itself; the maps are not mixed.", k_each_map},
    {OperatorKind::depthwise_separable, "depthwise-separable", "Depthwise separable",
     "First each map by itself, then a 1 × 1 convolution mixes the maps, pixel by pixel.",
     k_sliding},
    {OperatorKind::grouped, "grouped", "Grouped",
     "The maps are divided into groups, and each group has a convolution of its own.", k_grouped},
    {OperatorKind::dilated, "dilated", "Dilated",
     "The kernel's cells stand apart: it sees further with as many weights.", k_sliding},
    {OperatorKind::transposed, "transposed", "Transposed",
     "Each input value stamps the kernel into a larger output; where stamps overlap, they add up.",
     k_mixing},
    {OperatorKind::max_pool, "max-pool", "Max pooling",
     "Keeps the largest value under the window, and has nothing to learn.", k_pooling},
    {OperatorKind::average_pool, "average-pool", "Average pooling",
     "Keeps the mean of the values under the window, and has nothing to learn.", k_pooling},
};

}  // namespace

std::span<const OperatorKindInfo> operator_kinds() { return k_kinds; }

const OperatorKindInfo& info_of(OperatorKind kind) {
  return k_kinds[static_cast<std::size_t>(kind)];
}

bool has_setting(OperatorKind kind, Setting setting) {
  return std::ranges::count(info_of(kind).settings, setting) > 0;
}

bool is_pooling(OperatorKind kind) {
  return kind == OperatorKind::max_pool || kind == OperatorKind::average_pool;
}

}  // namespace fovea::explain
