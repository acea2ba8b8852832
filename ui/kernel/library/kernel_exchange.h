#pragma once

#include <QPointer>
#include <QUrl>

#include "ui/kernel/kernel_bench.h"
#include "ui/kernel/library/file_queue.h"

namespace fovea {

/// The workshop's kernel as text, on the clipboard and in files, and back.
class KernelExchange : public QObject {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(fovea::KernelBench* bench READ bench WRITE setBench NOTIFY benchChanged REQUIRED)
  /// The kernel on one line: "1 0 -1; 2 0 -2".
  Q_PROPERTY(QString text READ text NOTIFY textChanged)
  /// Why what was typed last is no kernel; empty where it is one.
  Q_PROPERTY(QString problem READ problem NOTIFY problemChanged)

 public:
  enum Format { Csv, Npy, Text, Png };
  Q_ENUM(Format)

  explicit KernelExchange(QObject* parent = nullptr);

  KernelBench* bench() const { return bench_; }
  void setBench(KernelBench* bench);
  QString text() const;
  QString problem() const { return problem_; }

  /// Puts the kernel that the text means into the workshop; false, with a `problem`, where it
  /// means none.
  Q_INVOKABLE bool apply(const QString& text);

 public slots:
  void clearProblem() { setProblem({}); }
  /// Cells of a spreadsheet, or text, from the clipboard.
  void paste();
  /// As a spreadsheet takes it.
  void copy();
  /// Writes the kernel to a file; as a picture in colours, its cells 16 pixels a side.
  void write(const QUrl& url, fovea::KernelExchange::Format format, bool dark);

 signals:
  void benchChanged();
  void textChanged();
  void problemChanged();

 private:
  void setProblem(const QString& problem);

  QPointer<KernelBench> bench_;
  QString problem_;
  FileQueue files_;
};

/// The bytes of such a file. Throws Error.
std::vector<std::uint8_t> encode_kernel(const Tensor& kernel, KernelExchange::Format format,
                                        bool dark);

}  // namespace fovea
