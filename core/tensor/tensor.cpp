#include "core/tensor/tensor.h"

#include <cstdlib>
#include <cstring>
#include <fmt/format.h>
#include <unistd.h>

#include "core/base/error.h"

namespace fovea {
namespace {

constexpr std::size_t k_alignment = 64;

template <typename From, typename To>
void convert(std::span<const From> from, std::span<To> to) {
  std::ranges::transform(from, to.begin(), [](From value) { return static_cast<To>(value); });
}

template <typename To>
void convert_to(const Tensor& from, std::span<To> to) {
  switch (from.type()) {
    case ElementType::float32:
      return convert(from.values<float>(), to);
    case ElementType::float64:
      return convert(from.values<double>(), to);
    case ElementType::int64:
      return convert(from.values<std::int64_t>(), to);
    case ElementType::uint8:
      return convert(from.values<std::uint8_t>(), to);
  }
}

}  // namespace

std::size_t size_of(ElementType type) {
  switch (type) {
    case ElementType::float32:
      return 4;
    case ElementType::float64:
    case ElementType::int64:
      return 8;
    case ElementType::uint8:
      return 1;
  }
  return 0;
}

std::string_view name_of(ElementType type) {
  switch (type) {
    case ElementType::float32:
      return "float32";
    case ElementType::float64:
      return "float64";
    case ElementType::int64:
      return "int64";
    case ElementType::uint8:
      return "uint8";
  }
  return "";
}

std::int64_t memory_budget() {
  static const std::int64_t budget =
      static_cast<std::int64_t>(sysconf(_SC_PHYS_PAGES)) * sysconf(_SC_PAGESIZE) / 2;
  return budget;
}

std::string human_bytes(std::int64_t bytes) {
  constexpr std::array k_units{"B", "kB", "MB", "GB", "TB", "PB", "EB"};
  auto value = static_cast<double>(bytes);
  std::size_t unit = 0;
  for (; value >= 999.5 && unit + 1 < k_units.size(); ++unit) value /= 1000;
  const int decimals = unit == 0 || value >= 99.5 ? 0 : 1;
  return fmt::format("{:.{}f} {}", value, decimals, k_units[unit]);
}

Tensor::Tensor(const Shape& shape, ElementType type)
    : shape_(shape), elements_(shape.elements()), type_(type) {
  const std::int64_t wanted = checked_multiply(elements_, static_cast<std::int64_t>(size_of(type)));
  if (wanted > memory_budget()) {
    throw Error{fmt::format("a tensor of {} would take {}", shape.to_string(), human_bytes(wanted)),
                {},
                fmt::format("This machine can give one {}", human_bytes(memory_budget()))};
  }
  const auto rounded =
      (std::max<std::size_t>(bytes(), 1) + k_alignment - 1) / k_alignment * k_alignment;
  void* memory = std::aligned_alloc(k_alignment, rounded);
  if (memory == nullptr) {
    throw Error{
        fmt::format("there is no memory left for {} of {}", human_bytes(wanted), shape.to_string()),
        {},
        "Close other programs or choose a smaller input"};
  }
  storage_ = {memory, std::free};
}

Tensor Tensor::reshaped(const Shape& shape) const {
  assert(shape.elements() == elements_);
  Tensor tensor = *this;
  tensor.shape_ = shape;
  return tensor;
}

Tensor Tensor::clone() const {
  Tensor copy(shape_, type_);
  std::memcpy(copy.storage_.get(), data(), bytes());
  return copy;
}

Tensor Tensor::to(ElementType type) const {
  if (type == type_) return *this;
  Tensor result(shape_, type);
  switch (type) {
    case ElementType::float32:
      convert_to(*this, result.mutable_values<float>());
      break;
    case ElementType::float64:
      convert_to(*this, result.mutable_values<double>());
      break;
    case ElementType::int64:
      convert_to(*this, result.mutable_values<std::int64_t>());
      break;
    case ElementType::uint8:
      convert_to(*this, result.mutable_values<std::uint8_t>());
      break;
  }
  return result;
}

}  // namespace fovea
