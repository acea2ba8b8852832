#pragma once

#include <QImage>
#include <QObject>
#include <QPointer>
#include <QTimer>
#include <QUrl>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>
#include <functional>
#include <span>

#include "core/figure/document_recipe.h"
#include "core/figure/figure_source.h"
#include "ui/figure/filter_figures.h"
#include "ui/train/train_model.h"
#include "ui/window/workspace.h"

namespace fovea {

/// A choice of what is shown, in words of ExportModel's translations.
struct ExportKind {
  FigureKind figure;
  const char* text;
  const char* detail;
};

/// What the export dialog's figure and clip have in common: of what window they are, what is shown
/// and in which colours, and that only values of the document as it is are drawn and written.
class ExportModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("what figures and clips have in common")
  Q_PROPERTY(fovea::Workspace* workspace READ workspace WRITE setWorkspace NOTIFY workspaceChanged
                 REQUIRED)
  /// Whose run can be shown; may be null.
  Q_PROPERTY(fovea::TrainModel* train READ train WRITE setTrain NOTIFY workspaceChanged)
  /// Nothing is drawn while nobody looks.
  Q_PROPERTY(bool active READ isActive WRITE setActive NOTIFY activeChanged)

  /// What it can be of, where there is a choice: in the Kernel lens its filter, or the network.
  Q_PROPERTY(QVariantList subjects READ subjects NOTIFY choicesChanged)
  Q_PROPERTY(int subject READ subject WRITE setSubject NOTIFY specChanged)
  /// What can be shown, as DropDown has choices: what cannot now is not enabled, and says why.
  Q_PROPERTY(QVariantList kinds READ kinds NOTIFY choicesChanged)
  Q_PROPERTY(int kind READ kind WRITE setKind NOTIFY specChanged)
  /// A choice that leaves the layer open, where the kind has one, then the layers by name.
  Q_PROPERTY(QVariantList layers READ layers NOTIFY choicesChanged)
  Q_PROPERTY(int layer READ layer WRITE setLayer NOTIFY specChanged)
  /// "0, 3-7"; empty: all, or of what shows one the first.
  Q_PROPERTY(QString units READ units WRITE setUnits NOTIFY specChanged)
  /// 0: as the window has it; then Palette.
  Q_PROPERTY(int palette READ palette WRITE setPalette NOTIFY specChanged)
  Q_PROPERTY(bool light READ isLight WRITE setLight NOTIFY specChanged)
  Q_PROPERTY(bool legend READ hasLegend WRITE setLegend NOTIFY specChanged)
  Q_PROPERTY(bool caption READ hasCaption WRITE setCaption NOTIFY specChanged)

  /// A QImage; null before the first one and where there is a problem.
  Q_PROPERTY(QVariant preview READ preview NOTIFY previewChanged)
  /// Why it cannot be drawn or was not written, a sentence.
  Q_PROPERTY(QString problem READ problem NOTIFY previewChanged)
  Q_PROPERTY(bool writing READ isWriting NOTIFY writingChanged)
  Q_PROPERTY(QString suggestedName READ suggestedName NOTIFY specChanged)

 public:
  Workspace* workspace() const { return workspace_; }
  void setWorkspace(Workspace* workspace);
  TrainModel* train() const { return train_; }
  void setTrain(TrainModel* train);
  bool isActive() const { return active_; }
  void setActive(bool active);

  QVariantList subjects() const;
  int subject() const { return index_of(look().subject); }
  void setSubject(int subject);
  QVariantList kinds() const;
  int kind() const;
  void setKind(int kind);
  QVariantList layers() const;
  int layer() const;
  void setLayer(int layer);
  QString units() const;
  void setUnits(const QString& text);
  int palette() const { return look().palette ? static_cast<int>(*look().palette) + 1 : 0; }
  void setPalette(int palette);
  bool isLight() const { return look().theme == Theme::light; }
  void setLight(bool on) { change(look().theme, on ? Theme::light : Theme::dark); }
  bool hasLegend() const { return look().legend; }
  void setLegend(bool on) { change(look().legend, on); }
  bool hasCaption() const { return look().caption; }
  void setCaption(bool on) { change(look().caption, on); }

  QVariant preview() const { return preview_; }
  QString problem() const { return problem_; }
  bool isWriting() const { return writing_; }
  virtual QString suggestedName() const = 0;
  /// How long writing waits for values.
  void setPatience(int milliseconds) { patience_.setInterval(milliseconds); }

 public slots:
  /// The layer and the unit that are selected; in the Kernel lens the filter.
  virtual void takeSelection();
  /// By the ending of its name. On a worker, once the document is computed as it is; `written` or
  /// a problem follows.
  virtual void write(const QUrl& file) = 0;

 signals:
  void workspaceChanged();
  void activeChanged();
  void choicesChanged();
  void specChanged();
  void previewChanged();
  void writingChanged();
  void written(const QUrl& file);

 protected:
  /// `kinds` stay; the settings are remembered under a name.
  ExportModel(std::span<const ExportKind> kinds, const char* settings, QObject* parent);

  /// The figure that is shown, or that moves.
  virtual const FigureSpec& look() const = 0;
  virtual FigureSpec& look() = 0;
  /// Of the network.
  virtual std::vector<std::string> layerNames() const = 0;
  /// Whether it is of layers that have kernels alone.
  virtual bool wantsKernels() const = 0;
  /// It was laid on the filter where the lens's window stands.
  virtual void filterTaken() {}
  /// The choice that leaves the layer open; empty where there is none.
  virtual QString openLayer() const = 0;
  /// A unit and a position of the layer that is selected.
  virtual void takePlace(const Selection& selection) = 0;
  virtual void kindChosen() { takeLayer(); }
  /// Another workspace is there.
  virtual void attach() {}
  virtual void frameCame() { drawAgain(); }
  /// What is drawn is another.
  virtual void drawAgain();
  virtual void refresh() = 0;
  /// What is remembered, as JSON.
  virtual std::string settings() const = 0;
  virtual void settingsKept() {}

  /// What was remembered; empty where nothing was.
  std::string keptSettings() const;
  static FigureSpec withoutPlace(FigureSpec spec);
  void specChangedByHand();
  template <typename T>
  void change(T& member, const T& value) {
    if (member == value) return;
    member = value;
    specChangedByHand();
  }
  void tell(const QString& problem);
  /// Whether a preview would mix values with edits that are newer; says so where it is the first.
  bool mustWait();
  bool drawsSoon() const { return timer_.isActive(); }
  /// As `takeSelection`, of what it is of.
  void takeLayer();
  bool isOfFilter() const { return look().subject == FigureSubject::filter; }
  /// What a figure of this kind is drawn from, now.
  FigureSource source(FigureKind kind) const;
  FigureMaterial material(FigureKind kind) const;
  QString nameOfSubject() const;
  FigureOrigins origins(FigureKind kind) const;
  /// "lenet5-conv1-maps.png"
  QString nameOf(const QString& network, std::string_view kind, const char* ending) const;

  /// Calls `begin` as soon as the values that are shown are of the document, or tells why they are
  /// not after a while; and before that, why there is no such figure at all.
  void beginWriting(std::function<void()> begin);
  /// What has not begun will not; false where nothing waits.
  bool leaveWaiting();
  void endWriting(const QString& problem);

  QPointer<Workspace> workspace_;
  QPointer<TrainModel> train_;
  bool active_ = false;
  QImage preview_;
  QString problem_;

 private:
  QString lackOf(FigureKind kind) const;
  QString lackNow() const;
  std::vector<std::string> namesOfLayers() const;
  void beginIfComputed();

  const std::span<const ExportKind> kinds_;
  const char* settings_;
  bool writing_ = false;
  std::function<void()> begin_;  // what waits for values
  std::shared_ptr<FilterSources> filters_ = std::make_shared<FilterSources>();
  QTimer timer_;  // to the next preview
  QTimer patience_;
};

}  // namespace fovea
