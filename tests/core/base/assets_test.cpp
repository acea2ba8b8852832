#include "core/base/assets.h"

#include <QFile>
#include <QtTest>
#include <algorithm>

class AssetsTest : public QObject {
  Q_OBJECT

 private slots:
  void holdsEachFileByteForByte_data() {
    QTest::addColumn<QString>("path");
    for (const char* path : {"networks/lenet5-digits.onnx", "networks/lenet5-fashion.onnx",
                             "networks/natural10.onnx", "pictures/chelsea.png"})
      QTest::newRow(path) << path;
  }

  void holdsEachFileByteForByte() {
    QFETCH(const QString, path);
    QFile file(QStringLiteral(FOVEA_SOURCE_DIR "/assets/") + path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray expected = file.readAll();
    const auto bytes = fovea::asset(path.toStdString());
    QCOMPARE(QByteArray(reinterpret_cast<const char*>(bytes.data()),
                        static_cast<qsizetype>(bytes.size())),
             expected);
  }

  void listsThemSorted() {
    QVERIFY(std::ranges::is_sorted(fovea::assets(), {}, &fovea::Asset::path));
  }

  void isEmptyForAPathThatIsNotThere() {
    QVERIFY(fovea::asset("networks/none.onnx").empty());
    QVERIFY(fovea::asset("").empty());
  }
};

QTEST_GUILESS_MAIN(AssetsTest)
#include "assets_test.moc"
