#pragma once

#include <QAbstractListModel>
#include <QFileInfo>
#include <QtQml/qqmlregistration.h>
#include <vector>

namespace fovea {

/// Folders and files to choose from, and what a typed path means. Lists the folder that `typed`
/// leads to, seen from `folder`; reading it runs on a file worker.
class FolderList : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(QString folder READ folder WRITE setFolder NOTIFY folderChanged)
  /// What stands in the box: a name, a path from `folder`, or one that begins with / or ~.
  Q_PROPERTY(QString typed READ typed WRITE setTyped NOTIFY typedChanged)
  /// Files with these endings only ("png"); all where empty.
  Q_PROPERTY(QStringList endings READ endings WRITE setEndings NOTIFY endingsChanged)
  /// Whether only names that begin as the typed one are listed.
  Q_PROPERTY(bool narrowing READ isNarrowing WRITE setNarrowing NOTIFY narrowingChanged)
  /// The folder that is listed.
  Q_PROPERTY(QString listed READ listed NOTIFY listedChanged)
  Q_PROPERTY(int count READ count NOTIFY countChanged)

 public:
  enum Role { Name = Qt::UserRole, IsFolder, Detail };

  /// Starts in the folder that was remembered last, else in the person's own.
  explicit FolderList(QObject* parent = nullptr);

  QString folder() const { return folder_; }
  void setFolder(const QString& folder);
  QString typed() const { return typed_; }
  void setTyped(const QString& typed);
  QStringList endings() const { return endings_; }
  void setEndings(const QStringList& endings);
  bool isNarrowing() const { return narrowing_; }
  void setNarrowing(bool narrowing);
  QString listed() const { return listed_; }
  int count() const { return static_cast<int>(shown_.size()); }

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

 public slots:
  /// What is to be typed for that row: its name after the folders typed so far, a folder with "/".
  QString typedFor(int row) const;
  /// `typed` continued as far as all names that begin so agree.
  QString completed() const;
  /// What `typed` names: { url, isFolder, exists, problem }; `suffix` is put behind a name without
  /// an ending, and where there is one ending alone behind any other. `problem` is a sentence where
  /// it can be neither opened nor, when `saving`, written.
  QVariantMap target(bool saving, const QString& suffix) const;
  void up();
  /// Keeps `folder`, for every other list and the next start.
  void remember() const;
  /// Goes to the folder that was remembered last, by any list.
  void recall();

 signals:
  void folderChanged();
  void typedChanged();
  void endingsChanged();
  void narrowingChanged();
  void listedChanged();
  void countChanged();

 private:
  QString pathOf(const QString& typed) const;
  void read();
  void take(const QString& folder, const QFileInfoList& entries);
  void choose();

  QString folder_, typed_, listed_;
  QStringList endings_;
  bool narrowing_ = true;
  QFileInfoList entries_;  // of listed_, folders first
  std::vector<int> shown_;
};

}  // namespace fovea
