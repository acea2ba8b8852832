#include "core/figure/recipe_text.h"

#include <algorithm>
#include <fmt/format.h>
#include <zlib.h>

#include "core/base/files.h"
#include "core/media/png_check.h"

namespace fovea {
namespace {

constexpr std::size_t k_signature = 8, k_around = 12;  // length, type and checksum of a chunk
constexpr std::size_t k_header_end = k_signature + k_around + 13;
/// Between keyword and text of iTXt: the keyword's end, not compressed, no language, no
/// translation.
constexpr std::size_t k_text_prefix = 5;

void append_number(std::vector<std::uint8_t>& bytes, std::uint32_t number) {
  for (const int shift : {24, 16, 8, 0})
    bytes.push_back(static_cast<std::uint8_t>(number >> shift));
}

std::size_t number_at(std::span<const std::uint8_t> bytes, std::size_t at) {
  return std::size_t{bytes[at]} << 24 | std::size_t{bytes[at + 1]} << 16 |
         std::size_t{bytes[at + 2]} << 8 | bytes[at + 3];
}

std::optional<std::string> text_of_png(std::span<const std::uint8_t> png) {
  for (std::size_t at = k_signature; at + k_around <= png.size();) {
    const std::size_t length = number_at(png, at);
    if (length > png.size() - at - k_around) return std::nullopt;
    const std::string_view type = text_of(png.subspan(at + 4, 4));
    std::string_view body(reinterpret_cast<const char*>(png.data() + at + 8), length);
    if (type == "IDAT") return std::nullopt;
    if (type == "iTXt" && body.size() >= k_recipe_keyword.size() + k_text_prefix &&
        body.starts_with(k_recipe_keyword) && body[k_recipe_keyword.size()] == '\0')
      return std::string(body.substr(k_recipe_keyword.size() + k_text_prefix));
    at += length + k_around;
  }
  return std::nullopt;
}

std::string unescaped(std::string_view text) {
  constexpr std::pair<std::string_view, char> k_entities[] = {
      {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}};
  std::string result;
  while (!text.empty()) {
    const auto* found = std::ranges::find_if(
        k_entities, [&](const auto& entity) { return text.starts_with(entity.first); });
    const bool is_entity = found != std::end(k_entities);
    result += is_entity ? found->second : text.front();
    text.remove_prefix(is_entity ? found->first.size() : 1);
  }
  return result;
}

std::optional<std::string> text_of_element(std::string_view file) {
  const std::string open = fmt::format("<{} ", k_recipe_element);
  const std::string close = fmt::format("</{}>", k_recipe_element);
  const std::size_t begin = file.find(open);
  if (begin == std::string_view::npos) return std::nullopt;
  const std::size_t text = file.find('>', begin);
  const std::size_t end = file.find(close, begin);
  if (text == std::string_view::npos || end == std::string_view::npos || text > end)
    return std::nullopt;
  return unescaped(file.substr(text + 1, end - text - 1));
}

bool is_video(std::string_view file) {
  constexpr std::string_view k_matroska = "\x1A\x45\xDF\xA3";
  return file.starts_with(k_matroska) ||
         file.substr(std::min<std::size_t>(4, file.size()), 4) == "ftyp";
}

/// The JSON object that begins as a recipe does, up to the bracket that closes it.
std::optional<std::string> text_of_video(std::string_view file) {
  const std::size_t begin = file.find(R"({"fovea":")");
  if (begin == std::string_view::npos) return std::nullopt;
  int depth = 0;
  bool is_quoted = false;
  for (std::size_t at = begin; at < file.size(); ++at) {
    const char c = file[at];
    if (is_quoted && c == '\\') {
      ++at;
    } else if (c == '"') {
      is_quoted = !is_quoted;
    } else if (!is_quoted && c == '{') {
      ++depth;
    } else if (!is_quoted && c == '}' && --depth == 0) {
      return std::string(file.substr(begin, at - begin + 1));
    }
  }
  return std::nullopt;
}

}  // namespace

std::vector<std::uint8_t> png_with_text(std::vector<std::uint8_t> png, std::string_view text) {
  std::vector<std::uint8_t> chunk;
  append_number(chunk,
                static_cast<std::uint32_t>(k_recipe_keyword.size() + k_text_prefix + text.size()));
  for (const std::string_view part : {std::string_view("iTXt"), k_recipe_keyword,
                                      std::string_view("\0\0\0\0\0", k_text_prefix), text})
    chunk.insert(chunk.end(), part.begin(), part.end());
  append_number(chunk, static_cast<std::uint32_t>(crc32_z(0, chunk.data() + 4, chunk.size() - 4)));
  png.insert(png.begin() + k_header_end, chunk.begin(), chunk.end());
  return png;
}

std::string xml_escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '&') {
      result += "&amp;";
    } else if (c == '<') {
      result += "&lt;";
    } else if (c == '>') {
      result += "&gt;";
    } else if (c == '"') {
      result += "&quot;";
    } else {
      result += static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' ? '?' : c;
    }
  }
  return result;
}

std::string recipe_element(std::string_view text) {
  return fmt::format("<{0} xmlns:fovea=\"{1}\">{2}</{0}>", k_recipe_element, k_recipe_namespace,
                     xml_escaped(text));
}

std::optional<std::string> embedded_recipe(std::span<const std::uint8_t> file) {
  if (is_png(file)) return text_of_png(file);
  const std::string_view text(reinterpret_cast<const char*>(file.data()), file.size());
  return is_video(text) ? text_of_video(text) : text_of_element(text);
}

}  // namespace fovea
