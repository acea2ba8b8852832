#pragma once

#include <QColor>
#include <QPointer>
#include <QQuickPaintedItem>

#include "ui/train/data/data_model.h"

namespace fovea {

/// The examples that a DataModel has found, side by side, enlarged by whole device pixels. Only
/// those in view are drawn: the item is a window of its own size over `contentHeight`, moved by
/// `scrollY`. An example that is taken out has a struck frame.
class ExampleGrid : public QQuickPaintedItem {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(fovea::DataModel* model READ model WRITE setModel NOTIFY modelChanged REQUIRED)
  Q_PROPERTY(qreal scrollY READ scrollY WRITE setScrollY NOTIFY scrolled)
  Q_PROPERTY(qreal contentHeight READ contentHeight NOTIFY layoutChanged)
  /// Least side of an example, in pixels; larger ones are reduced.
  Q_PROPERTY(int side MEMBER side_ NOTIFY lookChanged)
  Q_PROPERTY(QColor frame MEMBER frame_ NOTIFY lookChanged)
  Q_PROPERTY(QColor struck MEMBER struck_ NOTIFY lookChanged)
  Q_PROPERTY(QColor inner MEMBER inner_ NOTIFY lookChanged)
  Q_PROPERTY(QColor outer MEMBER outer_ NOTIFY lookChanged)
  /// Index of the chosen example in the data; −1: none.
  Q_PROPERTY(int chosen READ chosen NOTIFY chosenChanged)

 public:
  explicit ExampleGrid(QQuickItem* parent = nullptr);
  void paint(QPainter* painter) override;

  DataModel* model() const { return model_; }
  void setModel(DataModel* model);
  qreal scrollY() const { return scroll_y_; }
  void setScrollY(qreal y);
  qreal contentHeight() const;
  int chosen() const { return chosen_; }

  /// Rows that are drawn, [first, last), of all; for tests.
  std::pair<int, int> rowsInView() const;
  int columns() const;

 public slots:
  /// The example at a point of the item; −1 where there is none.
  int exampleAt(qreal x, qreal y) const;
  /// Where an example is drawn, in the item's pixels; empty where it is not among those found.
  QRectF placeOf(int example) const;
  void choose(int example);

 signals:
  void modelChanged();
  void scrolled();
  void layoutChanged();
  void lookChanged();
  void chosenChanged();
  /// A person has chosen it.
  void exampleChosen(int example);
  /// A key asks to take the chosen example out, or back in.
  void toggleWanted(int example);
  /// The example is out of view: `scrollY` should become so much.
  void scrollWanted(qreal y);

 protected:
  void mousePressEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseUngrabEvent() override { pressed_ = -1; }
  void keyPressEvent(QKeyEvent* event) override;
  void geometryChange(const QRectF& now, const QRectF& before) override;

 private:
  /// In device pixels: of a picture, and from one to the next.
  struct Pitch {
    int width = 1, height = 1, step_x = 1, step_y = 1;
    double ratio = 1;
  };
  Pitch pitch() const;
  int rows() const;
  int indexOf(int example) const;
  void take(int index);
  void refresh();

  QPointer<DataModel> model_;
  qreal scroll_y_ = 0;
  int side_ = 40;
  QColor frame_, struck_, inner_ = Qt::white, outer_ = Qt::black;
  int chosen_ = -1, pressed_ = -1;
};

}  // namespace fovea
