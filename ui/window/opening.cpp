#include "ui/window/opening.h"

#include <QMimeData>
#include <algorithm>
#include <array>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <string_view>
#include <sys/stat.h>

#include "core/base/assets.h"
#include "core/base/ending.h"
#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/text.h"
#include "core/document/class_names.h"
#include "core/kernel/library.h"
#include "core/media/kernel_file.h"
#include "core/media/picture_image.h"
#include "core/onnx/bundled.h"

namespace fovea {
namespace {

namespace fs = std::filesystem;
using namespace std::string_view_literals;

enum class Content { picture, model, array, table, kernel, project, pdf, unknown };

std::string first_bytes(const fs::path& path) {
  std::string bytes(512, '\0');
  std::ifstream file(path, std::ios::binary);
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  return bytes;
}

bool begins_as_picture(std::string_view bytes) {
  static constexpr std::array k_starts{"\x89PNG"sv, "\xff\xd8\xff"sv, "GIF8"sv, "BM"sv,
                                       "II*\0"sv,   "MM\0*"sv,        "RIFF"sv};
  return std::ranges::any_of(k_starts, [&](auto start) { return bytes.starts_with(start); }) ||
         bytes.find("<svg") != std::string_view::npos;
}

/// By content; by the name's ending where the content does not tell.
Content content_of(const fs::path& path) {
  const std::string bytes = first_bytes(path);
  if (begins_as_picture(bytes)) return Content::picture;
  if (bytes.starts_with("\x93NUMPY")) return Content::array;
  if (bytes.starts_with("%PDF")) return Content::pdf;
  if (looks_like_project({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()}))
    return Content::project;
  const std::string extension = lower_ending(path);
  if (extension == k_project_ending) return Content::project;
  if (extension == ".onnx") return Content::model;
  static constexpr std::array k_pictures{".png"sv, ".jpg"sv,  ".jpeg"sv, ".bmp"sv, ".gif"sv,
                                         ".tif"sv, ".tiff"sv, ".webp"sv, ".svg"sv};
  if (std::ranges::find(k_pictures, extension) != k_pictures.end()) return Content::picture;
  if (extension == ".csv" || extension == ".txt") return Content::table;
  if (extension == ".json") return Content::kernel;
  // An ONNX model starts with its first field, the version of the format.
  return bytes.starts_with('\x08') ? Content::model : Content::unknown;
}

template <typename Load>
Opened guarded(const std::string& name, Load load) {
  const auto refused = [&](const Error& error) {
    return Opened{printable(name) + ": " + error.sentence()};
  };
  try {
    return load();
  } catch (const Error& error) {
    return refused(error);
  } catch (const std::bad_alloc&) {
    return refused(Error("there is not enough memory to open it"));
  } catch (const std::exception& error) {
    return refused(Error(error.what()));
  }
}

Opened load_picture(const fs::path& path) {
  return {std::make_shared<const Picture>(read_picture(path))};
}

Opened load_network(const fs::path& path) {
  return {make_origin(load_model(path), path.filename().string(), path.string())};
}

/// Of a bank the first kernel, which says of how many it is.
Opened load_kernel(const fs::path& path) {
  const SavedKernel saved = read_saved_kernel(path);
  const std::string which = saved.count() > 1 ? fmt::format(", 1 of {}", saved.count()) : "";
  return {OfferedKernel{saved.name + which, saved.kernel(0)}};
}

/// The stamp first: what changes while it is read is noticed.
Opened load_opened(const fs::path& path, const fs::path& runs) {
  auto project = std::make_shared<OpenedProject>();
  project->path = path.string();
  project->stamp = stamp_of(project->path);
  project->loaded = load_project(path, runs);
  return {std::shared_ptr<const OpenedProject>(std::move(project))};
}

/// Whether a picture could hold a recipe; others are not read for it.
bool may_be_figure(const fs::path& path) {
  const std::string bytes = first_bytes(path);
  return bytes.starts_with("\x89PNG") || bytes.find("<svg") != std::string::npos ||
         lower_ending(path) == ".svg";
}

/// Nothing where the file holds no recipe. Throws Error where that is damaged.
std::optional<Opened> load_figure(const fs::path& path,
                                  const std::shared_ptr<const NetworkOrigin>& known) {
  if (!holds_recipe(read_file(path))) return std::nullopt;
  auto figure = std::make_shared<OpenedFigure>();
  figure->path = path.string();
  figure->parts = find_parts(read_recipe(path, Reading::lenient), path, known);
  return Opened{std::shared_ptr<const OpenedFigure>(std::move(figure))};
}

/// A figure whose recipe is damaged is still a picture.
Opened load_figure_or_picture(const fs::path& path,
                              const std::shared_ptr<const NetworkOrigin>& known) {
  std::string damage;
  try {
    if (auto figure = load_figure(path, known)) return *figure;
  } catch (const Error& error) {
    damage = error.what();
  }
  Picture picture = read_picture(path);
  if (!damage.empty() && picture.warning.empty()) picture.warning = damage;
  return {std::make_shared<const Picture>(std::move(picture))};
}

Opened load(const fs::path& path, const fs::path& runs,
            const std::shared_ptr<const NetworkOrigin>& known) {
  if (fs::is_directory(path)) throw Error("this is a folder", "", "Open a file in it.");
  if (!fs::exists(path)) throw Error("there is no such file");
  switch (content_of(path)) {
    case Content::picture:
      return may_be_figure(path) ? load_figure_or_picture(path, known) : load_picture(path);
    case Content::pdf:
      if (auto figure = load_figure(path, known)) return *figure;
      throw Error("this PDF is no figure that Fovea made", "",
                  "Pictures may be PNG, JPEG, BMP, GIF, WebP, TIFF or SVG.");
    case Content::model:
      return load_network(path);
    case Content::array:
    case Content::table:
      return {OfferedKernel{path.filename().string(), read_kernel_file(path)}};
    case Content::kernel:
      return load_kernel(path);
    case Content::project:
      return load_opened(path, runs);
    case Content::unknown:
      break;
  }
  throw Error("this is neither a picture, an ONNX model, a kernel nor a project", "",
              "Pictures may be PNG, JPEG, BMP, GIF, WebP, TIFF or SVG.");
}

Picture sample(const std::string& name) {
  const std::span<const std::byte> bytes = asset("pictures/" + name);
  if (bytes.empty()) throw Error("there is no sample picture of that name");
  return decode_picture({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()}, name);
}

}  // namespace

std::string stamp_of(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return {};
  return fmt::format("{} {} {}.{}", status.st_ino, status.st_size, status.st_mtim.tv_sec,
                     status.st_mtim.tv_nsec);
}

Opened open_file(const std::string& path, const std::string& runs,
                 const std::shared_ptr<const NetworkOrigin>& known) {
  const fs::path file(path);
  return guarded(file.filename().string(), [&] { return load(file, runs, known); });
}

Opened open_as_picture(const std::string& path) {
  const fs::path file(path);
  return guarded(file.filename().string(), [&] { return load_picture(file); });
}

Opened open_bundled(const std::string& name) {
  return guarded(name, [&] { return Opened{make_origin(bundled_network(name), name)}; });
}

Opened open_sample(const std::string& name) {
  return guarded(name, [&] { return Opened{std::make_shared<const Picture>(sample(name))}; });
}

Opened open_class_names(const std::string& path) {
  const fs::path file(path);
  return guarded(file.filename().string(), [&] { return Opened{read_class_names(file)}; });
}

Opened open_image(const QImage& image, const std::string& name) {
  return guarded(name,
                 [&] { return Opened{std::make_shared<const Picture>(from_image(image, name))}; });
}

bool holds_kernel(const QMimeData& data) {
  return data.hasFormat(k_kernel_mime) ||
         (data.hasText() && is_kernel_text(data.text().toStdString()));
}

std::string save_network(const Document& document, const std::string& path) {
  const Opened done = guarded(path, [&] {
    save_model(edited_model(document), path);
    return Opened{std::string{}};
  });
  return std::get<std::string>(done.what);
}

Document start_document() {
  return make_document(make_origin(bundled_network("natural10"), "natural10"),
                       std::make_shared<const Picture>(sample("chelsea.png")));
}

}  // namespace fovea
