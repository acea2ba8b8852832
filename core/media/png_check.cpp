#include "core/media/png_check.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <string>

#include "core/base/error.h"

namespace fovea {
namespace {

constexpr std::array<std::uint8_t, 8> k_signature{0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
constexpr std::size_t k_around = 12;  // length, type and checksum of a chunk

std::uint32_t big_endian(std::span<const std::uint8_t> bytes) {
  return std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 |
         std::uint32_t{bytes[2]} << 8 | bytes[3];
}

constexpr std::array<std::uint32_t, 256> k_crc_table = [] {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < table.size(); ++i) {
    std::uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit) value = value >> 1 ^ (value & 1 ? 0xEDB88320U : 0);
    table[i] = value;
  }
  return table;
}();

std::uint32_t crc(std::span<const std::uint8_t> bytes) {
  std::uint32_t value = 0xFFFFFFFFU;
  for (std::uint8_t byte : bytes) value = k_crc_table[(value ^ byte) & 0xFF] ^ value >> 8;
  return ~value;
}

[[noreturn]] void fail(std::string what, const std::string& type, std::size_t byte) {
  throw Error{std::move(what), fmt::format("chunk {} at byte {}", type, byte),
              "Try to get the file again"};
}

std::string printable(std::span<const std::uint8_t> type) {
  std::string text(type.begin(), type.end());
  std::ranges::replace_if(
      text, [](char c) { return c < ' ' || c > '~'; }, '?');
  return text;
}

void check_size(std::span<const std::uint8_t> header, std::size_t at) {
  if (header.size() < 8) fail("the PNG picture's header is cut", "IHDR", at);
  if (big_endian(header) == 0 || big_endian(header.subspan(4)) == 0) {
    fail(fmt::format("the PNG picture has {} × {} pixels", big_endian(header),
                     big_endian(header.subspan(4))),
         "IHDR", at);
  }
}

}  // namespace

bool is_png(std::span<const std::uint8_t> bytes) {
  return bytes.size() >= k_signature.size() &&
         std::ranges::equal(bytes.first(k_signature.size()), k_signature);
}

void check_png(std::span<const std::uint8_t> bytes) {
  bool pixels = false;
  for (std::size_t at = k_signature.size(); at + k_around <= bytes.size();) {
    const std::size_t length = big_endian(bytes.subspan(at));
    const std::string type = printable(bytes.subspan(at + 4, 4));
    if (length > bytes.size() - at - k_around) fail("the PNG picture ends too early", type, at);
    const auto body = bytes.subspan(at + 4, length + 4);
    // A lower-case letter marks what a decoder may skip.
    const bool needed = type[0] >= 'A' && type[0] <= 'Z';
    if (needed && crc(body) != big_endian(bytes.subspan(at + 8 + length))) {
      fail("the PNG picture is damaged: a checksum is wrong", type, at);
    }
    if (type == "IHDR") check_size(body.subspan(4), at);
    if (type == "IDAT") pixels = true;
    if (type == "IEND") {
      if (!pixels) fail("the PNG picture holds no pixels", type, at);
      return;
    }
    at += length + k_around;
  }
  throw Error{"the PNG picture ends too early", fmt::format("byte {}", bytes.size()),
              "Try to get the file again"};
}

}  // namespace fovea
