#include "ui/controls/folder_list.h"

#include <QCoreApplication>
#include <QDir>
#include <QLocale>
#include <QPointer>
#include <QSettings>
#include <QThreadPool>
#include <QUrl>

namespace fovea {
namespace {

constexpr auto k_folder_key = "files/folder";

/// The part of a typed path up to its last slash, and the rest.
QString folders_of(const QString& typed) { return typed.left(typed.lastIndexOf(u'/') + 1); }
QString name_of(const QString& typed) { return typed.mid(typed.lastIndexOf(u'/') + 1); }

QString start_folder() {
  const QString kept = QSettings().value(QLatin1String(k_folder_key)).toString();
  return !kept.isEmpty() && QFileInfo(kept).isDir() ? kept : QDir::homePath();
}

}  // namespace

FolderList::FolderList(QObject* parent) : QAbstractListModel(parent), folder_(start_folder()) {
  read();
}

void FolderList::setFolder(const QString& folder) {
  const QString clean = QDir::cleanPath(folder);
  if (clean == folder_) return read();
  folder_ = clean;
  emit folderChanged();
  read();
}

void FolderList::setTyped(const QString& typed) {
  if (typed == typed_) return;
  const bool elsewhere = folders_of(typed) != folders_of(typed_);
  typed_ = typed;
  emit typedChanged();
  elsewhere ? read() : choose();
}

void FolderList::setEndings(const QStringList& endings) {
  if (endings == endings_) return;
  endings_ = endings;
  emit endingsChanged();
  choose();
}

void FolderList::setNarrowing(bool narrowing) {
  if (narrowing == narrowing_) return;
  narrowing_ = narrowing;
  emit narrowingChanged();
  choose();
}

QString FolderList::pathOf(const QString& typed) const {
  QString path = typed;
  if (path == u"~" || path.startsWith(QLatin1String("~/"))) path.replace(0, 1, QDir::homePath());
  return QDir::cleanPath(QDir(folder_).absoluteFilePath(path));
}

void FolderList::read() {
  const QString wanted = pathOf(folders_of(typed_));
  QPointer<FolderList> self(this);
  QThreadPool::globalInstance()->start([self, wanted] {
    const QDir dir(wanted);
    if (!dir.exists()) return;  // half a name: what is listed stays
    const QFileInfoList entries =
        dir.entryInfoList(QDir::Dirs | QDir::Files | QDir::NoDotAndDotDot,
                          QDir::DirsFirst | QDir::Name | QDir::IgnoreCase | QDir::LocaleAware);
    QMetaObject::invokeMethod(
        qApp,
        [self, wanted, entries] {
          if (self) self->take(wanted, entries);
        },
        Qt::QueuedConnection);
  });
}

void FolderList::take(const QString& folder, const QFileInfoList& entries) {
  if (folder != pathOf(folders_of(typed_))) return;  // the person is somewhere else by now
  entries_ = entries;
  listed_ = folder;
  emit listedChanged();
  choose();
}

void FolderList::choose() {
  const QString beginning = narrowing_ ? name_of(typed_) : QString();
  std::vector<int> shown;
  for (int i = 0; i < entries_.size(); ++i) {
    const QFileInfo& it = entries_[i];
    const bool fits =
        it.isDir() || endings_.isEmpty() || endings_.contains(it.suffix(), Qt::CaseInsensitive);
    if (fits && it.fileName().startsWith(beginning, Qt::CaseInsensitive)) shown.push_back(i);
  }
  beginResetModel();
  shown_ = std::move(shown);
  endResetModel();
  emit countChanged();
}

int FolderList::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : count(); }

QVariant FolderList::data(const QModelIndex& index, int role) const {
  if (index.row() < 0 || index.row() >= count()) return {};
  const QFileInfo& it = entries_[shown_[static_cast<std::size_t>(index.row())]];
  switch (role) {
    case Name:
      return it.fileName();
    case IsFolder:
      return it.isDir();
    case Detail:
      return it.isDir() ? QString() : QLocale::c().formattedDataSize(it.size(), 1);
    default:
      return {};
  }
}

QHash<int, QByteArray> FolderList::roleNames() const {
  return {{Name, "name"}, {IsFolder, "isFolder"}, {Detail, "detail"}};
}

QString FolderList::typedFor(int row) const {
  if (row < 0 || row >= count()) return typed_;
  const QFileInfo& it = entries_[shown_[static_cast<std::size_t>(row)]];
  return folders_of(typed_) + it.fileName() + (it.isDir() ? QStringLiteral("/") : QString());
}

QString FolderList::completed() const {
  const QString beginning = name_of(typed_);
  QString common;
  int found = 0;
  for (int row = 0; row < count(); ++row) {
    const QFileInfo& it = entries_[shown_[static_cast<std::size_t>(row)]];
    QString name = it.fileName();
    if (!name.startsWith(beginning, Qt::CaseInsensitive)) continue;
    if (it.isDir()) name += u'/';
    if (found++ == 0) common = name;
    qsizetype same = 0;
    while (same < std::min(common.size(), name.size()) && common[same] == name[same]) ++same;
    common.truncate(same);
  }
  return common.size() > beginning.size() ? folders_of(typed_) + common : typed_;
}

QVariantMap FolderList::target(bool saving, const QString& suffix) const {
  if (typed_.trimmed().isEmpty()) return {{QStringLiteral("problem"), QString()}};
  QFileInfo file(pathOf(typed_.trimmed()));
  const bool is_folder = file.isDir();
  const bool has_ending =
      endings_.isEmpty() || endings_.contains(file.suffix(), Qt::CaseInsensitive);
  const bool lacks_one = file.suffix().isEmpty() || (!has_ending && endings_.size() == 1);
  if (saving && !is_folder && lacks_one && !suffix.isEmpty())
    file.setFile(file.filePath() + u'.' + suffix);
  QString problem;
  const QFileInfo folder(file.path());
  if (is_folder && !file.isReadable())
    problem = tr("The folder %1 cannot be read.").arg(file.fileName());
  else if (!is_folder && !folder.isDir())
    problem = tr("There is no folder %1.").arg(file.path());
  else if (!saving && !file.exists())
    problem = tr("There is no file %1 in %2.").arg(file.fileName(), file.path());
  else if (saving && !is_folder && !lacks_one && !has_ending)
    problem = tr("The name ends with .%1, and what can be written ends with .%2.")
                  .arg(file.suffix(), endings_.join(QStringLiteral(", .")));
  else if (saving && !is_folder && !(file.exists() ? file : folder).isWritable())
    problem = tr("%1 cannot be written to.").arg(file.exists() ? file.fileName() : file.path());
  return {{QStringLiteral("path"), file.filePath()},
          {QStringLiteral("name"), file.fileName()},
          {QStringLiteral("url"), QUrl::fromLocalFile(file.filePath())},
          {QStringLiteral("folder"), is_folder ? file.filePath() : file.path()},
          {QStringLiteral("isFolder"), is_folder},
          {QStringLiteral("exists"), file.exists()},
          {QStringLiteral("problem"), problem}};
}

void FolderList::up() { setFolder(pathOf(folders_of(typed_)) + QStringLiteral("/..")); }

void FolderList::remember() const { QSettings().setValue(QLatin1String(k_folder_key), folder_); }

void FolderList::recall() { setFolder(start_folder()); }

}  // namespace fovea
