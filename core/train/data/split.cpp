#include "core/train/data/split.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <utility>

#include "core/base/error.h"
#include "core/train/random.h"

namespace fovea {
namespace {

using Indices = std::vector<std::int32_t>;

void check_share(double share, const char* name) {
  if (share >= 0 && share <= 0.9) return;
  throw Error{fmt::format("the share for {} is {}; it can be 0 to 0.9", name, share)};
}

/// Hands out shares of counts so that they add up: what rounding takes from one class is given to
/// the next. Ten classes of three examples have three for validation at 10 %, not none.
class Shares {
 public:
  explicit Shares(double share) : share_(share) {}
  /// At least one example of a class stays for training.
  std::size_t of(std::size_t count) {
    owed_ += share_ * static_cast<double>(count);
    const auto most = static_cast<double>(count > 0 ? count - 1 : 0);
    const double taken = std::clamp(std::round(owed_), 0.0, most);
    owed_ -= taken;
    return static_cast<std::size_t>(taken);
  }

 private:
  double share_, owed_ = 0;
};

/// Examples of the first `count`, by class, in the set's order.
std::vector<Indices> by_class(const DataSet& set, std::int64_t count) {
  std::vector<Indices> classes(set.classes.size());
  for (std::int64_t i = 0; i < count; ++i) {
    classes[static_cast<std::size_t>(set.labels[static_cast<std::size_t>(i)])].push_back(
        static_cast<std::int32_t>(i));
  }
  return classes;
}

void append(Indices& to, std::span<const std::int32_t> from) {
  to.insert(to.end(), from.begin(), from.end());
}

void finish(Indices& indices, const std::set<std::int64_t>& excluded) {
  std::erase_if(indices, [&](std::int32_t index) { return excluded.contains(index); });
  std::ranges::sort(indices);
}

}  // namespace

Splits split(const DataSet& set, const SplitSettings& settings) {
  check_share(settings.validation, "validation");
  check_share(settings.test, "test");
  const bool has_own_test = set.first_test < set.count();
  Shares tests(has_own_test ? 0 : settings.test), validations(settings.validation);
  Splits result;
  std::vector<Indices> classes = by_class(set, set.first_test);
  // Who is excluded is drawn with the others, so that nobody else changes sides.
  for (std::size_t c = 0; c < classes.size(); ++c) {
    Random(settings.seed, c).shuffle(std::span(classes[c]));
    std::span<const std::int32_t> rest = classes[c];
    const std::size_t test = tests.of(rest.size());
    append(result.test, rest.first(test));
    rest = rest.subspan(test);
    const std::size_t validation = validations.of(rest.size());
    append(result.validation, rest.first(validation));
    append(result.training, rest.subspan(validation));
  }
  for (std::int64_t i = set.first_test; i < set.count(); ++i) {
    result.test.push_back(static_cast<std::int32_t>(i));
  }
  for (Indices* indices : {&result.training, &result.validation, &result.test}) {
    finish(*indices, settings.excluded);
  }
  if (result.training.empty()) {
    throw Error{"nothing is left to train on", set.name,
                "Exclude fewer examples or take others as test examples"};
  }
  return result;
}

}  // namespace fovea
