#include "core/media/picture_files.h"

#include <algorithm>
#include <map>

#include "core/base/error.h"
#include "core/base/text.h"

namespace fovea {
namespace {

namespace fs = std::filesystem;

bool is_hidden(const fs::path& path) { return path.filename().string().starts_with('.'); }

/// Whether `folder` is, behind all links, `root` or a folder that holds it.
bool leads_back(const fs::path& folder, const fs::path& root) {
  std::error_code error;
  const fs::path target = fs::canonical(folder, error), from = fs::canonical(root, error);
  if (error) return true;
  return std::mismatch(target.begin(), target.end(), from.begin(), from.end()).first ==
         target.end();
}

class Finder {
 public:
  Finder(const fs::path& root, const CancelToken& cancel) : root_(root), cancel_(cancel) {}

  /// Adds the classes of one part of the set.
  void add_part(const fs::path& part) {
    list_links_back(part);
    for (const fs::path& folder : folders_in(part)) {
      by_class_[printable(folder.filename().string())];
      add_class(folder);
    }
  }

  void begin_test() { in_test_ = true; }

  PictureFiles finish() {
    for (const auto& [name, parts] : by_class_) result_.classes.push_back(name);
    for (const bool test : {false, true}) {
      if (test) result_.first_test = result_.files.size();
      std::int32_t label = 0;
      for (auto& [name, parts] : by_class_) {
        std::vector<fs::path>& paths = test ? parts.test : parts.training;
        std::ranges::sort(paths);
        for (fs::path& path : paths) {
          std::string source = source_of(path);
          result_.files.push_back({std::move(path), std::move(source), label});
        }
        ++label;
      }
    }
    return std::move(result_);
  }

 private:
  struct Parts {
    std::vector<fs::path> training, test;
  };

  std::string source_of(const fs::path& path) const {
    return printable(path.lexically_relative(root_).generic_string());
  }

  void list_links_back(const fs::path& part) {
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(part, error)) {
      if (entry.is_symlink(error) && entry.is_directory(error) && !is_hidden(entry.path()) &&
          leads_back(entry.path(), part)) {
        result_.unreadable.push_back(
            {source_of(entry.path()), "it is a link to a folder that holds it"});
      }
    }
  }

  /// Links to folders are not followed, so that every walk ends.
  void add_class(const fs::path& folder) {
    Parts& parts = by_class_.at(printable(folder.filename().string()));
    std::error_code error;
    fs::recursive_directory_iterator at(folder, error);
    if (error) {
      result_.unreadable.push_back({source_of(folder), "it cannot be listed: " + error.message()});
      return;
    }
    while (at != fs::recursive_directory_iterator()) {
      cancel_.throw_if_cancelled();
      add_entry(at, parts);
      const fs::path path = at->path();
      at.increment(error);
      if (error) {
        result_.unreadable.push_back(
            {source_of(path), "what comes after it cannot be listed: " + error.message()});
        return;
      }
    }
  }

  void add_entry(fs::recursive_directory_iterator& at, Parts& parts) {
    std::error_code error;
    if (is_hidden(at->path())) return at.disable_recursion_pending();
    if (!at->is_directory(error)) {
      (in_test_ ? parts.test : parts.training).push_back(at->path());
    } else if (at->is_symlink(error)) {
      result_.unreadable.push_back({source_of(at->path()), "links to folders are not followed"});
    }
  }

  fs::path root_;
  const CancelToken& cancel_;
  bool in_test_ = false;
  std::map<std::string, Parts> by_class_;
  PictureFiles result_;
};

/// The first of the names that is a folder there; empty where none is.
fs::path part_of(const fs::path& folder, std::initializer_list<const char*> names) {
  std::error_code error;
  for (const char* name : names) {
    if (fs::is_directory(folder / name, error)) return folder / name;
  }
  return {};
}

}  // namespace

std::vector<fs::path> folders_in(const fs::path& folder) {
  std::vector<fs::path> folders;
  std::error_code error, ignored;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    if (!at->is_directory(ignored) || is_hidden(at->path())) continue;
    if (!at->is_symlink(ignored) || !leads_back(at->path(), folder)) folders.push_back(at->path());
  }
  if (error) throw Error{"the folder cannot be listed: " + error.message(), folder.string()};
  std::ranges::sort(folders);
  return folders;
}

PictureFiles find_picture_files(const fs::path& folder, const CancelToken& cancel) {
  // Without "." and a "/" at its end, so that sources are below it.
  const fs::path root = folder.lexically_normal() / "";
  Finder finder(root, cancel);
  const fs::path training = part_of(folder, {"train", "training"});
  finder.add_part(training.empty() ? root : training);
  finder.begin_test();
  const fs::path test = part_of(folder, {"test", "val", "valid", "validation"});
  if (!training.empty() && !test.empty()) finder.add_part(test);
  return finder.finish();
}

}  // namespace fovea
