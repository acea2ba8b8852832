#include "core/onnx/wire.h"

#include <cstdint>
#include <fmt/format.h>
#include <vector>

#include "core/base/error.h"

namespace fovea {
namespace {

/// The messages on the way from a model to the graphs that nest in it; others are stepped over.
enum class Message { model, graph, node, attribute, other };

/// Field numbers of onnx.proto: ModelProto.graph, GraphProto.node, NodeProto.attribute,
/// AttributeProto.g and .graphs.
Message child_of(Message message, std::uint64_t field) {
  switch (message) {
    case Message::model:
      return field == 7 ? Message::graph : Message::other;
    case Message::graph:
      return field == 1 ? Message::node : Message::other;
    case Message::node:
      return field == 5 ? Message::attribute : Message::other;
    case Message::attribute:
      return field == 6 || field == 11 ? Message::graph : Message::other;
    case Message::other:
      break;
  }
  return Message::other;
}

struct Level {
  Message message = Message::model;
  std::size_t end = 0;
};

class Walk {
 public:
  explicit Walk(std::span<const std::byte> bytes) : bytes_(bytes) {
    levels_.push_back({Message::model, bytes.size()});
  }

  void run() {
    while (!levels_.empty()) {
      if (at_ == levels_.back().end) {
        levels_.pop_back();
      } else {
        step();
      }
    }
  }

 private:
  // A graph takes three levels; real models nest a few graphs (If, Loop).
  static constexpr std::size_t k_deepest = 3 * 16 + 1;
  // ModelProto has fields up to 26 today; bytes that are no ONNX soon name a wilder one.
  static constexpr std::uint64_t k_last_field = 200;

  enum WireType { varint = 0, fixed64 = 1, bytes = 2, fixed32 = 5 };

  void step() {
    const std::size_t start = at_;
    const std::uint64_t tag = read_varint();
    const std::uint64_t field = tag >> 3;
    if (field == 0 || (levels_.size() == 1 && field > k_last_field)) not_onnx(start);
    switch (tag & 7) {
      case varint:
        read_varint();
        return;
      case fixed64:
        return skip(8);
      case fixed32:
        return skip(4);
      case bytes:
        return enter(child_of(levels_.back().message, field), read_varint());
      default:
        not_onnx(start);
    }
  }

  void enter(Message message, std::uint64_t length) {
    const std::size_t start = at_;
    skip(length);
    if (message == Message::other) return;
    if (levels_.size() == k_deepest) {
      throw Error{"its graphs are nested too deeply", fmt::format("byte {}", start)};
    }
    levels_.push_back({message, at_});
    at_ = start;
  }

  void skip(std::uint64_t length) {
    if (length <= levels_.back().end - at_) {
      at_ += length;
      return;
    }
    if (levels_.size() > 1) damaged();
    throw Error{
        fmt::format("the file is truncated or is no ONNX model: it ends at byte {}, within a "
                    "part of {} bytes",
                    bytes_.size(), length),
        fmt::format("byte {}", at_)};
  }

  std::uint64_t read_varint() {
    constexpr int k_longest = 10;
    const std::size_t start = at_;
    std::uint64_t value = 0;
    for (int i = 0; i < k_longest; ++i) {
      if (at_ == levels_.back().end) {
        if (levels_.size() > 1) damaged();
        throw Error{"the file is truncated or is no ONNX model: it ends within a number",
                    fmt::format("byte {}", start)};
      }
      const auto byte = std::to_integer<std::uint64_t>(bytes_[at_++]);
      value |= (byte & 0x7f) << (7 * i);
      if ((byte & 0x80) == 0) return value;
    }
    throw Error{"the file is damaged: a number is longer than ten bytes",
                fmt::format("byte {}", start)};
  }

  [[noreturn]] void damaged() const {
    throw Error{"the file is damaged: a part is longer than the one it belongs to",
                fmt::format("byte {}", at_)};
  }
  [[noreturn]] static void not_onnx(std::size_t at) {
    throw Error{"the file is not an ONNX model", fmt::format("byte {}", at)};
  }

  std::span<const std::byte> bytes_;
  std::size_t at_ = 0;
  std::vector<Level> levels_;
};

}  // namespace

void check_wire(std::span<const std::byte> bytes) {
  if (bytes.empty()) throw Error{"the file is empty"};
  Walk(bytes).run();
}

}  // namespace fovea
