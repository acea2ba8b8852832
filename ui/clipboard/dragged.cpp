#include "ui/clipboard/dragged.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFuture>
#include <QMimeData>
#include <QPromise>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QThreadPool>
#include <QUrl>
#include <exception>

namespace fovea {
namespace {

/// What is ready of a drag.
struct Ready {
  ClipContent content;
  QString file;  ///< empty: it could not be written
};

QByteArray this_program() { return QByteArray::number(QCoreApplication::applicationPid()); }

/// A folder for one drag, so that what another program still reads is not written over.
QString new_folder() {
  static const QTemporaryDir all(QDir::tempPath() + "/fovea-drag-XXXXXX");
  static int count = 0;
  const QString folder = all.filePath(QString::number(++count));
  return all.isValid() && QDir().mkpath(folder) ? folder : QString();
}

QString file_name(const QString& name) {
  static const QRegularExpression odd(QStringLiteral("[^\\w.()-]+"),
                                      QRegularExpression::UseUnicodePropertiesOption);
  QString result = name;
  result.replace(odd, "-");
  while (result.startsWith('.') || result.startsWith('-')) result.remove(0, 1);
  return (result.isEmpty() ? QStringLiteral("map") : result.left(100)) + ".png";
}

QString written(const QString& folder, const QString& name, const QByteArray& png) {
  QFile file(folder + '/' + file_name(name));
  const bool done =
      !folder.isEmpty() && file.open(QIODevice::WriteOnly) && file.write(png) == png.size();
  return done ? file.fileName() : QString();
}

Ready made(const Copied& map, const QString& folder) {
  Ready ready;
  try {
    ready.content = content_of(map, CopyParts::all);
    ready.file = written(folder, map.name, ready.content.png);
  } catch (const std::exception&) {
    // A model that is gone meanwhile: the picture comes without what it is made of.
    Copied plain = map;
    plain.recipe = {};
    ready.content = content_of(plain, CopyParts::all);
    ready.file = written(folder, map.name, ready.content.png);
  }
  return ready;
}

class Dragged : public QMimeData {
 public:
  explicit Dragged(QFuture<Ready> ready) : ready_(std::move(ready)) {}

  QStringList formats() const override {
    return {"image/png", "text/uri-list", "text/plain", "text/csv", k_copied_mime, k_drag_mime};
  }
  bool hasFormat(const QString& format) const override { return formats().contains(format); }

 protected:
  QVariant retrieveData(const QString& format, QMetaType) const override {
    if (format == k_drag_mime) return this_program();
    if (format == k_copied_mime) return QByteArray("1");
    const Ready ready = ready_.result();
    if (format == "image/png") return ready.content.png;
    if (format == "application/x-qt-image") return ready.content.image;
    if (format == "text/plain") return ready.content.tabs;
    if (format == "text/csv") return ready.content.csv.toUtf8();
    if (format == "text/uri-list" && !ready.file.isEmpty())
      return QVariantList{QUrl::fromLocalFile(ready.file)};
    return {};
  }

 private:
  QFuture<Ready> ready_;
};

}  // namespace

bool is_own_drag(const QMimeData& data) {
  return data.hasFormat(k_drag_mime) && data.data(k_drag_mime) == this_program();
}

std::unique_ptr<QMimeData> dragged(const Copied& map) {
  auto promise = std::make_shared<QPromise<Ready>>();
  QFuture<Ready> future = promise->future();
  promise->start();
  QThreadPool::globalInstance()->start([promise, map, folder = new_folder()] {
    promise->addResult(made(map, folder));
    promise->finish();
  });
  return std::make_unique<Dragged>(std::move(future));
}

}  // namespace fovea
