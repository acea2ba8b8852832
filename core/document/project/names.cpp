#include "core/document/project/names.h"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace fovea {
namespace {

bool is_utf8(std::string_view name) {
  try {
    return !nlohmann::json(name).dump().empty();
  } catch (const nlohmann::json::type_error&) {
    return false;
  }
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

std::string json_name(std::string_view name) {
  const bool is_text = is_utf8(name);
  std::string text;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '%' || (!is_text && byte >= 0x80)) {
      text += fmt::format("%{:02X}", byte);
    } else {
      text += c;
    }
  }
  return text;
}

std::string from_json_name(std::string_view text) {
  std::string name;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
    const int low = high >= 0 ? hex_digit(text[i + 2]) : -1;
    if (low < 0) {
      name += text[i];
      continue;
    }
    name += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return name;
}

std::string name_of_node(const Graph& graph, NodeId node) {
  const auto& outputs = graph.node(node).outputs;
  const auto made = std::ranges::find_if(outputs, [](ValueId id) { return id != k_no_value; });
  return made == outputs.end() ? std::string() : graph.name_of(*made);
}

NodeId node_of_name(const Graph& graph, std::string_view name) {
  const ValueId value = graph.find_value(name);
  return value == k_no_value ? k_no_node : graph.producer(value);
}

bool is_run_name(std::string_view name) {
  const auto is_wrong = [](char c) {
    return static_cast<unsigned char>(c) < 0x20 ||
           std::string_view("/\\:*?\"<>|").find(c) != std::string_view::npos;
  };
  return !name.empty() && name.front() != '.' && std::ranges::none_of(name, is_wrong);
}

}  // namespace fovea
