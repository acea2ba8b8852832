#include "ui/kernel/library/library_model.h"

#include <QStandardPaths>
#include <algorithm>

#include "core/document/unit_view.h"
#include "core/document/weights.h"
#include "core/kernel/kernel_text.h"
#include "core/media/kernel_file.h"

namespace fovea {
namespace {

QString text_of(const std::string& text) { return QString::fromStdString(text); }

QString joined(const std::vector<std::string>& tags) {
  QStringList list;
  for (const std::string& tag : tags) list << text_of(tag);
  return list.join(", ");
}

bool is_same(const KernelLibrary::Entry& a, const KernelLibrary::Entry& b) {
  return a.file == b.file && a.kernel.name == b.kernel.name && a.kernel.tags == b.kernel.tags &&
         a.kernel.cells.shape() == b.kernel.cells.shape() &&
         std::ranges::equal(a.kernel.cells.floats(), b.kernel.cells.floats());
}

/// The weight of the convolution that the workshop shows, [M, C, kH, kW].
Tensor bank_of(const KernelBench& bench) {
  const auto place = bench.place();
  const Graph& graph = bench.workspace()->document().network.graph;
  const auto cells = place ? place_of(graph, place->slice()) : std::nullopt;
  if (!cells) return {};
  const Tensor& weight = graph.weight(cells->weight);
  if (weight.shape().rank() == 4) return weight;
  const Shape& shape = weight.shape();
  return weight.reshaped(Shape{shape[0], shape[1], 1, shape.elements(2, shape.rank())});
}

}  // namespace

LibraryModel::LibraryModel(QObject* parent)
    : QAbstractListModel(parent),
      folder_(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + "/kernels"),
      files_(this, [this](const QString& sentence) { fail(sentence); }) {
  reload();
}

int LibraryModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(shown_.size());
}

const KernelLibrary::Entry* LibraryModel::entry(int row) const {
  return row >= 0 && row < rowCount() ? &shown_[static_cast<std::size_t>(row)] : nullptr;
}

QHash<int, QByteArray> LibraryModel::roleNames() const {
  return {{Name, "name"}, {Tags, "tags"}, {Count, "count"}, {Rows, "rows"}, {Columns, "columns"}};
}

QVariant LibraryModel::data(const QModelIndex& index, int role) const {
  const KernelLibrary::Entry* it = entry(index.row());
  if (!it) return {};
  const Shape& shape = it->kernel.cells.shape();
  switch (role) {
    case Name:
      return text_of(it->kernel.name);
    case Tags:
      return joined(it->kernel.tags);
    case Count:
      return static_cast<int>(it->kernel.count());
    case Rows:
      return static_cast<int>(shape[shape.rank() - 2]);
    case Columns:
      return static_cast<int>(shape[shape.rank() - 1]);
    default:
      return {};
  }
}

void LibraryModel::setBench(KernelBench* bench) {
  if (bench == bench_) return;
  if (bench_) bench_->disconnect(this);
  bench_ = bench;
  if (bench_) connect(bench_, &KernelBench::changed, this, &LibraryModel::bankChanged);
  emit benchChanged();
  emit bankChanged();
}

void LibraryModel::setFolder(const QString& folder) {
  if (folder == folder_) return;
  folder_ = folder;
  emit folderChanged();
  reload();
}

void LibraryModel::setWords(const QString& words) {
  if (words == words_) return;
  words_ = words;
  emit wordsChanged();
  filter();
}

QString LibraryModel::bankName() const {
  if (!bench_ || bench_->isOnPicture() || !bench_->place()) return {};
  const Graph& graph = bench_->workspace()->document().network.graph;
  return text_of(value_label(graph, graph.node(bench_->place()->conv).outputs.front()));
}

QList<qreal> LibraryModel::cells(int row, int index) const {
  const KernelLibrary::Entry* it = entry(row);
  if (!it || index < 0 || index >= it->kernel.count()) return {};
  const Tensor kernel = it->kernel.kernel(index);
  return {kernel.floats().begin(), kernel.floats().end()};
}

QVariantMap LibraryModel::mimeData(int row, int index) const {
  const KernelLibrary::Entry* it = entry(row);
  if (!it || index < 0 || index >= it->kernel.count()) return {};
  const SavedKernel one{it->kernel.name, it->kernel.tags, it->kernel.kernel(index)};
  return {{"text/plain", text_of(to_text(one.cells))},
          {"text/csv", text_of(to_text(one.cells, KernelStyle::csv))},
          {k_kernel_mime, text_of(encode_saved_kernel(one))}};
}

void LibraryModel::fail(const QString& sentence) {
  if (bench_ && bench_->workspace() && !sentence.isEmpty()) bench_->workspace()->fail(sentence);
}

void LibraryModel::change(std::function<std::string(const KernelLibrary&)> work) {
  files_.post([this, work = std::move(work), folder = folder_]() -> FileQueue::Taking {
    const KernelLibrary library(folder.toStdString());
    std::string kept = work(library);
    return [this, kept = std::move(kept), listing = library.list()] { take(listing, kept); };
  });
}

void LibraryModel::reload() {
  change([](const KernelLibrary&) { return std::string(); });
}

void LibraryModel::keep(SavedKernel kernel) {
  change(
      [kernel = std::move(kernel)](const KernelLibrary& library) { return library.save(kernel); });
}

void LibraryModel::save(const QString& name, const QString& tags) {
  if (!bench_ || !bench_->hasKernel()) return;
  keep({name.toStdString(), tags_of(tags.toStdString()), bench_->kernel()});
}

void LibraryModel::saveBank(const QString& name, const QString& tags) {
  const Tensor bank = bench_ ? bank_of(*bench_) : Tensor();
  if (!bank.empty()) keep({name.toStdString(), tags_of(tags.toStdString()), bank});
}

void LibraryModel::place(int row, int index) {
  const KernelLibrary::Entry* it = entry(row);
  if (it && bench_ && index >= 0 && index < it->kernel.count()) put(it->kernel, index);
}

void LibraryModel::put(const SavedKernel& saved, std::int64_t index) {
  const QString name = text_of(saved.name);
  bench_->setKernel(saved.kernel(index), name, {}, name);
}

void LibraryModel::change(int row, const QString& name, const QString& tags) {
  const KernelLibrary::Entry* it = entry(row);
  if (!it) return;
  change([file = it->file, name = name.toStdString(),
          list = tags_of(tags.toStdString())](const KernelLibrary& library) {
    const std::string renamed = library.rename(file, name);
    library.retag(renamed, list);
    return std::string();
  });
}

void LibraryModel::remove(int row) {
  const KernelLibrary::Entry* it = entry(row);
  if (!it) return;
  change([file = it->file](const KernelLibrary& library) {
    library.remove(file);
    return std::string();
  });
}

void LibraryModel::open(const QUrl& url) {
  files_.post([this, path = url.toLocalFile()]() -> FileQueue::Taking {
    const std::filesystem::path file(path.toStdString());
    if (file.extension() == ".json") {
      return [this, saved = read_saved_kernel(file)] {
        keep(saved);
        if (bench_ && saved.count() == 1) put(saved, 0);
      };
    }
    const QString name = text_of(file.filename().string());
    return [this, name, kernel = read_kernel_file(file)] {
      if (bench_) bench_->setKernel(kernel, name, {}, name);
    };
  });
}

void LibraryModel::take(KernelLibrary::Listing listing, const std::string& kept_file) {
  all_ = std::move(listing.entries);
  emit totalChanged();
  filter();
  if (!listing.damaged.empty()) fail(text_of(listing.damaged.front()));
  for (int row = 0; row < rowCount() && !kept_file.empty(); ++row) {
    if (entry(row)->file == kept_file) emit kept(row);
  }
}

/// Rows that stay keep their place in views: only what went or came is told.
void LibraryModel::filter() {
  std::vector<KernelLibrary::Entry> next;
  for (const auto& it : all_) {
    if (matches(it.kernel, words_.toStdString())) next.push_back(it);
  }
  const auto is_in = [](const auto& list, const KernelLibrary::Entry& wanted) {
    return std::ranges::any_of(list, [&](const auto& it) { return is_same(it, wanted); });
  };
  for (int row = rowCount(); row-- > 0;) {
    if (is_in(next, *entry(row))) continue;
    beginRemoveRows({}, row, row);
    shown_.erase(shown_.begin() + row);
    endRemoveRows();
  }
  for (int row = 0; row < static_cast<int>(next.size()); ++row) {
    const auto& wanted = next[static_cast<std::size_t>(row)];
    if (entry(row) && is_same(*entry(row), wanted)) continue;
    beginInsertRows({}, row, row);
    shown_.insert(shown_.begin() + row, wanted);
    endInsertRows();
  }
}

}  // namespace fovea
