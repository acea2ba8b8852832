#include "ui/clipboard/dragged.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QMimeData>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QUrl>
#include <atomic>

#include "ui/train/on_worker.h"

namespace fovea {
namespace {

QByteArray this_program() { return QByteArray::number(QCoreApplication::applicationPid()); }

/// A folder for one drag, so that what another program still reads is not written over.
QString new_folder() {
  static const QTemporaryDir all(QDir::tempPath() + "/fovea-drag-XXXXXX");
  static std::atomic<int> count = 0;
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

}  // namespace

bool is_own_drag(const QMimeData& data) {
  return data.hasFormat(k_drag_mime) && data.data(k_drag_mime) == this_program();
}

Dragged dragged(const Copied& map) {
  Outcome<ClipContent> made =
      outcome_of<ClipContent>([&] { return content_of(map, CopyParts::drag); });
  if (!made.value) {
    // A model that is gone meanwhile: the picture comes without what it is made of.
    Copied plain = map;
    plain.recipe = {};
    made.value = content_of(plain, CopyParts::drag);
  }
  return {*made.value, written(new_folder(), map.name, made.value->png)};
}

std::unique_ptr<QMimeData> mime_of(const Dragged& map) {
  std::unique_ptr<QMimeData> data = mime_of(map.content);
  data->setData(k_drag_mime, this_program());
  if (!map.file.isEmpty()) data->setUrls({QUrl::fromLocalFile(map.file)});
  return data;
}

}  // namespace fovea
