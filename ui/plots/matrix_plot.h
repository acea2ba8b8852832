#pragma once

#include <QColor>
#include <QQuickPaintedItem>
#include <QStringList>
#include <vector>

#include "ui/clipboard/copy_source.h"

namespace fovea {

/// A confusion matrix: true classes are rows, predicted ones columns. A cell is a whole number of
/// device pixels where there is room. The pointer and the arrow keys read a cell, a click or Return
/// chooses it.
class MatrixPlot : public QQuickPaintedItem, public CopySource {
  Q_OBJECT
  QML_ELEMENT
  /// [true][predicted], row by row; drawn where there are classes² of them.
  Q_PROPERTY(QList<qreal> counts READ counts WRITE setCounts NOTIFY countsChanged)
  Q_PROPERTY(QStringList classes READ classes WRITE setClasses NOTIFY countsChanged)
  Q_PROPERTY(Scaling scaling MEMBER scaling_ NOTIFY lookChanged)
  Q_PROPERTY(bool dark MEMBER dark_ NOTIFY lookChanged)
  Q_PROPERTY(QColor ink MEMBER ink_ NOTIFY lookChanged)
  Q_PROPERTY(QColor line MEMBER line_ NOTIFY lookChanged)
  Q_PROPERTY(QColor inner MEMBER inner_ NOTIFY lookChanged)
  Q_PROPERTY(QColor outer MEMBER outer_ NOTIFY lookChanged)
  Q_PROPERTY(int fontSize MEMBER font_size_ NOTIFY lookChanged)
  /// The chosen cell; −1, −1: none.
  Q_PROPERTY(int truth READ truth NOTIFY chosenChanged)
  Q_PROPERTY(int prediction READ prediction NOTIFY chosenChanged)
  /// What the cell that is read says: "112 of 1,000 Shirt were taken for T-shirt (11.2 %)"; on the
  /// name of a class, all of it; empty where nothing is read.
  Q_PROPERTY(QString pointedText READ pointedText NOTIFY pointedChanged)
  Q_PROPERTY(bool empty READ isEmpty NOTIFY countsChanged)
  /// What the ends of the colour scale stand for, as text.
  Q_PROPERTY(QString leastText READ leastText NOTIFY scaleChanged)
  Q_PROPERTY(QString mostText READ mostText NOTIFY scaleChanged)

 public:
  enum class Scaling {
    Counts,  ///< 0 to the largest count
    Rows,    ///< shares of the true class, 0 to 1
    Log      ///< of 1 + count, so that 0 and 1 differ, up to the largest count
  };
  Q_ENUM(Scaling)

  explicit MatrixPlot(QQuickItem* parent = nullptr);
  void paint(QPainter* painter) override;
  Copied copied(std::optional<QPointF> at) const override;

  QList<qreal> counts() const { return counts_; }
  void setCounts(const QList<qreal>& counts);
  QStringList classes() const { return classes_; }
  void setClasses(const QStringList& classes);
  int truth() const { return chosen_.x(); }
  int prediction() const { return chosen_.y(); }
  QString pointedText() const;
  bool isEmpty() const;
  QString leastText() const;
  QString mostText() const;
  /// 0 to 1: how far along the colour scale a cell is.
  double level(int truth, int prediction) const;

 public slots:
  /// What the cell says, as `pointedText`.
  QString cellText(int truth, int prediction) const;
  /// Where a cell is drawn, in the item's pixels.
  QRectF cellRect(int truth, int prediction) const;
  /// Chooses a cell without telling of it; −1, −1 chooses none.
  void choose(int truth, int prediction);

 signals:
  void countsChanged();
  void lookChanged();
  void scaleChanged();
  void chosenChanged();
  void pointedChanged();
  /// A person has chosen it.
  void cellChosen(int truth, int prediction);

 protected:
  void hoverEnterEvent(QHoverEvent* event) override;
  void hoverMoveEvent(QHoverEvent* event) override;
  void hoverLeaveEvent(QHoverEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  /// Where things are, in the item's pixels.
  struct Layout {
    QFont font;
    QRectF cells;
    qreal pitch = 0;
    qreal names = 0;       ///< width of the rows' names
    bool rotated = false;  ///< the columns' names stand upright; else they are numbers
  };
  int size() const { return static_cast<int>(classes_.size()); }
  double count(int truth, int prediction) const {
    return counts_[truth * qsizetype{size()} + prediction];
  }
  double examplesOf(int truth) const;
  void recount();
  Layout layout() const;
  QRectF rectOf(const Layout& at, QPoint cell) const;
  /// (−1, row) on a row's name, (column, −1) on a column's; nothing is (−1, −1).
  QPoint cellAt(const QPointF& place) const;
  QColor colorOf(double level) const;
  QString numberOf(int truth, int prediction) const;
  void paintCells(QPainter* painter, const Layout& at) const;
  void paintNames(QPainter* painter, const Layout& at) const;
  void point(QPoint cell);
  void take(QPoint cell);

  QList<qreal> counts_;
  QStringList classes_;
  Scaling scaling_ = Scaling::Rows;
  bool dark_ = true;
  QColor ink_, line_, inner_ = Qt::white, outer_ = Qt::black;
  int font_size_ = 11;
  double most_ = 0;
  // x is the true class, y the predicted one.
  QPoint chosen_{-1, -1}, pointed_{-1, -1}, pressed_{-1, -1};
};

}  // namespace fovea
