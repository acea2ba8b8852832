#include "core/media/picture_folder.h"

#include <QCoreApplication>
#include <algorithm>
#include <fmt/format.h>
#include <optional>

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/cpu/parallel.h"
#include "core/media/picture.h"
#include "core/media/picture_files.h"
#include "core/media/preprocess.h"
#include "core/media/qt_gui.h"
#include "core/train/data/planes.h"
#include "core/train/data/room.h"

namespace fovea {
namespace {

namespace fs = std::filesystem;

/// What every example becomes.
struct Target {
  int width = 0, height = 0, channels = 0;
  bool resize = true;
  Fit fit = Fit::crop;
};

enum class Outcome : std::uint8_t { unread, taken, resized };

/// The missing part of a cut picture is plain grey, which a network would learn.
Picture read_whole(const fs::path& path) {
  Picture picture = read_picture(path);
  if (!picture.warning.empty()) throw Error{picture.warning};
  return picture;
}

/// Writes the picture to `out` [C, H, W]. Throws Error where its size does not fit.
Outcome write_example(const Picture& picture, const Target& target, std::uint8_t* out) {
  const bool same = picture.width() == target.width && picture.height() == target.height;
  if (!same && !target.resize) {
    throw Error{fmt::format("it has {} × {} pixels, not {} × {}", picture.width(), picture.height(),
                            target.width, target.height)};
  }
  Preprocessing how;
  how.channels = target.channels == 1 ? Channels::gray : Channels::rgb;
  how.fit = target.fit;
  const Picture example =
      same && picture.channels() == target.channels
          ? picture
          : resized_input(picture, how, std::nullopt, target.width, target.height);
  planes_from_interleaved(example.pixels.values<std::uint8_t>().data(),
                          std::int64_t{target.width} * target.height, target.channels, out);
  return same ? Outcome::taken : Outcome::resized;
}

class FolderReader {
 public:
  FolderReader(PictureFiles files, const PictureFolderOptions& options,
               const DataProgress& progress, const CancelToken& cancel)
      : files_(std::move(files)),
        options_(options),
        teller_(progress, static_cast<std::int64_t>(files_.files.size())),
        cancel_(cancel),
        outcomes_(files_.files.size()),
        problems_(files_.files.size()) {}

  DataSet read() {
    choose_target();
    pixels_.resize(room_for_examples(static_cast<std::int64_t>(files_.files.size()),
                                     static_cast<std::int64_t>(example_bytes())));
    const int threads = options_.threads > 0 ? options_.threads : default_threads();
    constexpr double k_decoding_ns = 200'000;  // a small JPEG
    parallel_for({.count = static_cast<std::int64_t>(files_.files.size()),
                  .nanoseconds_each = k_decoding_ns,
                  .threads = threads},
                 cancel_, [&](std::int64_t index) { read_one(static_cast<std::size_t>(index)); });
    return collected();
  }

 private:
  std::size_t example_bytes() const {
    return static_cast<std::size_t>(target_.width) * static_cast<std::size_t>(target_.height) *
           static_cast<std::size_t>(target_.channels);
  }

  bool is_chosen() const {
    return options_.width > 0 && options_.height > 0 && options_.colour != ExampleColour::of_first;
  }

  /// What the caller leaves open is as in the first picture that can be read.
  void choose_target() {
    const Picture first = is_chosen() ? Picture{} : first_readable();
    target_ = {.width = options_.width > 0 ? options_.width : first.width(),
               .height = options_.height > 0 ? options_.height : first.height(),
               .channels = options_.colour == ExampleColour::grey     ? 1
                           : options_.colour == ExampleColour::colour ? 3
                                                                      : first.channels(),
               .resize = options_.resize,
               .fit = options_.fit};
  }

  Picture first_readable() const {
    std::string why;
    for (const PictureFile& file : files_.files) {
      cancel_.throw_if_cancelled();
      try {
        return read_whole(file.path);
      } catch (const Error& error) {
        if (why.empty()) why = file.source + ": " + error.clause();
      }
    }
    throw Error{"none of the files is a picture that can be read", why};
  }

  void read_one(std::size_t index) {
    try {
      outcomes_[index] = write_example(read_whole(files_.files[index].path), target_,
                                       pixels_.data() + index * example_bytes());
    } catch (const Error& error) {
      problems_[index] = error.clause();
    }
    teller_.one_more();
  }

  /// Closes the gaps that unreadable files have left.
  DataSet collected() {
    DataSet set;
    set.channels = target_.channels;
    set.height = target_.height;
    set.width = target_.width;
    set.unreadable = std::move(files_.unreadable);
    const auto size = static_cast<std::ptrdiff_t>(example_bytes());
    for (std::size_t i = 0; i < files_.files.size(); ++i) {
      if (i == files_.first_test) set.first_test = set.count();
      if (outcomes_[i] == Outcome::unread) {
        set.unreadable.push_back({files_.files[i].source, problems_[i]});
        continue;
      }
      const auto from = pixels_.begin() + static_cast<std::ptrdiff_t>(i) * size;
      std::copy(from, from + size, pixels_.begin() + set.count() * size);
      set.labels.push_back(files_.files[i].label);
      set.sources.push_back(std::move(files_.files[i].source));
      set.resized += outcomes_[i] == Outcome::resized;
    }
    if (files_.first_test == files_.files.size()) set.first_test = set.count();
    pixels_.resize(static_cast<std::size_t>(set.count() * size));
    set.pixels = std::move(pixels_);
    set.classes = std::move(files_.classes);
    if (set.labels.empty()) {
      throw Error{"none of the files can be used",
                  set.unreadable.front().what + ": " + set.unreadable.front().why};
    }
    return set;
  }

  PictureFiles files_;
  const PictureFolderOptions& options_;
  ProgressTeller teller_;
  const CancelToken& cancel_;
  Target target_;
  std::vector<std::uint8_t> pixels_;
  std::vector<Outcome> outcomes_;
  std::vector<std::string> problems_;
};

void check_options(const PictureFolderOptions& options) {
  constexpr int k_most_side = 4096;
  const auto fits = [](int side) { return side >= 0 && side <= k_most_side; };
  if (!fits(options.width) || !fits(options.height)) {
    throw Error{fmt::format("examples of {} × {} pixels cannot be made; a side can be 1 to {}",
                            options.width, options.height, k_most_side)};
  }
}

/// SVG is drawn by Qt's graphical part; without it those files are listed as unreadable.
void prepare_for_svg(const std::vector<PictureFile>& files) {
  const bool any = std::ranges::any_of(
      files, [](const PictureFile& file) { return file.path.extension() == ".svg"; });
  if (!any || QCoreApplication::instance() != nullptr) return;
  ensure_qt_gui();
}

std::string name_of(const fs::path& folder) {
  const fs::path path = fs::absolute(folder).lexically_normal();
  return printable((path.has_filename() ? path : path.parent_path()).filename().string());
}

}  // namespace

bool is_picture_folder(const fs::path& folder) {
  std::error_code error;
  return fs::is_directory(folder, error) && !folders_in(folder).empty();
}

std::shared_ptr<const DataSet> read_picture_folder(const fs::path& folder,
                                                   const PictureFolderOptions& options,
                                                   const DataProgress& progress,
                                                   const CancelToken& cancel) {
  check_options(options);
  PictureFiles files = find_picture_files(folder, cancel);
  constexpr const char* k_hint = "Put the pictures of each class into a folder of its name";
  if (files.classes.empty()) {
    throw Error{"the folder holds no folders of classes", name_of(folder), k_hint};
  }
  if (files.files.empty()) {
    throw Error{"the folders of classes hold no files", name_of(folder), k_hint};
  }
  prepare_for_svg(files.files);
  try {
    DataSet set = FolderReader(std::move(files), options, progress, cancel).read();
    set.name = name_of(folder);
    return make_data_set(std::move(set));
  } catch (const Error& error) {
    throw error.at(name_of(folder));
  }
}

}  // namespace fovea
