#include "core/document/project/archive.h"

#include <algorithm>
#include <fmt/format.h>
#include <zip.h>

#include "core/base/error.h"
#include "core/base/replace_file.h"
#include "core/base/text.h"
#include "core/document/project/zip_output.h"
#include "core/tensor/tensor.h"

namespace fovea {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t k_free_growth = std::int64_t{64} << 20;
constexpr zip_uint32_t k_fast = 1;  // of deflate's levels

Error damaged(const std::string& where) {
  return Error{"the archive is damaged", where, "Take another copy of it"};
}

bool is_drive(std::string_view name) {
  return name.size() > 1 && name[1] == ':' && std::isalpha(static_cast<unsigned char>(name[0]));
}

/// Whether the name, with "/" between folders, means a place within the archive.
bool stays_within(std::string_view name) {
  if (name.empty() || name.front() == '/' || is_drive(name)) return false;
  const auto is_wrong = [](char c) {
    return c == '\\' || static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
  };
  if (std::ranges::any_of(name, is_wrong)) return false;
  while (!name.empty()) {
    const std::size_t end = std::min(name.find('/'), name.size());
    const std::string_view part = name.substr(0, end);
    if (part.empty() || part == "." || part == "..") return false;
    name.remove_prefix(std::min(end + 1, name.size()));
  }
  return true;
}

zip_t* open_archive(const fs::path& path) {
  // As an ordinary file: a pipe would be waited for.
  std::error_code failure;
  if (fs::is_directory(path, failure)) throw Error{"it is a folder, not a file"};
  if (!fs::exists(path, failure)) throw Error{"there is no such file"};
  if (!fs::is_regular_file(path, failure)) throw Error{"it is a device or a pipe, not a file"};
  int code = 0;
  zip_t* archive = zip_open(path.c_str(), ZIP_RDONLY, &code);
  if (archive != nullptr) return archive;
  const int system = errno;
  if (code == ZIP_ER_OPEN || code == ZIP_ER_READ)
    throw Error{"it cannot be read: " + std::generic_category().message(system)};
  if (code == ZIP_ER_NOENT) throw Error{"there is no such file"};
  if (code == ZIP_ER_MEMORY) throw Error{"there is not enough memory to open it"};
  throw Error{"it is no project file, or one that is damaged", {}, "Take another copy of it"};
}

struct Closed {
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};

void check_entry(const zip_stat_t& entry) {
  constexpr zip_uint64_t k_needed = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_METHOD;
  if ((entry.valid & k_needed) != k_needed) throw damaged({});
  if (!stays_within(entry.name)) {
    throw Error{"the archive holds a name that leads out of it", printable(entry.name),
                "It was not made by Fovea; do not trust it"};
  }
  if ((entry.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && entry.encryption_method != ZIP_EM_NONE) {
    throw Error{"the archive is encrypted", printable(entry.name), "Save it without a password"};
  }
}

/// Adds a size to those before it; refuses what is larger than may be read.
std::int64_t added(std::int64_t total, zip_uint64_t size, const ArchiveLimits& limits,
                   std::int64_t archive_bytes) {
  const std::int64_t budget = limits.bytes > 0 ? limits.bytes : memory_budget();
  const std::int64_t believable =
      std::max(k_free_growth, checked_multiply(archive_bytes, limits.growth));
  if (size > static_cast<zip_uint64_t>(budget - total)) {
    throw Error{fmt::format("what the archive holds takes more than the {} that may be used",
                            human_bytes(budget))};
  }
  if (total + static_cast<std::int64_t>(size) > believable) {
    throw Error{
        fmt::format("an archive of {} cannot hold as much as it says", human_bytes(archive_bytes)),
        {},
        "It was not made by Fovea; do not trust it"};
  }
  return total + static_cast<std::int64_t>(size);
}

}  // namespace

struct Archive::Handle {
  zip_t* zip = nullptr;
  ~Handle() {
    if (zip != nullptr) zip_discard(zip);
  }
};

Archive::Archive(const fs::path& path, const ArchiveLimits& limits)
    : handle_(std::make_unique<Handle>()) {
  handle_->zip = open_archive(path);
  const auto archive_bytes = static_cast<std::int64_t>(fs::file_size(path));
  const zip_int64_t count = zip_get_num_entries(handle_->zip, 0);
  if (count > limits.entries) {
    throw Error{
        fmt::format("the archive holds {} files; at most {} are read", count, limits.entries)};
  }
  std::int64_t total = 0;
  for (zip_int64_t i = 0; i < count; ++i) {
    zip_stat_t entry;
    if (zip_stat_index(handle_->zip, static_cast<zip_uint64_t>(i), 0, &entry) != 0)
      throw damaged({});
    check_entry(entry);
    const std::string name = entry.name;
    total = added(total, entry.size, limits, archive_bytes);
    if (name.ends_with('/')) continue;
    if (!entries_.emplace(name, Entry{i, static_cast<std::int64_t>(entry.size)}).second)
      throw Error{"the archive holds two files of one name", printable(name)};
  }
}

Archive::~Archive() = default;

std::vector<std::string> Archive::names() const {
  std::vector<std::string> names;
  for (const auto& [name, entry] : entries_) names.push_back(name);
  return names;
}

Bytes Archive::read(const std::string& name) const {
  const auto found = entries_.find(name);
  if (found == entries_.end()) {
    throw Error{"a part of the project is missing", printable(name), "Take another copy of it"};
  }
  const std::unique_ptr<zip_file_t, Closed> file(
      zip_fopen_index(handle_->zip, static_cast<zip_uint64_t>(found->second.index), 0));
  if (!file) throw damaged(printable(name));
  Bytes bytes(static_cast<std::size_t>(found->second.size));
  std::size_t size = 0;
  while (size < bytes.size()) {
    const zip_int64_t got = zip_fread(file.get(), bytes.data() + size, bytes.size() - size);
    if (got <= 0) throw damaged(printable(name));
    size += static_cast<std::size_t>(got);
  }
  // The end says whether its checksum is right, and that it is the end.
  std::uint8_t more = 0;
  if (zip_fread(file.get(), &more, 1) != 0) throw damaged(printable(name));
  return bytes;
}

void ArchiveDraft::add(std::string name, std::span<const std::uint8_t> bytes,
                       std::shared_ptr<const void> owner, Packing packing) {
  entries_.push_back({.name = std::move(name),
                      .bytes = bytes,
                      .owner = std::move(owner),
                      .file = {},
                      .packing = packing});
}

void ArchiveDraft::add(std::string name, Bytes bytes, Packing packing) {
  const auto owner = std::make_shared<const Bytes>(std::move(bytes));
  add(std::move(name), *owner, owner, packing);
}

void ArchiveDraft::add(std::string name, std::string text, Packing packing) {
  const auto owner = std::make_shared<const std::string>(std::move(text));
  add(std::move(name),
      std::span(reinterpret_cast<const std::uint8_t*>(owner->data()), owner->size()), owner,
      packing);
}

void ArchiveDraft::add(std::string name, fs::path file, std::int64_t size,
                       std::shared_ptr<const void> owner, Packing packing) {
  entries_.push_back({.name = std::move(name),
                      .bytes = {},
                      .owner = std::move(owner),
                      .file = std::move(file),
                      .size = size,
                      .packing = packing});
}

void ArchiveDraft::write(const fs::path& path) const {
  const auto fill = [&](int file) {
    ZipOutput output(file);
    for (const Entry& entry : entries_) {
      const bool has_file = !entry.file.empty() && entry.size > 0;
      zip_source_t* source =
          has_file ? output.source(entry.file, entry.size) : output.source(entry.bytes);
      output.add(entry.name, source, entry.packing == Packing::stored ? 0 : k_fast);
    }
    return output.finish();
  };
  replace_file(path, fill, Keeping::on_disk);
}

}  // namespace fovea
