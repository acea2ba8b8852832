#pragma once

#include <QAbstractListModel>
#include <QPointer>
#include <QSize>
#include <QVariant>
#include <optional>
#include <vector>

#include "core/ops/conv/presets.h"
#include "ui/kernel/kernel_bench.h"

namespace fovea {

/// The kernels that are known by name, as a gallery: what is pointed at is previewed on the bench,
/// what is chosen is put there, and its parameters shape it from then on. A bank offers its kernels
/// to choose from. Where the bench's size is the network's, so is the preset's.
class PresetsModel : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(fovea::KernelBench* bench READ bench WRITE setBench NOTIFY benchChanged REQUIRED)
  /// Only what has all these words in its title or its sentences `matches`.
  Q_PROPERTY(QString search READ search WRITE setSearch NOTIFY searchChanged)
  Q_PROPERTY(int matchCount READ matchCount NOTIFY searchChanged)
  /// Row of what is in place, or is shaped; -1 where the bench has a kernel of another origin.
  Q_PROPERTY(int chosen READ chosen NOTIFY chosenChanged)
  /// What is told of the row that is pointed at, else of the chosen one: { title, sentence, lookFor
  /// }, empty where there is neither.
  Q_PROPERTY(QVariantMap shown READ shown NOTIFY shownChanged)
  /// Of the chosen row: { name, unit, value, from, to, hardFrom, hardTo, step, decimals, start,
  /// help }.
  Q_PROPERTY(QVariantList parameters READ parameters NOTIFY parametersChanged)
  Q_PROPERTY(int parameterCount READ parameterCount NOTIFY chosenChanged)
  /// Kernels of the chosen bank: { title, kernel }; empty where it is none. `member` is in place.
  Q_PROPERTY(QVariantList members READ members NOTIFY parametersChanged)
  Q_PROPERTY(int member READ member NOTIFY parametersChanged)

 public:
  enum Role { Title = Qt::UserRole, Sentence, Kernel, Matches };

  explicit PresetsModel(QObject* parent = nullptr);

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

  KernelBench* bench() const { return bench_; }
  void setBench(KernelBench* bench);
  QString search() const { return search_; }
  void setSearch(const QString& search);
  int matchCount() const;
  int chosen() const { return chosen_; }
  QVariantMap shown() const;
  QVariantList parameters() const;
  int parameterCount() const { return chosen_ < 0 ? 0 : static_cast<int>(values_.size()); }
  QVariantList members() const;
  int member() const { return member_; }

 public slots:
  /// The pointer or the keyboard is on a row.
  void pointAt(int row);
  /// It has left that row.
  void pointAwayFrom(int row);
  void choose(int row);
  /// The same for a kernel of the chosen bank.
  void pointAtMember(int member);
  void chooseMember(int member);
  /// Shapes the kernel in place; all that is shaped until `endGesture` is one edit.
  void shape(int parameter, qreal value);
  void endGesture();

 signals:
  void benchChanged();
  void searchChanged();
  void chosenChanged();
  void shownChanged();
  void parametersChanged();

 private:
  QString parameterName(int parameter) const;
  bool isFixed(const KernelParameter& parameter) const;
  std::vector<double> startValues(int row) const;
  Tensor make(int row, const std::vector<double>& values, int member) const;
  bool matches(int row) const;
  bool isInPlace(const Tensor& kernel) const;
  void set(int row, int member, std::vector<double> values);
  void putInPlace(const QString& gesture);
  void follow();
  void followSize();

  QPointer<KernelBench> bench_;
  QString search_;
  int chosen_ = -1, pointed_ = -1, member_ = 0;
  std::vector<double> values_;  // of the chosen row's parameters
  QSize pictured_;              // size of the bench's kernel that the gallery shows; none if free
};

}  // namespace fovea
