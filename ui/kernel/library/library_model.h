#pragma once

#include <QAbstractListModel>
#include <QPointer>
#include <QUrl>
#include <QVariantMap>

#include "core/kernel/library.h"
#include "ui/kernel/kernel_bench.h"
#include "ui/kernel/library/file_queue.h"

namespace fovea {

/// The kernels that a person has kept: those whose names and tags have all words that are searched
/// for. All files are read and written by a worker.
class LibraryModel : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(fovea::KernelBench* bench READ bench WRITE setBench NOTIFY benchChanged REQUIRED)
  /// Where the files are: the person's own data folder, unless it is said otherwise.
  Q_PROPERTY(QString folder READ folder WRITE setFolder NOTIFY folderChanged)
  Q_PROPERTY(QString words READ words WRITE setWords NOTIFY wordsChanged)
  Q_PROPERTY(int total READ total NOTIFY totalChanged)
  /// The network's convolution that the workshop's kernel is of; empty on the picture.
  Q_PROPERTY(QString bankName READ bankName NOTIFY bankChanged)

 public:
  enum Role { Name = Qt::UserRole, Tags, Count, Rows, Columns };

  explicit LibraryModel(QObject* parent = nullptr);

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

  KernelBench* bench() const { return bench_; }
  void setBench(KernelBench* bench);
  QString folder() const { return folder_; }
  void setFolder(const QString& folder);
  QString words() const { return words_; }
  void setWords(const QString& words);
  int total() const { return static_cast<int>(all_.size()); }
  QString bankName() const;

  /// Cells of kernel `index` of a row, row-major.
  Q_INVOKABLE QList<qreal> cells(int row, int index) const;
  /// That kernel as other programs take it: text, CSV, and a kernel file's content.
  Q_INVOKABLE QVariantMap mimeData(int row, int index) const;

 public slots:
  /// Keeps the workshop's kernel, or all kernels of its convolution; tags apart by commas.
  void save(const QString& name, const QString& tags);
  void saveBank(const QString& name, const QString& tags);
  /// Puts kernel `index` of a row into the workshop.
  void place(int row, int index);
  void change(int row, const QString& name, const QString& tags);
  void remove(int row);
  /// Puts the kernel of a file into the workshop. A kernel file, which has a name, is kept too; of
  /// a bank the person then chooses one.
  void open(const QUrl& url);
  void reload();

 signals:
  void benchChanged();
  void folderChanged();
  void wordsChanged();
  void totalChanged();
  void bankChanged();
  /// Row of what was kept last.
  void kept(int row);

 private:
  void keep(SavedKernel kernel);
  void put(const SavedKernel& saved, std::int64_t index);
  /// Shows what the library holds now, `kept` among it.
  void take(KernelLibrary::Listing listing, const std::string& kept = {});
  void filter();
  void fail(const QString& sentence);
  const KernelLibrary::Entry* entry(int row) const;
  /// `work` on the library, and what it holds after that.
  void change(std::function<std::string(const KernelLibrary&)> work);

  QPointer<KernelBench> bench_;
  QString folder_, words_;
  std::vector<KernelLibrary::Entry> all_, shown_;
  FileQueue files_;
};

}  // namespace fovea
