#include "core/train/checkpoint_file.h"

#include <bit>
#include <cstring>
#include <fmt/format.h>
#include <zlib.h>

#include "core/base/error.h"
#include "core/base/text.h"

namespace fovea {
namespace {

static_assert(std::endian::native == std::endian::little, "elements are written as they lie");

constexpr std::string_view k_magic = "fovea-ck";
constexpr std::uint32_t k_version = 1;
constexpr std::size_t k_header_bytes = 8 + 4 + 4 + 8;
constexpr std::size_t k_longest_name = 65536;

std::uint32_t crc_of(std::span<const std::uint8_t> bytes) {
  return static_cast<std::uint32_t>(crc32_z(crc32_z(0, nullptr, 0), bytes.data(), bytes.size()));
}

class Writer {
 public:
  template <typename T>
  void number(T value) {
    static_assert(std::is_arithmetic_v<T>);
    block(&value, sizeof value);
  }
  void block(const void* data, std::size_t size) {
    const auto* begin = static_cast<const std::uint8_t*>(data);
    bytes_.insert(bytes_.end(), begin, begin + size);
  }
  template <typename T>
  void put(std::size_t at, T value) {
    std::memcpy(bytes_.data() + at, &value, sizeof value);
  }
  void reserve(std::size_t size) { bytes_.reserve(size); }
  const Bytes& bytes() const { return bytes_; }
  Bytes take() { return std::move(bytes_); }

 private:
  Bytes bytes_;
};

/// Never reads beyond the end: throws Error instead.
class Reader {
 public:
  explicit Reader(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

  template <typename T>
  T number() {
    T value;
    std::memcpy(&value, block(sizeof value).data(), sizeof value);
    return value;
  }
  std::span<const std::uint8_t> block(std::uint64_t size) {
    if (size > bytes_.size()) throw Error{"the checkpoint ends too early"};
    const auto part = bytes_.first(static_cast<std::size_t>(size));
    bytes_ = bytes_.subspan(part.size());
    return part;
  }
  std::uint64_t left() const { return bytes_.size(); }

 private:
  std::span<const std::uint8_t> bytes_;
};

void write_metrics(Writer& to, const RunMetrics& metrics) {
  to.number(metrics.step);
  for (const double value :
       {metrics.epoch, metrics.loss, metrics.training_accuracy, metrics.validation_loss,
        metrics.validation_accuracy, metrics.images_per_second}) {
    to.number(value);
  }
}

RunMetrics read_metrics(Reader& from) {
  RunMetrics metrics{.step = from.number<std::int64_t>()};
  for (double* value :
       {&metrics.epoch, &metrics.loss, &metrics.training_accuracy, &metrics.validation_loss,
        &metrics.validation_accuracy, &metrics.images_per_second}) {
    *value = from.number<double>();
  }
  return metrics;
}

OptimiserKind read_optimiser(Reader& from) {
  const auto kind = from.number<std::uint32_t>();
  if (kind > static_cast<std::uint32_t>(OptimiserKind::rmsprop)) {
    throw Error{fmt::format("its optimiser {} is not known", kind)};
  }
  return static_cast<OptimiserKind>(kind);
}

void write_name(Writer& to, const std::string& name) {
  to.number(static_cast<std::uint32_t>(name.size()));
  to.block(name.data(), name.size());
}

std::string read_name(Reader& from) {
  const auto length = from.number<std::uint32_t>();
  if (length > k_longest_name) throw Error{"a name in it is too long"};
  const auto letters = from.block(length);
  return {letters.begin(), letters.end()};
}

std::set<std::string> read_names(Reader& from) {
  std::set<std::string> names;
  const auto count = from.number<std::uint32_t>();
  for (std::uint32_t i = 0; i < count; ++i) names.insert(read_name(from));
  return names;
}

void write_weight(Writer& to, const std::string& name, const Tensor& weight) {
  write_name(to, name);
  to.number(static_cast<std::uint32_t>(weight.type()));
  to.number(static_cast<std::uint32_t>(weight.shape().rank()));
  for (const std::int64_t dim : weight.shape().dims()) to.number(dim);
  to.block(weight.data(), weight.bytes());
}

std::span<std::byte> writable_bytes(Tensor& tensor) {
  switch (tensor.type()) {
    case ElementType::float32:
      return std::as_writable_bytes(tensor.mutable_values<float>());
    case ElementType::float64:
      return std::as_writable_bytes(tensor.mutable_values<double>());
    case ElementType::int64:
      return std::as_writable_bytes(tensor.mutable_values<std::int64_t>());
    case ElementType::uint8:
      return std::as_writable_bytes(tensor.mutable_values<std::uint8_t>());
  }
  return {};
}

/// The elements that follow, of type and shape `like`, which the file must say too.
Tensor read_elements(Reader& from, const Tensor& like, const std::string& name) {
  const auto type = from.number<std::uint32_t>();
  const auto rank = from.number<std::uint32_t>();
  bool is_same = type == static_cast<std::uint32_t>(like.type()) && rank == like.shape().rank();
  for (std::size_t axis = 0; is_same && axis < rank; ++axis) {
    is_same = from.number<std::int64_t>() == like.shape()[axis];
  }
  if (!is_same) {
    throw Error{fmt::format("its weight “{:.60}” is not {}, as the network's is", printable(name),
                            like.shape().to_string())};
  }
  const auto bytes = from.block(like.bytes());
  Tensor tensor(like.shape(), like.type());
  std::ranges::copy(std::as_bytes(bytes), writable_bytes(tensor).begin());
  return tensor;
}

Graph read_weights(Reader& from, Graph graph) {
  std::size_t expected = 0;
  for (const Tensor& weight : graph.weights()) expected += weight.empty() ? 0 : 1;
  const auto count = from.number<std::uint32_t>();
  if (count != expected) {
    throw Error{
        fmt::format("it is of another network, with {} weights instead of {}", count, expected)};
  }
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::string name = read_name(from);
    const ValueId id = graph.find_value(name);
    if (!graph.is_weight(id)) {
      throw Error{fmt::format("it is of another network, with a weight “{:.60}”", printable(name))};
    }
    graph = graph.with_weight(id, read_elements(from, graph.weight(id), name));
  }
  return graph;
}

std::vector<std::vector<float>> read_moments(Reader& from) {
  std::vector<std::vector<float>> moments;
  const auto count = from.number<std::uint32_t>();
  for (std::uint32_t i = 0; i < count; ++i) {
    const auto length = from.number<std::uint64_t>();
    if (length > from.left() / sizeof(float)) throw Error{"the checkpoint ends too early"};
    const auto bytes = from.block(length * sizeof(float));
    std::vector<float>& moment = moments.emplace_back(static_cast<std::size_t>(length));
    if (!bytes.empty()) std::memcpy(moment.data(), bytes.data(), bytes.size());
  }
  return moments;
}

/// What follows the header, once it is known to be whole.
std::span<const std::uint8_t> payload_of(std::span<const std::uint8_t> bytes) {
  Reader header(bytes);
  if (bytes.size() < k_header_bytes ||
      std::memcmp(header.block(k_magic.size()).data(), k_magic.data(), k_magic.size()) != 0) {
    throw Error{"it is no checkpoint"};
  }
  const auto version = header.number<std::uint32_t>();
  if (version != k_version) {
    throw Error{
        fmt::format("it is a checkpoint of version {}, and only {} is known", version, k_version)};
  }
  const auto crc = header.number<std::uint32_t>();
  const auto size = header.number<std::uint64_t>();
  if (size != header.left()) throw Error{"the checkpoint ends too early or too late"};
  const auto payload = header.block(size);
  if (crc != crc_of(payload)) throw Error{"the checkpoint is damaged: its checksum is wrong"};
  return payload;
}

}  // namespace

std::int64_t bytes_of(const Checkpoint& checkpoint) {
  std::size_t bytes = 0;
  for (const Tensor& weight : checkpoint.state.graph.weights()) {
    bytes += weight.empty() ? 0 : weight.bytes();
  }
  for (const auto& moment : checkpoint.state.moments) bytes += moment.size() * sizeof(float);
  return static_cast<std::int64_t>(bytes);
}

Bytes encode_checkpoint(const Checkpoint& checkpoint) {
  const Graph& graph = checkpoint.state.graph;
  Writer to;
  to.reserve(static_cast<std::size_t>(bytes_of(checkpoint)) + 256 * graph.value_count() + 256);
  to.block(k_magic.data(), k_magic.size());
  to.number(k_version);
  to.number(std::uint32_t{0});  // the CRC and the size are known at the end
  to.number(std::uint64_t{0});
  RunMetrics metrics = checkpoint.metrics;
  metrics.step = checkpoint.state.step;
  write_metrics(to, metrics);
  to.number(static_cast<std::uint32_t>(checkpoint.optimiser));
  to.number(static_cast<std::uint32_t>(checkpoint.frozen.size()));
  for (const std::string& name : checkpoint.frozen) write_name(to, name);
  const auto is_weight = [](const Tensor& weight) { return !weight.empty(); };
  to.number(static_cast<std::uint32_t>(std::ranges::count_if(graph.weights(), is_weight)));
  for (std::size_t i = 0; i < graph.value_count(); ++i) {
    const auto id = static_cast<ValueId>(i);
    if (graph.is_weight(id)) write_weight(to, graph.name_of(id), graph.weight(id));
  }
  to.number(static_cast<std::uint32_t>(checkpoint.state.moments.size()));
  for (const std::vector<float>& moment : checkpoint.state.moments) {
    to.number(std::uint64_t{moment.size()});
    to.block(moment.data(), moment.size() * sizeof(float));
  }
  const auto payload = std::span(to.bytes()).subspan(k_header_bytes);
  to.put(12, crc_of(payload));
  to.put(16, std::uint64_t{payload.size()});
  return to.take();
}

Checkpoint decode_checkpoint(std::span<const std::uint8_t> bytes, const Graph& graph) {
  Reader from(payload_of(bytes));
  Checkpoint checkpoint;
  checkpoint.metrics = read_metrics(from);
  checkpoint.state.step = checkpoint.metrics.step;
  checkpoint.optimiser = read_optimiser(from);
  checkpoint.frozen = read_names(from);
  checkpoint.state.graph = read_weights(from, graph);
  checkpoint.state.moments = read_moments(from);
  if (from.left() != 0) throw Error{"the checkpoint has bytes that mean nothing"};
  return checkpoint;
}

void write_checkpoint(const std::filesystem::path& path, const Checkpoint& checkpoint) {
  write_file_atomically(path, encode_checkpoint(checkpoint));
}

Checkpoint read_checkpoint(const std::filesystem::path& path, const Graph& graph) {
  try {
    return decode_checkpoint(read_file(path, memory_budget()), graph);
  } catch (const Error& error) {
    throw error.at(path.string());
  }
}

}  // namespace fovea
