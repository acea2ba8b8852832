#include "core/train/data/data_set.h"

#include <cstring>
#include <fmt/format.h>

#include "core/base/error.h"
#include "core/tensor/shape.h"
#include "core/train/random.h"

namespace fovea {
namespace {

/// A running hash of everything put in, each piece with its length.
class Hash {
 public:
  void add(std::uint64_t word) { state_ = mixed_bits(state_ ^ word) + k_odd; }
  void add(const void* data, std::size_t size) {
    add(size);
    const auto* bytes = static_cast<const std::uint8_t*>(data);
    for (; size >= 8; bytes += 8, size -= 8) add_word(bytes, 8);
    if (size > 0) add_word(bytes, size);
  }
  std::uint64_t value() const { return state_; }

 private:
  static constexpr std::uint64_t k_odd = 0x9E3779B97F4A7C15U;
  void add_word(const std::uint8_t* bytes, std::size_t size) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes, size);
    add(word);
  }
  std::uint64_t state_ = 0;
};

std::uint64_t fingerprint_of(const DataSet& set) {
  Hash hash;
  for (const std::int64_t size : {set.channels, set.height, set.width, set.first_test}) {
    hash.add(static_cast<std::uint64_t>(size));
  }
  hash.add(set.pixels.data(), set.pixels.size());
  hash.add(set.labels.data(), set.labels.size() * sizeof set.labels[0]);
  for (const std::string& name : set.classes) hash.add(name.data(), name.size());
  return hash.value();
}

void check_sizes(const DataSet& set) {
  if (set.labels.empty()) throw Error{"there are no examples", set.name};
  if (set.channels < 1 || set.height < 1 || set.width < 1) {
    throw Error{
        fmt::format("pictures of {} × {} × {} are empty", set.channels, set.height, set.width),
        set.name};
  }
  const std::int64_t expected =
      checked_multiply(set.count(), Shape{set.channels, set.height, set.width}.elements());
  if (static_cast<std::int64_t>(set.pixels.size()) != expected) {
    throw Error{fmt::format("{} labels ask for {} pixels, but there are {}", set.count(), expected,
                            set.pixels.size()),
                set.name};
  }
  if (set.first_test < 0 || set.first_test > set.count()) {
    throw Error{fmt::format("the test examples begin at {} of {}", set.first_test, set.count()),
                set.name};
  }
  if (!set.sources.empty() && set.sources.size() != set.labels.size()) {
    throw Error{fmt::format("{} examples name {} sources", set.count(), set.sources.size()),
                set.name};
  }
}

void check_labels(const DataSet& set) {
  const auto classes = static_cast<std::int64_t>(set.classes.size());
  for (std::size_t i = 0; i < set.labels.size(); ++i) {
    if (set.labels[i] >= 0 && set.labels[i] < classes) continue;
    throw Error{fmt::format("the label {} is not one of {} classes", set.labels[i], classes),
                set.sources.empty() ? fmt::format("example {} of {}", i, set.name)
                                    : fmt::format("example {}, {}", i, set.sources[i])};
  }
}

}  // namespace

std::shared_ptr<const DataSet> make_data_set(DataSet set) {
  check_sizes(set);
  check_labels(set);
  set.fingerprint = fingerprint_of(set);
  return std::make_shared<const DataSet>(std::move(set));
}

}  // namespace fovea
