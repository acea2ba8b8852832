#include "core/figure/document_recipe.h"

#include <cstring>

#include "core/base/assets.h"
#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/version.h"
#include "core/figure/recipe_window.h"
#include "core/onnx/bundled.h"

namespace fovea {
namespace {

namespace fs = std::filesystem;

std::string text_with(std::span<const std::uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::span<const std::uint8_t> bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

bool same_pixels(const Tensor& a, const Tensor& b) {
  return a.shape() == b.shape() && a.type() == b.type() &&
         (a.empty() || std::memcmp(a.data(), b.data(), a.bytes()) == 0);
}

/// The content in the part, where it is not too much.
void embed(std::span<const std::uint8_t> bytes, RecipePart& part) {
  part.sha256 = sha256_of(bytes);
  if (bytes.size() <= k_most_embedded) part.data = text_with(bytes);
}

RecipePart network_part(const NetworkOrigin& origin, const fs::path& architecture) {
  std::error_code failure;
  if (origin.path.empty() && fs::is_regular_file(architecture, failure)) {
    RecipePart part = file_part_of(architecture);
    part.name = origin.name;
    return part;
  }
  const bool is_bundled = origin.path.empty() && is_bundled_network(origin.name);
  if (is_bundled || fs::is_regular_file(origin.path, failure)) return model_part(origin);
  RecipePart part{.name = origin.name, .path = origin.path, .sha256 = {}};
  embed(bytes_of(serialize_model(origin.model)), part);
  return part;
}

RecipePart picture_part(const Picture& picture) {
  RecipePart part{.name = picture.name, .path = {}, .sha256 = {}};
  std::error_code failure;
  if (!picture.path.empty() && fs::is_regular_file(picture.path, failure)) {
    const Bytes bytes = read_file(picture.path);
    if (shows_file(picture, bytes)) {
      part.path = picture.path;
      part.sha256 = sha256_of(bytes);
      return part;
    }
  }
  const std::span<const std::byte> sample = asset("pictures/" + picture.name);
  const std::span bytes(reinterpret_cast<const std::uint8_t*>(sample.data()), sample.size());
  if (!sample.empty() && shows_file(picture, bytes)) {
    part.sha256 = sha256_of(bytes);
    return part;
  }
  embed(encode_png(picture), part);
  return part;
}

}  // namespace

bool shows_file(const Picture& picture, std::span<const std::uint8_t> file) {
  try {
    return same_pixels(picture.pixels, decode_picture(file, {}).pixels);
  } catch (const std::exception&) {
    return false;
  }
}

FigureRecipe document_recipe(const Document& document, const FigureSpec& spec,
                             const FigureOrigins& origins) {
  const Input& input = *document.input;
  FigureRecipe recipe{.version = std::string(version()),
                      .model = network_part(*document.network.origin, origins.architecture),
                      .preprocessing = input.preprocessing,
                      .crop = input.crop,
                      .seed = origins.seed,
                      .spec = spec};
  recipe.window = window_json(document);
  const RecipePart picture = picture_part(*input.picture);
  if (origins.data.empty()) {
    recipe.inputs = {picture};
  } else {
    recipe.inputs = {
        {.name = origins.data.filename().string(), .path = origins.data.string(), .sha256 = {}}};
    recipe.picture = picture;
  }
  note_edits(document.network, recipe);
  return recipe;
}

}  // namespace fovea
