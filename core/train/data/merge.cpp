#include "core/train/data/merge.h"

#include <algorithm>
#include <fmt/format.h>

#include "core/base/error.h"
#include "core/train/data/room.h"

namespace fovea {
namespace {

std::string size_of(const DataSet& set) {
  return fmt::format("{} × {} pixels in {}", set.height, set.width,
                     set.channels == 1 ? "grey" : "colour");
}

void check_same_size(const DataSet& a, const DataSet& b) {
  if (a.channels == b.channels && a.height == b.height && a.width == b.width) return;
  throw Error{fmt::format("the sets cannot be merged: {} has {}, {} has {}", a.name, size_of(a),
                          b.name, size_of(b)),
              {},
              "Read one of them again at the size of the other"};
}

/// For each of the set's classes its place among `classes`, which grows by those that it lacks.
std::vector<std::int32_t> matched(const DataSet& set, std::vector<std::string>& classes) {
  std::vector<std::int32_t> places;
  for (const std::string& name : set.classes) {
    const auto found = std::ranges::find(classes, name);
    places.push_back(static_cast<std::int32_t>(found - classes.begin()));
    if (found == classes.end()) classes.push_back(name);
  }
  return places;
}

/// Adds the examples [first, last) of `from`.
void append(DataSet& to, const DataSet& from, std::int64_t first, std::int64_t last,
            const std::vector<std::int32_t>& places) {
  to.pixels.insert(to.pixels.end(), from.pixels.begin() + first * from.example_bytes(),
                   from.pixels.begin() + last * from.example_bytes());
  for (auto i = static_cast<std::size_t>(first); i < static_cast<std::size_t>(last); ++i) {
    to.labels.push_back(places[static_cast<std::size_t>(from.labels[i])]);
    to.sources.push_back(from.sources.empty() ? from.name : from.sources[i]);
  }
}

}  // namespace

std::shared_ptr<const DataSet> merge(const DataSet& a, const DataSet& b) {
  check_same_size(a, b);
  DataSet set;
  set.name = a.name + " and " + b.name;
  set.channels = a.channels;
  set.height = a.height;
  set.width = a.width;
  set.pixels.reserve(room_for_examples(a.count() + b.count(), a.example_bytes()));
  const std::vector<std::int32_t> from_a = matched(a, set.classes),
                                  from_b = matched(b, set.classes);
  append(set, a, 0, a.first_test, from_a);
  append(set, b, 0, b.first_test, from_b);
  set.first_test = set.count();
  append(set, a, a.first_test, a.count(), from_a);
  append(set, b, b.first_test, b.count(), from_b);
  set.unreadable = a.unreadable;
  set.unreadable.insert(set.unreadable.end(), b.unreadable.begin(), b.unreadable.end());
  set.resized = a.resized + b.resized;
  return make_data_set(std::move(set));
}

}  // namespace fovea
