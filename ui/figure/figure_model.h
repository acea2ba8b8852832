#pragma once

#include <memory>

#include "core/figure/figure.h"
#include "ui/figure/drawn_figure.h"
#include "ui/figure/export_model.h"
#include "ui/maps/newest_worker.h"

namespace fovea {

/// A figure of what the window shows, as the export dialog has it: what it shows and how, a preview
/// that is drawn by a worker, and the file that it is written to (png, svg, pdf, html, csv, npy).
/// Settings are remembered.
class FigureModel : public fovea::ExportModel {  // qualified, as QML's tools look it up
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(int columns READ columns WRITE setColumns NOTIFY specChanged)
  /// 0: as the window has it; then ScaleScope.
  Q_PROPERTY(int scope READ scope WRITE setScope NOTIFY specChanged)
  Q_PROPERTY(bool transparent READ isTransparent WRITE setTransparent NOTIFY specChanged)
  /// Of a PNG: pixels for 1/96 inch, 1 to 8.
  Q_PROPERTY(int zoom READ zoom WRITE setZoom NOTIFY specChanged)
  Q_PROPERTY(qreal widthMm READ widthMm WRITE setWidthMm NOTIFY specChanged)
  Q_PROPERTY(int paper READ paper WRITE setPaper NOTIFY specChanged)
  Q_PROPERTY(qreal fontPt READ fontPt WRITE setFontPt NOTIFY specChanged)
  /// "180 × 95 mm, as a PNG 680 × 359 pixels".
  Q_PROPERTY(QString sizeText READ sizeText NOTIFY previewChanged)

 public:
  explicit FigureModel(QObject* parent = nullptr);
  ~FigureModel() override;

  const FigureSpec& spec() const { return spec_; }
  int columns() const { return spec_.columns; }
  void setColumns(int columns) { change(spec_.columns, columns); }
  int scope() const { return spec_.scope ? static_cast<int>(*spec_.scope) + 1 : 0; }
  void setScope(int scope);
  bool isTransparent() const { return spec_.transparent; }
  void setTransparent(bool on) { change(spec_.transparent, on); }
  int zoom() const { return spec_.zoom; }
  void setZoom(int zoom) { change(spec_.zoom, zoom); }
  qreal widthMm() const { return spec_.width_mm; }
  void setWidthMm(qreal width) { change(spec_.width_mm, double{width}); }
  int paper() const { return static_cast<int>(spec_.paper); }
  void setPaper(int paper) { change(spec_.paper, static_cast<Paper>(paper)); }
  qreal fontPt() const { return spec_.font_pt; }
  void setFontPt(qreal size) { change(spec_.font_pt, double{size}); }
  QString sizeText() const;
  QString suggestedName() const override;

 public slots:
  void takeSelection() override;
  void write(const QUrl& file) override;

 protected:
  const FigureSpec& look() const override { return spec_; }
  FigureSpec& look() override { return spec_; }
  std::vector<std::string> layerNames() const override;
  bool wantsKernels() const override;
  void filterTaken() override;
  QString openLayer() const override;
  void takePlace(const Selection& selection) override;
  void kindChosen() override;
  void attach() override;
  void refresh() override;
  std::string settings() const override;
  void settingsKept() override;

 private:
  struct Job {
    FigureSpec spec;
    FigureMaterial material;
  };
  /// Those of a project or a figure that was opened.
  void takeSettings();
  void take(const DrawnFigure& drawn);
  /// With the window's scope where none is chosen.
  FigureSpec wantedSpec() const;
  bool showsAllLayers() const;

  FigureSpec spec_;
  /// The settings came with this selection, and have a layer and units of their own for it.
  std::optional<Selection> settled_for_;
  double width_mm_ = 0, height_mm_ = 0;
  std::unique_ptr<NewestWorker<Job, DrawnFigure>> worker_;
};

}  // namespace fovea
