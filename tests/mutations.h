#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace fovea::testing {

/// Damaged copies of what a reader takes: bytes changed, taken out, doubled, cut off, pieces of
/// another sample put in. The same seed makes the same sequence on every machine.
class Mutations {
 public:
  Mutations(std::vector<std::string> samples, std::uint32_t seed)
      : samples_(std::move(samples)), random_(seed) {}

  std::string next() {
    std::string text = sample();
    for (std::size_t changes = below(4) + 1; changes > 0; --changes) change(text);
    return text;
  }

 private:
  std::size_t below(std::size_t count) { return random_() % count; }
  const std::string& sample() { return samples_[below(samples_.size())]; }

  void change(std::string& text) {
    static const std::string k_telling = "0123456789-+.,;eE\"\t\n\r []{}:()'\\nai";
    const std::size_t at = below(text.size() + 1);
    const std::size_t length = below(text.size() - at + 1);
    switch (below(7)) {
      case 0:
        text.insert(at, 1, static_cast<char>(random_()));
        break;
      case 1:
        text.insert(at, 1, k_telling[below(k_telling.size())]);
        break;
      case 2:
        if (at < text.size()) text[at] = static_cast<char>(random_());
        break;
      case 3:
        if (at < text.size()) text[at] = k_telling[below(k_telling.size())];
        break;
      case 4:
        text.erase(at, length);
        break;
      case 5:
        text.insert(below(text.size() + 1), text.substr(at, length));
        break;
      default: {
        const std::string& other = sample();
        const std::size_t from = below(other.size() + 1);
        text.replace(at, length, other.substr(from, below(other.size() - from + 1)));
      }
    }
  }

  std::vector<std::string> samples_;
  std::mt19937 random_;
};

}  // namespace fovea::testing
