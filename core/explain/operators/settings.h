#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fovea::explain {

/// Operators that can stand side by side on one picture.
enum class OperatorKind {
  fully_connected,
  convolution,
  depthwise,
  depthwise_separable,
  grouped,
  dilated,
  transposed,
  max_pool,
  average_pool
};

/// What a person may set of an operator beside its input. `kernel` is its side, of one that is not
/// square the shorter one.
enum class Setting { outputs, kernel, stride, padding, dilation, groups };

struct OperatorKindInfo {
  OperatorKind kind;
  std::string_view name;      ///< "depthwise-separable"
  std::string_view title;     ///< "Depthwise separable"
  std::string_view sentence;  ///< what it does, for someone who meets it the first time
  std::span<const Setting> settings;
};

/// All kinds, in the order of the enumeration.
std::span<const OperatorKindInfo> operator_kinds();
const OperatorKindInfo& info_of(OperatorKind kind);
bool has_setting(OperatorKind kind, Setting setting);
bool is_pooling(OperatorKind kind);

/// One operator over C maps of H × W. Settings that its kind lacks have the value that the kind
/// implies (`fitted`).
struct OperatorSettings {
  OperatorKind kind = OperatorKind::convolution;
  std::int64_t channels = 1, height = 1, width = 1;  ///< C, H, W of the input
  std::int64_t outputs = 1;                          ///< M, output maps
  std::array<std::int64_t, 2> kernel{1, 1};          ///< kH, kW: rows and columns of the window
  std::int64_t stride = 1, padding = 0, dilation = 1, groups = 1;  ///< alike along both axes
  friend bool operator==(const OperatorSettings&, const OperatorSettings&) = default;
};

std::int64_t value_of(const OperatorSettings&, Setting);
/// The same with another value; a kernel is then square.
OperatorSettings with(OperatorSettings, Setting, std::int64_t value);

/// Why these settings make no operator, as one clause; empty where they do.
std::string objection(const OperatorSettings&);

/// What kinds imply is set (a depthwise convolution has as many groups as input maps), and values
/// without an operator are moved to the nearest that has one, the kernel first. Expects C, H and W
/// of at least 1; the result has no objection.
OperatorSettings fitted(OperatorSettings);

/// What to start from: padding that keeps the size, pooling over 2 × 2 and transposed convolution
/// with stride 2, dilation 2 where the kind is about it.
OperatorSettings start_settings(OperatorKind, std::array<std::int64_t, 3> input,
                                std::array<std::int64_t, 2> kernel);

/// The values of one setting around the present one that have no objection, the others staying.
struct SettingRange {
  std::int64_t least = 0, most = 0;
  std::string reason;  ///< why no more than `most`; empty where that is merely far enough
};
SettingRange range_of(const OperatorSettings&, Setting);

/// Numbers of groups up to C that are worth a look, each with its objection or none.
struct GroupChoice {
  std::int64_t groups = 1;
  std::string reason;
};
std::vector<GroupChoice> group_choices(const OperatorSettings&);

}  // namespace fovea::explain
