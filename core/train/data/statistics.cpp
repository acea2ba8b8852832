#include "core/train/data/statistics.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <functional>

#include "core/base/error.h"

namespace fovea {
namespace {

std::size_t label_at(const DataSet& set, std::int32_t example) {
  return static_cast<std::size_t>(set.labels[static_cast<std::size_t>(example)]);
}

std::string lowered(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
  return result;
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

/// The index that `text` is, "17" or "#17"; below 0 where it is none of the set's.
std::int64_t index_of(const DataSet& set, std::string_view text) {
  if (text.starts_with('#')) text.remove_prefix(1);
  std::int64_t index = -1;
  const char* end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data(), end, index);
  return error == std::errc{} && at == end && index < set.count() ? index : -1;
}

/// Whether each class is called `wanted` or, where none is, holds it in its name.
std::vector<bool> fitting_classes(const DataSet& set, const std::string& wanted, bool& exact) {
  std::vector<bool> same, holding;
  for (const std::string& name : set.classes) {
    same.push_back(lowered(name) == wanted);
    holding.push_back(lowered(name).find(wanted) != std::string::npos);
  }
  exact = std::ranges::count(same, true) > 0;
  return exact ? same : holding;
}

/// How often each value comes in one channel of the examples: sums over it are exact.
std::array<std::int64_t, 256> histogram(const DataSet& set, std::span<const std::int32_t> examples,
                                        std::int64_t channel) {
  std::array<std::int64_t, 256> counts{};
  const auto pixels = static_cast<std::size_t>(set.height * set.width);
  for (const std::int32_t example : examples) {
    for (const std::uint8_t value :
         set.example(example).subspan(static_cast<std::size_t>(channel) * pixels, pixels)) {
      ++counts[value];
    }
  }
  return counts;
}

}  // namespace

std::vector<ClassCount> count_classes(const DataSet& set, const Splits& splits) {
  std::vector<ClassCount> counts(set.classes.size());
  for (const std::int32_t label : set.labels) ++counts[static_cast<std::size_t>(label)].excluded;
  const auto add = [&](const std::vector<std::int32_t>& examples, std::int64_t ClassCount::*part) {
    for (const std::int32_t example : examples) {
      ++(counts[label_at(set, example)].*part);
      --counts[label_at(set, example)].excluded;
    }
  };
  add(splits.training, &ClassCount::training);
  add(splits.validation, &ClassCount::validation);
  add(splits.test, &ClassCount::test);
  return counts;
}

Tensor mean_picture(const DataSet& set, std::span<const std::int32_t> examples,
                    std::int32_t label) {
  std::vector<std::int64_t> sums(static_cast<std::size_t>(set.example_bytes()));
  std::int64_t count = 0;
  for (const std::int32_t example : examples) {
    if (set.labels[static_cast<std::size_t>(example)] != label) continue;
    const auto pixels = set.example(example);
    std::ranges::transform(sums, pixels, sums.begin(), std::plus<>());
    ++count;
  }
  if (count == 0) return {};
  Tensor mean(Shape{set.channels, set.height, set.width});
  std::ranges::transform(sums, mean.mutable_values<float>().begin(), [&](std::int64_t sum) {
    return static_cast<float>(static_cast<double>(sum) / static_cast<double>(count));
  });
  return mean;
}

PixelScaling scaling_of(const DataSet& set, std::span<const std::int32_t> examples) {
  if (examples.empty()) throw Error{"there are no examples to scale by", set.name};
  PixelScaling scaling;
  for (std::int64_t channel = 0; channel < set.channels; ++channel) {
    const auto counts = histogram(set, examples, channel);
    double total = 0, sum = 0, squares = 0;
    for (std::size_t value = 0; value < counts.size(); ++value) {
      const auto count = static_cast<double>(counts[value]), v = static_cast<double>(value);
      total += count;
      sum += count * v;
      squares += count * v * v;
    }
    const double mean = sum / total;
    const double deviation = std::sqrt(std::max(0.0, squares / total - mean * mean));
    scaling.mean.push_back(mean * scaling.scale);
    scaling.deviation.push_back(deviation > 0 ? deviation * scaling.scale : 1);
  }
  return scaling;
}

std::vector<std::int32_t> find_examples(const DataSet& set, std::string_view text) {
  text = trimmed(text);
  const std::string wanted = lowered(text);
  bool exact = false;
  const std::vector<bool> classes = fitting_classes(set, wanted, exact);
  const std::int64_t index = exact ? -1 : index_of(set, text);
  if (index >= 0) return {static_cast<std::int32_t>(index)};
  const bool by_source = !exact && !set.sources.empty();
  std::vector<std::int32_t> found;
  for (std::size_t i = 0; i < set.labels.size(); ++i) {
    if (classes[static_cast<std::size_t>(set.labels[i])] ||
        (by_source && lowered(set.sources[i]).find(wanted) != std::string::npos)) {
      found.push_back(static_cast<std::int32_t>(i));
    }
  }
  return found;
}

}  // namespace fovea
