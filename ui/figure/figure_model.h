#pragma once

#include <QImage>
#include <QObject>
#include <QPointer>
#include <QTimer>
#include <QUrl>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>
#include <memory>

#include "core/figure/document_recipe.h"
#include "core/figure/figure.h"
#include "ui/maps/newest_worker.h"
#include "ui/train/train_model.h"
#include "ui/window/workspace.h"

namespace fovea {

/// A figure of what the window shows, as the export dialog has it: what it shows and how, a preview
/// that is drawn by a worker, and the file that it is written to. Settings are remembered.
class FigureModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(fovea::Workspace* workspace READ workspace WRITE setWorkspace NOTIFY workspaceChanged
                 REQUIRED)
  /// Where the curves and the confusion matrix come from; may be null.
  Q_PROPERTY(fovea::TrainModel* train READ train WRITE setTrain NOTIFY workspaceChanged)
  /// Nothing is drawn while nobody looks.
  Q_PROPERTY(bool active READ isActive WRITE setActive NOTIFY activeChanged)

  /// What can be shown, as DropDown has choices: what cannot now is not enabled, and says why.
  Q_PROPERTY(QVariantList kinds READ kinds NOTIFY choicesChanged)
  Q_PROPERTY(int kind READ kind WRITE setKind NOTIFY specChanged)
  /// "All layers", where the kind can show all of them, then the layers by name.
  Q_PROPERTY(QVariantList layers READ layers NOTIFY choicesChanged)
  Q_PROPERTY(int layer READ layer WRITE setLayer NOTIFY specChanged)
  /// "0, 3-7"; empty: all.
  Q_PROPERTY(QString units READ units WRITE setUnits NOTIFY specChanged)
  Q_PROPERTY(int columns READ columns WRITE setColumns NOTIFY specChanged)
  /// 0: as the window has it; then ScaleScope, Palette.
  Q_PROPERTY(int scope READ scope WRITE setScope NOTIFY specChanged)
  Q_PROPERTY(int palette READ palette WRITE setPalette NOTIFY specChanged)
  Q_PROPERTY(bool light READ isLight WRITE setLight NOTIFY specChanged)
  Q_PROPERTY(bool transparent READ isTransparent WRITE setTransparent NOTIFY specChanged)
  Q_PROPERTY(bool legend READ hasLegend WRITE setLegend NOTIFY specChanged)
  Q_PROPERTY(bool caption READ hasCaption WRITE setCaption NOTIFY specChanged)
  /// Of a PNG: pixels for 1/96 inch, 1 to 8.
  Q_PROPERTY(int zoom READ zoom WRITE setZoom NOTIFY specChanged)
  Q_PROPERTY(qreal widthMm READ widthMm WRITE setWidthMm NOTIFY specChanged)
  Q_PROPERTY(int paper READ paper WRITE setPaper NOTIFY specChanged)
  Q_PROPERTY(qreal fontPt READ fontPt WRITE setFontPt NOTIFY specChanged)

  /// A QImage; null before the first one and where there is a problem.
  Q_PROPERTY(QVariant preview READ preview NOTIFY previewChanged)
  /// "180 × 95 mm, as a PNG 680 × 359 pixels".
  Q_PROPERTY(QString sizeText READ sizeText NOTIFY previewChanged)
  /// Why it cannot be drawn or was not written, a sentence.
  Q_PROPERTY(QString problem READ problem NOTIFY previewChanged)
  Q_PROPERTY(bool writing READ isWriting NOTIFY writingChanged)
  Q_PROPERTY(QString suggestedName READ suggestedName NOTIFY specChanged)

 public:
  explicit FigureModel(QObject* parent = nullptr);
  ~FigureModel() override;

  Workspace* workspace() const { return workspace_; }
  void setWorkspace(Workspace* workspace);
  TrainModel* train() const { return train_; }
  void setTrain(TrainModel* train);
  bool isActive() const { return active_; }
  void setActive(bool active);

  const FigureSpec& spec() const { return spec_; }
  QVariantList kinds() const;
  int kind() const { return static_cast<int>(spec_.kind); }
  void setKind(int kind);
  QVariantList layers() const;
  int layer() const;
  void setLayer(int layer);
  QString units() const;
  void setUnits(const QString& text);
  int columns() const { return spec_.columns; }
  void setColumns(int columns) { change(spec_.columns, columns); }
  int scope() const { return spec_.scope ? static_cast<int>(*spec_.scope) + 1 : 0; }
  void setScope(int scope);
  int palette() const { return spec_.palette ? static_cast<int>(*spec_.palette) + 1 : 0; }
  void setPalette(int palette);
  bool isLight() const { return spec_.theme == Theme::light; }
  void setLight(bool light) { change(spec_.theme, light ? Theme::light : Theme::dark); }
  bool isTransparent() const { return spec_.transparent; }
  void setTransparent(bool on) { change(spec_.transparent, on); }
  bool hasLegend() const { return spec_.legend; }
  void setLegend(bool on) { change(spec_.legend, on); }
  bool hasCaption() const { return spec_.caption; }
  void setCaption(bool on) { change(spec_.caption, on); }
  int zoom() const { return spec_.zoom; }
  void setZoom(int zoom) { change(spec_.zoom, zoom); }
  qreal widthMm() const { return spec_.width_mm; }
  void setWidthMm(qreal width) { change(spec_.width_mm, double{width}); }
  int paper() const { return static_cast<int>(spec_.paper); }
  void setPaper(int paper) { change(spec_.paper, static_cast<Paper>(paper)); }
  qreal fontPt() const { return spec_.font_pt; }
  void setFontPt(qreal size) { change(spec_.font_pt, double{size}); }

  QVariant preview() const { return preview_; }
  QString sizeText() const;
  QString problem() const { return problem_; }
  bool isWriting() const { return writing_; }
  QString suggestedName() const;

 public slots:
  /// The layer and the unit that are selected.
  void takeSelection();
  /// By the ending of its name: png, svg, pdf, html, csv or npy. On a worker; `written` or a
  /// problem follows.
  void write(const QUrl& file);

 signals:
  void workspaceChanged();
  void activeChanged();
  void choicesChanged();
  void specChanged();
  void previewChanged();
  void writingChanged();
  void written(const QUrl& file);

 private:
  struct Job {
    FigureSpec spec;
    FigureSource source;
  };
  struct Drawn {
    QImage image;
    double width_mm = 0, height_mm = 0;
    QString problem;
  };

  template <typename T>
  void change(T& member, const T& value) {
    if (member == value) return;
    member = value;
    specChangedByHand();
  }
  static Drawn draw(const Job& job);
  /// Those of a project or a figure that was opened.
  void takeSettings();
  FigureOrigins origins() const;
  void specChangedByHand();
  void refresh();
  void take(const Drawn& drawn);
  FigureSource source() const;
  /// With the window's scope where none is chosen.
  FigureSpec wantedSpec() const;
  std::vector<std::string> layerNames() const;
  bool showsAllLayers() const;
  QString lackOf(FigureKind kind) const;

  QPointer<Workspace> workspace_;
  QPointer<TrainModel> train_;
  bool active_ = false, writing_ = false;
  FigureSpec spec_;
  /// The settings came with this selection, and have a layer and units of their own for it.
  std::optional<Selection> settled_for_;
  QImage preview_;
  double width_mm_ = 0, height_mm_ = 0;
  QString problem_;
  QTimer timer_;
  std::unique_ptr<NewestWorker<Job, Drawn>> worker_;
};

}  // namespace fovea
