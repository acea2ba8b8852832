#include "core/explain/operators/settings.h"

#include <algorithm>
#include <fmt/format.h>

#include "core/ops/window.h"

namespace fovea::explain {
namespace {

constexpr std::int64_t k_most_outputs = 12, k_most_kernel = 31, k_most_stride = 8;
constexpr std::int64_t k_most_enlargement = 4, k_most_padding = 60, k_most_dilation = 8;

std::int64_t span(const OperatorSettings& it, std::size_t axis) {
  return Window{.kernel = it.kernel[axis], .dilation = it.dilation}.span();
}

std::string objection_along(const OperatorSettings& it, std::size_t axis, std::int64_t extent) {
  const std::int64_t covered = span(it, axis);
  const char* direction = axis == 0 ? "high" : "wide";
  if (it.padding >= covered) {
    return fmt::format("with padding {} a window of {} would see nothing but padding", it.padding,
                       covered);
  }
  if (it.kind == OperatorKind::transposed) {
    if ((extent - 1) * it.stride - 2 * it.padding + covered >= 1) return {};
    return fmt::format("padding {} would cut away the whole output", it.padding);
  }
  if (covered <= extent + 2 * it.padding) return {};
  return fmt::format("a window of {} does not fit into an input {} px {}{}", covered, extent,
                     direction, it.padding == 0 ? "" : fmt::format(" with padding {}", it.padding));
}

std::string objection_of_groups(const OperatorSettings& it) {
  const auto refusal = [&](std::int64_t maps, const char* which) {
    return fmt::format("{} {} map{} cannot be divided into {} equal groups", maps, which,
                       maps == 1 ? "" : "s", it.groups);
  };
  if (it.channels % it.groups != 0) return refusal(it.channels, "input");
  if (it.outputs % it.groups != 0) return refusal(it.outputs, "output");
  return {};
}

/// How far a control goes where nothing objects.
std::array<std::int64_t, 2> reach_of(const OperatorSettings& it, Setting setting) {
  switch (setting) {
    case Setting::outputs:
      return {1, k_most_outputs};
    case Setting::kernel:
      return {1, k_most_kernel};
    case Setting::stride:
      return {1, it.kind == OperatorKind::transposed ? k_most_enlargement : k_most_stride};
    case Setting::padding:
      return {0, k_most_padding};
    case Setting::dilation:
      return {1, k_most_dilation};
    case Setting::groups:
      return {1, it.channels};
  }
  return {};
}

void imply(OperatorSettings& it) {
  const bool each_map_alone = it.kind == OperatorKind::depthwise || is_pooling(it.kind);
  if (each_map_alone) it.outputs = it.channels;
  if (!has_setting(it.kind, Setting::groups)) it.groups = each_map_alone ? it.channels : 1;
  if (!has_setting(it.kind, Setting::dilation)) it.dilation = 1;
}

void fit_groups(OperatorSettings& it) {
  while (it.channels % it.groups != 0) --it.groups;
  it.outputs = std::max(it.outputs / it.groups, std::int64_t{1}) * it.groups;
}

/// A step towards settings without an objection along this axis: padding gives way where it is what
/// is too much, else the window.
void give_way(OperatorSettings& it, std::size_t axis) {
  if (it.padding >= span(it, axis) || it.kind == OperatorKind::transposed) {
    --it.padding;
  } else {
    --it.kernel[axis];
  }
}

}  // namespace

std::int64_t value_of(const OperatorSettings& it, Setting setting) {
  switch (setting) {
    case Setting::outputs:
      return it.outputs;
    case Setting::kernel:
      return std::min(it.kernel[0], it.kernel[1]);
    case Setting::stride:
      return it.stride;
    case Setting::padding:
      return it.padding;
    case Setting::dilation:
      return it.dilation;
    case Setting::groups:
      return it.groups;
  }
  return 0;
}

OperatorSettings with(OperatorSettings it, Setting setting, std::int64_t value) {
  switch (setting) {
    case Setting::outputs:
      it.outputs = value;
      break;
    case Setting::kernel:
      it.kernel = {value, value};
      break;
    case Setting::stride:
      it.stride = value;
      break;
    case Setting::padding:
      it.padding = value;
      break;
    case Setting::dilation:
      it.dilation = value;
      break;
    case Setting::groups:
      it.groups = value;
      break;
  }
  return it;
}

std::string objection(const OperatorSettings& it) {
  if (std::string groups = objection_of_groups(it); !groups.empty()) return groups;
  if (std::string rows = objection_along(it, 0, it.height); !rows.empty()) return rows;
  return objection_along(it, 1, it.width);
}

OperatorSettings fitted(OperatorSettings it) {
  imply(it);
  for (std::int64_t& side : it.kernel) side = std::clamp<std::int64_t>(side, 1, k_most_kernel);
  for (const Setting setting : info_of(it.kind).settings) {
    if (setting == Setting::kernel) continue;  // need not be square
    const auto [least, most] = reach_of(it, setting);
    it = with(it, setting, std::clamp(value_of(it, setting), least, most));
  }
  fit_groups(it);
  while (!objection(it).empty()) give_way(it, objection_along(it, 0, it.height).empty() ? 1 : 0);
  return it;
}

OperatorSettings start_settings(OperatorKind kind, std::array<std::int64_t, 3> input,
                                std::array<std::int64_t, 2> kernel) {
  OperatorSettings it{.kind = kind,
                      .channels = input[0],
                      .height = input[1],
                      .width = input[2],
                      .outputs = input[0],
                      .kernel = kernel,
                      .dilation = kind == OperatorKind::dilated ? 2 : 1,
                      .groups = kind == OperatorKind::grouped ? input[0] : 1};
  const bool changes_size = is_pooling(kind) || kind == OperatorKind::transposed;
  if (is_pooling(kind)) it.kernel = {2, 2};
  if (changes_size) it.stride = 2;
  if (!changes_size) it.padding = std::min(span(it, 0), span(it, 1)) / 2;
  return fitted(it);
}

SettingRange range_of(const OperatorSettings& it, Setting setting) {
  const auto [least, most] = reach_of(it, setting);
  std::int64_t now = value_of(it, setting);
  // Output maps come in whole groups, and the values between have an objection.
  const std::int64_t step = setting == Setting::outputs ? it.groups : 1;
  const auto wrong = [&](std::int64_t value) { return objection(with(it, setting, value)); };
  // A square of the shorter side may be too small for the padding where the oblong window was not.
  while (now < most && !wrong(now).empty()) ++now;
  SettingRange range{.least = now, .most = now, .reason = {}};
  while (range.least - step >= least && wrong(range.least - step).empty()) range.least -= step;
  while (range.most + step <= most && wrong(range.most + step).empty()) range.most += step;
  if (range.most + step <= most) range.reason = wrong(range.most + step);
  return range;
}

std::vector<GroupChoice> group_choices(const OperatorSettings& it) {
  std::vector<GroupChoice> choices;
  for (std::int64_t groups = 1; groups <= it.channels; ++groups) {
    choices.push_back({groups, objection_of_groups(with(it, Setting::groups, groups))});
  }
  return choices;
}

}  // namespace fovea::explain
