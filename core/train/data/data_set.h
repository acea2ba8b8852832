#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace fovea {

/// A file, or a part of one, that could not be used, and why: listed for the person, never fatal.
struct Unreadable {
  std::string what;  ///< the file, or "row 17 of labels.csv"
  std::string why;   ///< a clause, as Error's `what`
  friend bool operator==(const Unreadable&, const Unreadable&) = default;
};

/// Pictures of one size with the class of each. Immutable once made, shared by whoever reads it.
struct DataSet {
  std::string name;  ///< as shown: "Fashion-MNIST", or the folder's name
  std::int64_t channels = 1, height = 0, width = 0;
  std::vector<std::uint8_t> pixels = {};  ///< [count, channels, height, width], 0 to 255
  std::vector<std::int32_t> labels = {};  ///< [count], each below classes.size()
  std::vector<std::string> classes = {};
  /// Examples from here on are the set's own test examples; `count()` where it has none.
  std::int64_t first_test = 0;
  /// [count] where each example comes from ("train/cat/0017.jpg"); empty where that says nothing.
  std::vector<std::string> sources = {};
  std::vector<Unreadable> unreadable = {};
  std::int64_t resized = 0;  ///< pictures that had another size before they were read
  /// Differs where pixels, labels or classes do; what a run remembers of its data.
  std::uint64_t fingerprint = 0;

  std::int64_t count() const { return static_cast<std::int64_t>(labels.size()); }
  std::int64_t example_bytes() const { return channels * height * width; }
  /// Pixels of one example, [channels, height, width].
  std::span<const std::uint8_t> example(std::int64_t index) const {
    return std::span(pixels).subspan(static_cast<std::size_t>(index * example_bytes()),
                                     static_cast<std::size_t>(example_bytes()));
  }
};

/// Checks that sizes and labels agree and sets the fingerprint. Throws Error: no examples, a label
/// out of range (which, where), a class without examples among two or more is allowed here (the
/// browser shows its count of 0).
std::shared_ptr<const DataSet> make_data_set(DataSet set);

}  // namespace fovea
