#pragma once

#include <QAbstractListModel>
#include <QImage>
#include <QPointer>
#include <QtQml/qqmlregistration.h>

#include "core/media/drawn_set.h"
#include "ui/kernel/library/file_queue.h"
#include "ui/train/data/data_model.h"

namespace fovea {

/// A set that a person draws, as rows of classes with their counts. Files are written one after the
/// other on a thread of their own.
class DrawnSetModel : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  /// Where the set is: a folder of the person's own data unless it is set.
  Q_PROPERTY(QString folder READ folder WRITE setFolder NOTIFY folderChanged)
  /// The class that is drawn; −1: none yet.
  Q_PROPERTY(int chosen READ chosen WRITE setChosen NOTIFY chosenChanged)
  Q_PROPERTY(QString className READ className NOTIFY chosenChanged)
  /// Whether drawings are centred by mass in 20 × 20 of 28 × 28 pixels, as MNIST has its digits;
  /// else they are reduced to 28 × 28 as they lie.
  Q_PROPERTY(bool centred READ isCentred WRITE setCentred NOTIFY centredChanged)
  Q_PROPERTY(int total READ total NOTIFY counted)
  /// Whether there is one to take back, of those added since the program started.
  Q_PROPERTY(bool canTakeBack READ canTakeBack NOTIFY counted)
  /// A sentence; empty unless the last thing failed.
  Q_PROPERTY(QString problem READ problem NOTIFY problemChanged)

 public:
  enum Role { Name = Qt::UserRole, Count };

  explicit DrawnSetModel(QObject* parent = nullptr);

  QString folder() const { return folder_; }
  void setFolder(const QString& folder);
  int chosen() const { return chosen_; }
  void setChosen(int row);
  QString className() const;
  bool isCentred() const { return centred_; }
  void setCentred(bool centred);
  int total() const;
  bool canTakeBack() const { return !added_.empty(); }
  QString problem() const { return problem_; }

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

 public slots:
  /// Chooses the class of that name, a new one where there is none such.
  void chooseClass(const QString& name);
  /// The 28 × 28 pixels that are saved of a drawing.
  QImage resultOf(const QImage& drawing) const;
  /// Saves the drawing under the chosen class.
  void add(const QImage& drawing);
  /// Deletes the example that was added last.
  void takeBack();
  /// Makes the set the data of `model`, or adds it to them.
  void giveTo(fovea::DataModel* model, bool adds);

 signals:
  void folderChanged();
  void chosenChanged();
  void centredChanged();
  void counted();
  void problemChanged();
  /// The set is in `model`.
  void given();

 private:
  struct ClassRow {
    QString name;
    int count = 0;
  };
  void reload();
  void take(const std::vector<DrawnSet::Entry>& entries);
  void countOne(const QString& name, int more);
  void say(const QString& problem);
  DrawnSet set() const { return DrawnSet(folder_.toStdString()); }

  QString folder_;
  std::vector<ClassRow> rows_;
  std::vector<DrawnSet::Entry> added_;
  int chosen_ = -1;
  bool centred_ = true;
  QString problem_;
  FileQueue files_;
};

}  // namespace fovea
