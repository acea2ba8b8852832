#pragma once

#include <QPointer>

#include "ui/kernel/understand/kernel_analysis.h"

namespace fovea {

/// The kernel of an analysis taken apart into columns times rows, and put together again from the
/// strongest `terms` of them.
class SeparationModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(
      fovea::KernelAnalysis* analysis READ analysis WRITE setAnalysis NOTIFY changed REQUIRED)
  /// 1 to `most`; what is asked for beyond that waits for a kernel that has as many.
  Q_PROPERTY(int terms READ terms WRITE setTerms NOTIFY changed)
  Q_PROPERTY(int most READ most NOTIFY changed)
  /// The singular values, falling.
  Q_PROPERTY(QList<qreal> values READ values NOTIFY changed)
  Q_PROPERTY(QStringList valueTexts READ valueTexts NOTIFY changed)
  /// [kH, terms], the largest cell of each column 1, and [terms, kW]: their product is `product`.
  Q_PROPERTY(fovea::CellBlock columns READ columns NOTIFY changed)
  Q_PROPERTY(fovea::CellBlock rows READ rows NOTIFY changed)
  Q_PROPERTY(fovea::CellBlock product READ product NOTIFY changed)
  /// The kernel less the product.
  Q_PROPERTY(fovea::CellBlock rest READ rest NOTIFY changed)
  /// Largest magnitude of the kernel: the scale of product and rest.
  Q_PROPERTY(qreal scale READ scale NOTIFY changed)
  Q_PROPERTY(QString sentence READ sentence NOTIFY changed)

 public:
  using QObject::QObject;

  KernelAnalysis* analysis() const { return analysis_; }
  void setAnalysis(KernelAnalysis* analysis);
  int terms() const;
  void setTerms(int terms);
  int most() const;
  QList<qreal> values() const;
  QStringList valueTexts() const;
  CellBlock columns() const { return columns_; }
  CellBlock rows() const { return rows_; }
  CellBlock product() const { return product_; }
  CellBlock rest() const { return rest_; }
  qreal scale() const;
  QString sentence() const;

 signals:
  void changed();

 private:
  std::shared_ptr<const KernelFindings> findings() const;
  void refresh();

  QPointer<KernelAnalysis> analysis_;
  int wanted_ = 1;
  CellBlock columns_, rows_, product_, rest_;
};

}  // namespace fovea
