#pragma once

#include <QImage>
#include <QObject>
#include <QStringList>
#include <QUrl>
#include <QtQml/qqmlregistration.h>

#include "ui/maps/newest_worker.h"
#include "ui/train/data/class_counts_model.h"
#include "ui/train/data/loaded_data.h"

namespace fovea {

/// The data that a network learns from: read and divided on a thread of its own, searched, and
/// cleaned of examples that a person takes out.
class DataModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(State state READ state NOTIFY stateChanged)
  /// While it loads: 0 to 1; −1 where that is not known.
  Q_PROPERTY(qreal progress READ progress NOTIFY progressChanged)
  /// A sentence; empty unless what was asked for last could not be done.
  Q_PROPERTY(QString problem READ problem NOTIFY stateChanged)
  /// What was asked for last: "fashion-mnist", "digits-from-fonts", a path.
  Q_PROPERTY(QString source READ source NOTIFY stateChanged)

  Q_PROPERTY(QString name READ name NOTIFY changed)
  Q_PROPERTY(int count READ count NOTIFY changed)
  Q_PROPERTY(int training READ training NOTIFY changed)
  Q_PROPERTY(int validation READ validation NOTIFY changed)
  Q_PROPERTY(int test READ test NOTIFY changed)
  Q_PROPERTY(QString sizeText READ sizeText NOTIFY changed)
  Q_PROPERTY(QStringList classNames READ classNames NOTIFY changed)
  Q_PROPERTY(QAbstractItemModel* classes READ classes CONSTANT)
  /// "cat/7.png: the picture ends too early", one each.
  Q_PROPERTY(QStringList unreadable READ unreadable NOTIFY changed)
  /// Pictures that were resized as they were read.
  Q_PROPERTY(int resized READ resized NOTIFY changed)
  /// Whether the set has test examples of its own, so that `testShare` does nothing.
  Q_PROPERTY(bool hasOwnTest READ hasOwnTest NOTIFY changed)

  Q_PROPERTY(
      qreal validationShare READ validationShare WRITE setValidationShare NOTIFY settingsChanged)
  Q_PROPERTY(qreal testShare READ testShare WRITE setTestShare NOTIFY settingsChanged)
  Q_PROPERTY(qreal seed READ seed WRITE setSeed NOTIFY settingsChanged)
  Q_PROPERTY(int excludedCount READ excludedCount NOTIFY settingsChanged)

  Q_PROPERTY(QString searchText READ searchText WRITE setSearchText NOTIFY filterChanged)
  /// Examples of this class alone; −1: of all.
  Q_PROPERTY(int classFilter READ classFilter WRITE setClassFilter NOTIFY filterChanged)
  Q_PROPERTY(int foundCount READ foundCount NOTIFY foundChanged)

 public:
  enum class State { Empty, Loading, Ready, Failed };
  Q_ENUM(State)

  explicit DataModel(QObject* parent = nullptr);
  ~DataModel() override;

  State state() const { return state_; }
  qreal progress() const { return progress_; }
  QString problem() const { return problem_; }
  QString source() const { return source_; }

  // What whoever trains reads. Null and empty until something is ready; it then stays, until
  // something else is.
  std::shared_ptr<const DataSet> data() const { return loaded_ ? loaded_->set : nullptr; }
  const Splits& splits() const;
  PixelScaling scaling() const { return loaded_ ? loaded_->scaling : PixelScaling{}; }
  /// The settings that `splits` were made with.
  const SplitSettings& splitSettings() const;

  QString name() const;
  int count() const { return loaded_ ? static_cast<int>(loaded_->set->count()) : 0; }
  int training() const { return static_cast<int>(splits().training.size()); }
  int validation() const { return static_cast<int>(splits().validation.size()); }
  int test() const { return static_cast<int>(splits().test.size()); }
  QString sizeText() const;
  QStringList classNames() const;
  QAbstractItemModel* classes() { return &classes_; }
  QStringList unreadable() const;
  int resized() const { return loaded_ ? static_cast<int>(loaded_->set->resized) : 0; }
  bool hasOwnTest() const;

  qreal validationShare() const { return settings_.validation; }
  void setValidationShare(qreal share);
  qreal testShare() const { return settings_.test; }
  void setTestShare(qreal share);
  qreal seed() const { return static_cast<qreal>(settings_.seed); }
  void setSeed(qreal seed);
  int excludedCount() const { return static_cast<int>(settings_.excluded.size()); }

  QString searchText() const { return search_; }
  void setSearchText(const QString& text);
  int classFilter() const { return class_filter_; }
  void setClassFilter(int label);
  int foundCount() const { return static_cast<int>(found_.size()); }
  /// Examples that the search and the class leave, ascending.
  const std::vector<std::int32_t>& found() const { return found_; }

  /// Adds a set that is in memory to what is there, on the worker; it is all there is where nothing
  /// is.
  void add(const std::shared_ptr<const DataSet>& set);
  /// The same in the place of what is there.
  void use(const std::shared_ptr<const DataSet>& set);
  /// A set that was read elsewhere from `source`, divided by these settings.
  void show(const std::shared_ptr<const DataSet>& set, const SplitSettings& settings,
            const QString& source);

 public slots:
  /// Loads Fashion-MNIST where nothing was asked for yet.
  void wantAny();
  /// Another set in the place of this one; exclusions go with the old one.
  void load(const QString& source);
  void loadUrl(const QUrl& url);
  /// The set of a folder or a file, added to this one.
  void addSource(const QString& source);
  void addUrl(const QUrl& url);
  /// What is loading is not wanted any more; what was there before stays.
  void cancel();

  bool isExcluded(int example) const;
  void setExcluded(int example, bool excluded);
  QString className(int example) const;
  /// "training", "validation", "test" or "left out".
  QString placeOf(int example) const;
  /// Where it comes from; empty where that says nothing.
  QString sourceOf(int example) const;
  QImage picture(int example) const;

 signals:
  void stateChanged();
  void progressChanged();
  /// Other data, or they are divided otherwise.
  void changed();
  void settingsChanged();
  void filterChanged();
  void foundChanged();

 private:
  void read(DataJob job, const QString& source);
  void divide();
  void take(const DataResult& result);
  void setState(State state, const QString& problem = {});
  void find();
  void tellProgress(std::uint64_t ticket, double share);

  State state_ = State::Empty;
  qreal progress_ = -1;
  QString problem_, source_;
  std::shared_ptr<const LoadedData> loaded_;
  ClassCountsModel classes_;
  SplitSettings settings_;
  QString search_;
  int class_filter_ = -1;
  std::vector<std::int32_t> found_;
  std::uint64_t ticket_ = 0;    // of the newest job
  std::uint64_t outdated_ = 0;  // results up to this ticket are of other data
  CancelToken cancel_;          // of what is being read
  NewestWorker<DataJob, DataResult> worker_;
};

}  // namespace fovea
