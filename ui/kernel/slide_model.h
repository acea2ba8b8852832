#pragma once

#include <QColor>
#include <QPointF>
#include <QRectF>
#include <QSizeF>
#include <QVariantList>

#include "ui/clipboard/copy_source.h"
#include "ui/kernel/slide_source.h"
#include "ui/maps/composer.h"
#include "ui/maps/maps_item.h"

namespace fovea {

/// What the first page of the Kernel lens shows: an input map and an output map side by side, the
/// window at one position, and how the value there is made. Rectangles are in pixels of the
/// interface, from the maps' viewport.
class SlideModel : public QObject, public CopySource {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(fovea::KernelBench* bench READ bench WRITE setBench NOTIFY benchChanged REQUIRED)
  Q_PROPERTY(fovea::MapsItem* maps READ maps WRITE setMaps NOTIFY benchChanged)
  Q_PROPERTY(QSizeF room READ room WRITE setRoom NOTIFY layoutChanged)
  Q_PROPERTY(qreal deviceRatio MEMBER device_ratio_ NOTIFY lookChanged)
  Q_PROPERTY(qreal textSize MEMBER text_size_ NOTIFY lookChanged)
  Q_PROPERTY(bool dark MEMBER dark_ NOTIFY lookChanged)
  Q_PROPERTY(QColor frameColor MEMBER frame_color_ NOTIFY lookChanged)
  Q_PROPERTY(QColor dimColor MEMBER dim_color_ NOTIFY lookChanged)

  // What is there.
  Q_PROPERTY(bool ready READ isReady NOTIFY changed)
  Q_PROPERTY(bool stale READ isStale NOTIFY changed)
  Q_PROPERTY(QString problem READ problem NOTIFY changed)
  Q_PROPERTY(QString timeText READ timeText NOTIFY changed)
  Q_PROPERTY(bool toy READ isToy WRITE setToy NOTIFY changed)
  Q_PROPERTY(bool colour READ isColour WRITE setColour NOTIFY changed)
  Q_PROPERTY(QVariantList layers READ layers NOTIFY changed)
  Q_PROPERTY(int layer READ layer WRITE setLayer NOTIFY changed)
  Q_PROPERTY(QVariantList inputNames READ inputNames NOTIFY changed)
  Q_PROPERTY(int unitCount READ unitCount NOTIFY changed)
  Q_PROPERTY(int unit READ unit WRITE setUnit NOTIFY changed)
  /// Which of the input maps that the unit reads, from 0.
  Q_PROPERTY(int read READ read WRITE setRead NOTIFY changed)
  Q_PROPERTY(int readCount READ readCount NOTIFY changed)

  // The maps.
  Q_PROPERTY(QString inputTitle READ inputTitle NOTIFY changed)
  Q_PROPERTY(QString outputTitle READ outputTitle NOTIFY changed)
  Q_PROPERTY(QRectF inputRect READ inputRect NOTIFY layoutChanged)
  Q_PROPERTY(QRectF outputRect READ outputRect NOTIFY layoutChanged)
  /// The input map without its padding.
  Q_PROPERTY(QRectF innerRect READ innerRect NOTIFY layoutChanged)
  Q_PROPERTY(QVariantMap inputLegend READ inputLegend NOTIFY legendsChanged)
  Q_PROPERTY(QVariantMap outputLegend READ outputLegend NOTIFY legendsChanged)
  /// 0: follows the kernel; 1: as a picture; 2: signed.
  Q_PROPERTY(int look MEMBER look_ NOTIFY lookChanged)
  /// The kernel is turned by half before it is applied.
  Q_PROPERTY(bool turned READ isTurned NOTIFY changed)
  Q_PROPERTY(bool asPicture READ isPicture NOTIFY changed)

  // The window.
  Q_PROPERTY(int row READ row NOTIFY positionChanged)
  Q_PROPERTY(int column READ column NOTIFY positionChanged)
  Q_PROPERTY(int position READ position WRITE setPosition NOTIFY positionChanged)
  Q_PROPERTY(QString positionText READ positionText NOTIFY positionChanged)
  Q_PROPERTY(int positionCount READ positionCount NOTIFY changed)
  Q_PROPERTY(int outputColumns READ outputColumns NOTIFY changed)
  Q_PROPERTY(QRectF windowRect READ windowRect NOTIFY positionChanged)
  Q_PROPERTY(QRectF outputCell READ outputCell NOTIFY positionChanged)

  // How the value is made.
  Q_PROPERTY(QString sumText READ sumText NOTIFY positionChanged)
  Q_PROPERTY(QString biasText READ biasText NOTIFY positionChanged)
  Q_PROPERTY(QString totalText READ totalText NOTIFY positionChanged)
  /// The total with all its digits; empty where there is none.
  Q_PROPERTY(QString totalValue READ totalValue NOTIFY positionChanged)
  Q_PROPERTY(QString statusText READ statusText NOTIFY positionChanged)
  Q_PROPERTY(bool pixelsKnown READ arePixelsKnown NOTIFY changed)
  /// "0.01" where kernel and products are shown in hundredths; empty where as they are.
  /// What the padding under the window holds; empty where there is none.
  Q_PROPERTY(QString paddingText READ paddingText NOTIFY positionChanged)
  /// How the pixels that are shown become values; empty where values are shown.
  Q_PROPERTY(QString pixelText READ pixelText NOTIFY positionChanged)
  Q_PROPERTY(QString windowText READ windowText NOTIFY positionChanged)
  Q_PROPERTY(QString unitText READ unitText NOTIFY positionChanged)
  /// Digits after the point that cells have room for.
  Q_PROPERTY(int mostDecimals MEMBER most_decimals_ NOTIFY roomChanged)
  Q_PROPERTY(bool pixelValues MEMBER pixel_values_ NOTIFY positionChanged)
  /// Index of the product that is pointed at, row-major in the window; -1 for none.
  Q_PROPERTY(int pointedTap READ pointedTap WRITE setPointedTap NOTIFY pointedChanged)
  Q_PROPERTY(int pointedCell READ pointedCell WRITE setPointedCell NOTIFY pointedChanged)
  Q_PROPERTY(QRectF pointedRect READ pointedRect NOTIFY pointedChanged)
  Q_PROPERTY(QString pointedText READ pointedText NOTIFY pointedChanged)

  // The sizes.
  Q_PROPERTY(QString heightFormula READ heightFormula NOTIFY changed)
  Q_PROPERTY(QString widthFormula READ widthFormula NOTIFY changed)

 public:
  explicit SlideModel(QObject* parent = nullptr);

  KernelBench* bench() const { return bench_; }
  void setBench(KernelBench* bench);
  MapsItem* maps() const { return maps_; }
  void setMaps(MapsItem* maps);
  QSizeF room() const { return room_; }
  void setRoom(const QSizeF& room);
  SlideSource& source() { return source_; }

  bool isReady() const { return slide() != nullptr && positionCount() > 0; }
  bool isStale() const { return isReady() && !source_.isCurrent(); }
  QString problem() const { return source_.problem(); }
  QString timeText() const;
  bool isToy() const;
  void setToy(bool toy);
  bool isColour() const;
  void setColour(bool colour);
  QVariantList layers() const;
  int layer() const;
  void setLayer(int index);
  QVariantList inputNames() const;
  int unitCount() const { return slide() ? static_cast<int>(slide()->units()) : 0; }
  int unit() const;
  void setUnit(int unit);
  int read() const;
  void setRead(int read);
  int readCount() const { return slide() ? static_cast<int>(slide()->reads()) : 0; }

  QString inputTitle() const;
  QString outputTitle() const;
  QRectF inputRect() const { return input_rect_; }
  QRectF outputRect() const { return output_rect_; }
  QRectF innerRect() const;
  QVariantMap inputLegend() const { return legends_[0]; }
  QVariantMap outputLegend() const { return legends_[1]; }
  bool isPicture() const;
  bool isTurned() const { return slide() && slide()->flip; }

  int row() const { return static_cast<int>(row_); }
  int column() const { return static_cast<int>(column_); }
  int position() const;
  void setPosition(int position);
  int positionCount() const;
  QString positionText() const;
  int outputColumns() const { return slide() ? static_cast<int>(slide()->columns()) : 0; }
  QRectF windowRect() const;
  QRectF outputCell() const;

  QString paddingText() const;
  QString pixelText() const;
  QString windowText() const;
  QString unitText() const;
  QString sumText() const;
  QString biasText() const;
  QString totalText() const;
  QString totalValue() const;
  QString statusText() const;
  bool arePixelsKnown() const;
  bool showsPixels() const { return pixel_values_; }
  int pointedTap() const { return pointed_; }
  void setPointedTap(int tap);
  int pointedCell() const;
  void setPointedCell(int cell);
  QRectF pointedRect() const;
  QString pointedText() const;
  QString heightFormula() const { return formula(0); }
  QString widthFormula() const { return formula(1); }

  /// The map at a point of both; without one, the output.
  Copied copied(std::optional<QPointF> at) const override;

  // For the items that paint.
  /// The products at the position; empty where nothing is ready.
  const std::vector<Tap>& taps() const { return taps_; }
  const SlideSum& sum() const { return sum_; }
  /// Digits after the point of factors and products, as cells show them.
  int decimals() const { return decimals_; }
  /// The kernel's cells and the products are shown in units of 10^−exponent: small ones have too
  /// many zeros otherwise.
  int exponent() const { return exponent_; }
  /// Digits after the point of sums, which are shown as they are.
  int sumDecimals() const { return decimals_ + exponent_; }
  const Slide* slide() const { return source_.made() ? &source_.made()->slide : nullptr; }
  /// Largest magnitudes of the input, of the kernel's cells and of the products: their scales.
  float inputScale() const;
  float kernelScale() const { return kernel_scale_; }
  float productScale() const { return product_scale_; }
  /// Whether input values are drawn as grey from 0 to 1 and not as signed.
  bool isInputGrey() const;
  /// The value as the pixel that it was, 0 to 255.
  double pixelOf(double value) const;

 public slots:
  /// Puts the window where it makes the output value at `point` of the maps, or, over the input,
  /// where its middle is at `point`; false where there is neither.
  bool moveTo(QPointF point);
  void moveBy(int rows, int columns);
  /// Adds `change` to the cell under `point`; only on the toy grid.
  void setToyCell(QPointF point, qreal change);
  /// Makes it 0, or 1 where it is 0.
  void toggleToyCell(QPointF point);
  /// The picture's kernel becomes what lies under the window, less its mean.
  void takeWindowAsKernel();

 signals:
  void benchChanged();
  void changed();
  void layoutChanged();
  void lookChanged();
  void legendsChanged();
  void positionChanged();
  void pointedChanged();
  void roomChanged();

 private:
  void refresh();
  void keepPlace();
  void listen();
  /// What the workspace keeps of the lens, from it and to it.
  void restore();
  void tellLook();
  void layOut();
  void moveWindow(std::int64_t row, std::int64_t column);
  void computeTerms();
  void postAtlas();
  void takeAtlas(const Atlas& atlas);
  AtlasTile inputTile(AtlasJob& job) const;
  void keepPadded(const std::vector<std::int64_t>& maps) const;
  AtlasTile outputTile(AtlasJob& job) const;
  std::int64_t inputIndex() const;
  std::array<std::int64_t, 2> paddedExtent() const;
  std::optional<std::array<std::int64_t, 2>> toyCellAt(QPointF point) const;
  void writeToyCell(const std::array<std::int64_t, 2>& at, float value);
  QString formula(std::size_t axis) const;
  QString number(double value) const;
  QString unitName() const;
  QString sumOf(std::span<const double> terms, double sum) const;
  bool hasPictureInput() const;

  QPointer<KernelBench> bench_;
  QPointer<MapsItem> maps_;
  SlideSource source_;
  QSizeF room_;
  qreal device_ratio_ = 1, text_size_ = 11;
  bool dark_ = true;
  QColor frame_color_, dim_color_;
  int look_ = 0;
  bool pixel_values_ = false;
  QRectF input_rect_, output_rect_;
  std::array<QVariantMap, 2> legends_;
  std::int64_t row_ = 0, column_ = 0;
  /// Where the window was left, of picture, small grid and network.
  struct Left {
    std::array<std::int64_t, 2> extent{};  // of the output that the position is in
    std::int64_t row = 0, column = 0;
  };
  std::array<Left, 3> left_;
  std::size_t over_ = 0;
  bool restored_ = true;  // what is left is where the window comes, not where it was
  QMetaObject::Connection restoring_;
  int picture_unit_ = 0;  // the network's is in the selection
  int picture_read_ = 0;
  int pointed_ = -1;
  std::vector<Tap> taps_;
  SlideSum sum_;
  int decimals_ = 2, most_decimals_ = 4;
  int exponent_ = 0;
  float kernel_scale_ = 1, product_scale_ = 1;
  /// What `padded_` was made of.
  struct PaddedKey {
    Tensor input;
    std::array<std::int64_t, 4> pads{};
    Border border = Border::zero;
    std::vector<std::int64_t> maps;
    friend bool operator==(const PaddedKey& a, const PaddedKey& b) {
      return same(a.input, b.input) && a.pads == b.pads && a.border == b.border && a.maps == b.maps;
    }
  };
  mutable PaddedKey padded_key_;
  mutable std::vector<std::shared_ptr<const Tensor>> padded_;
  Composer composer_;
};

}  // namespace fovea
