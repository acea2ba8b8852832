#include "core/figure/reopen.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/base/assets.h"
#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/text.h"
#include "core/base/version.h"
#include "core/document/edits.h"
#include "core/document/input_size.h"
#include "core/document/unit_view.h"
#include "core/figure/recipe_window.h"
#include "core/media/preprocess.h"
#include "core/onnx/bundled.h"

namespace fovea {
namespace {

namespace fs = std::filesystem;

/// The file that a part names, where it was or beside the figure; the very one where there is one.
struct Found {
  fs::path path = {};  ///< empty: there is none
  Bytes bytes = {};
  bool is_same = false;
};

bool is_that(const RecipePart& part, std::span<const std::uint8_t> bytes) {
  return part.sha256.empty() || sha256_of(bytes) == part.sha256;
}

Found find_file(const RecipePart& part, const fs::path& figure) {
  Found found;
  if (part.path.empty()) return found;
  for (const fs::path& path :
       {fs::path(part.path), figure.parent_path() / fs::path(part.path).filename()}) {
    std::error_code failure;
    if (!fs::is_regular_file(path, failure)) continue;
    try {
      Bytes bytes = read_file(path);
      const bool is_same = is_that(part, bytes);
      if (is_same || found.path.empty()) found = {path, std::move(bytes), is_same};
      if (is_same) break;
    } catch (const Error&) {
      continue;  // it may not be read: as if it were not there
    }
  }
  return found;
}

std::span<const std::uint8_t> bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

bool same_model(const NetworkOrigin& a, const NetworkOrigin& b) {
  return a.name == b.name && a.path == b.path &&
         serialize_model(a.model) == serialize_model(b.model);
}

class Finder {
 public:
  Finder(FigureParts& parts, const fs::path& figure, std::shared_ptr<const NetworkOrigin> known)
      : parts_(parts), figure_(figure), known_(std::move(known)) {}

  void find_network() {
    const RecipePart& part = parts_.recipe.model;
    std::shared_ptr<const NetworkOrigin> origin;
    try {
      origin = origin_of(part);
    } catch (const Error& error) {
      lack(fmt::format("The figure's network {} cannot be opened: {}.", shown(part),
                       error.clause()));
      return;
    }
    if (!origin) {
      lack(part.path.empty()
               ? fmt::format("The figure's network {} is in no file and not in the figure.",
                             shown(part))
               : fmt::format("The figure's network {} is no longer there.", printable(part.path)));
      return;
    }
    if (known_ && same_model(*known_, *origin)) origin = known_;
    try {
      parts_.network = edited_network(origin, parts_.recipe);
    } catch (const Error& error) {
      parts_.network = Network{.origin = origin,
                               .graph = origin->model.graph,
                               .muted = {},
                               .computed = origin->model.graph};
      lack(fmt::format("The edits are not restored: {}.", error.clause()));
    }
  }

  void find_picture() {
    const std::optional<RecipePart> part = picture_part();
    if (!part) return;
    try {
      parts_.picture = picture_of(*part);
      if (!parts_.picture)
        lack(part->path.empty()
                 ? fmt::format("The picture {} is in no file, and too large to be in the figure.",
                               shown(*part))
                 : fmt::format("The picture {} is no longer there.", printable(part->path)));
    } catch (const Error& error) {
      lack(fmt::format("The picture {} cannot be opened: {}.", shown(*part), error.clause()));
    }
  }

 private:
  static std::string shown(const RecipePart& part) { return printable(part.name); }
  void lack(std::string sentence) { parts_.lacks.push_back(std::move(sentence)); }

  std::shared_ptr<const NetworkOrigin> origin_of(const RecipePart& part) {
    if (const Found found = find_file(part, figure_); !found.path.empty()) {
      if (!found.is_same)
        lack(fmt::format("The network {} has changed since the figure was made.", shown(part)));
      // By its path, as what it keeps beside itself is read with it.
      return make_origin(load_model(found.path), part.name, found.path.string());
    }
    if (!part.data.empty())
      return make_origin(load_model(std::as_bytes(std::span(part.data))), part.name, part.path);
    if (part.path.empty() && is_bundled_network(part.name)) {
      auto origin = make_origin(bundled_network(part.name), part.name);
      if (!is_that(part, bytes_of(serialize_model(origin->model))))
        lack(fmt::format("The network {} is another one in this version of Fovea.", shown(part)));
      return origin;
    }
    return nullptr;
  }

  /// Nothing where the recipe names no picture.
  std::optional<RecipePart> picture_part() const {
    const FigureRecipe& recipe = parts_.recipe;
    if (recipe.picture) return recipe.picture;
    const bool are_data =
        recipe.spec.kind == FigureKind::timeline || recipe.spec.kind == FigureKind::confusion;
    if (recipe.inputs.empty() || are_data) return std::nullopt;
    return recipe.inputs.front();
  }

  std::shared_ptr<const Picture> picture_of(const RecipePart& part) {
    if (const Found found = find_file(part, figure_); !found.path.empty()) {
      if (!found.is_same)
        lack(fmt::format("The picture {} has changed since the figure was made.", shown(part)));
      Picture picture = decode_picture(found.bytes, part.name);
      picture.path = found.path.string();
      return std::make_shared<const Picture>(std::move(picture));
    }
    if (!part.data.empty())
      return std::make_shared<const Picture>(decode_picture(bytes_of(part.data), part.name));
    if (!part.path.empty()) return nullptr;
    const std::span<const std::byte> sample = asset("pictures/" + part.name);
    const std::span bytes(reinterpret_cast<const std::uint8_t*>(sample.data()), sample.size());
    if (sample.empty()) return nullptr;
    if (!is_that(part, bytes))
      lack(fmt::format("The picture {} is another one in this version of Fovea.", shown(part)));
    return std::make_shared<const Picture>(decode_picture(bytes, part.name));
  }

  FigureParts& parts_;
  const fs::path& figure_;
  std::shared_ptr<const NetworkOrigin> known_;
};

/// What a recipe says beside its parts.
void note_rest(FigureParts& parts) {
  const FigureRecipe& recipe = parts.recipe;
  const auto lack = [&](std::string sentence) { parts.lacks.push_back(std::move(sentence)); };
  if (!recipe.not_understood.empty())
    lack(
        fmt::format("The figure was made by Fovea {}, and this version does not understand its {}.",
                    printable(recipe.version),
                    printable(fmt::format("{}", fmt::join(recipe.not_understood, ", ")))));
  if (recipe.picture)
    lack(
        fmt::format("{} itself is not opened with the figure: {}.",
                    recipe.spec.kind == FigureKind::timeline ? "The training run" : "The data set",
                    printable(recipe.inputs.empty() ? std::string() : recipe.inputs.front().path)));
  if (recipe.edits_left_out)
    lack("The network was edited in more weights than a figure keeps: it is shown unedited.");
  if (!recipe.picture && recipe.inputs.size() > 1)
    lack("The figure is of several inputs; the first one alone is shown.");
}

Input input_of(const Document& made, const FigureParts& parts) {
  const FigureRecipe& recipe = parts.recipe;
  const WindowPart window = window_part(recipe.window);
  Input input = *made.input;
  if (recipe.preprocessing) {
    input.preprocessing = *recipe.preprocessing;
    input.preprocessing.known = window.known;
  }
  if (window.width > 0) {
    input.width = window.width;
    input.height = window.height;
  } else if (recipe.preprocessing && recipe.preprocessing->width > 0 &&
             picture_input(made.network.graph, input.preprocessing.layout).is_free()) {
    input.width = recipe.preprocessing->width;
    input.height = recipe.preprocessing->height;
  }
  if (!parts.picture) {
    input.crop = default_crop(input.picture->width(), input.picture->height(), input.preprocessing,
                              static_cast<int>(input.width), static_cast<int>(input.height));
  } else {
    input.kind = window.is_drawing ? Input::Kind::drawing : Input::Kind::picture;
    if (recipe.crop) input.crop = *recipe.crop;
  }
  return input;
}

/// What a figure that no window made is of: a layer, or one unit or value of it.
void select_shown(Document& document, const FigureSpec& spec) {
  const Graph& graph = document.network.graph;
  const std::shared_ptr<const ShapedGraph> shaped = shape_document(document);
  for (ValueId value = 0; value < static_cast<ValueId>(graph.value_count()); ++value) {
    const bool is_called =
        value_label(graph, value) == spec.layer || graph.name_of(value) == spec.layer;
    if (spec.layer.empty() || graph.is_weight(value) || !is_called) continue;
    const UnitView view = unit_view(shaped->shape(value));
    const bool shows_one = spec.kind == FigureKind::unit || spec.kind == FigureKind::arithmetic;
    Selection selection;
    selection.value = value;
    if (spec.units.size() == 1 && spec.units.front() < view.units)
      selection.unit = spec.units.front();
    else if (shows_one)
      selection.unit = 0;
    if (selection.unit >= 0 && spec.kind == FigureKind::arithmetic && spec.position &&
        spec.position->first < view.rows && spec.position->second < view.columns)
      selection.pinned = spec.position;
    document.selection = selection;
    return;
  }
}

}  // namespace

FigureParts find_parts(FigureRecipe recipe, const fs::path& figure,
                       const std::shared_ptr<const NetworkOrigin>& known) {
  FigureParts parts{.recipe = std::move(recipe)};
  Finder finder(parts, figure, known);
  finder.find_network();
  finder.find_picture();
  note_rest(parts);
  return parts;
}

Document reopened(const Document& now, FigureParts& parts) {
  Document document = now;
  if (parts.picture)
    document = open_picture(document, parts.picture, Input::Kind::picture).document;
  if (!parts.network) return document;
  document = open_network(document, parts.network->origin).document;
  document.network = *parts.network;
  Document plain = document;
  try {
    document.input = std::make_shared<const Input>(input_of(document, parts));
    shape_document(document);
    plain = document;
    restore_window(document, parts.recipe.window);
    if (parts.recipe.window.empty()) select_shown(document, parts.recipe.spec);
    return document;
  } catch (const Error& error) {
    parts.lacks.push_back(
        fmt::format("Not all of how it was shown is restored: {}.", error.clause()));
    return plain;
  }
}

}  // namespace fovea
