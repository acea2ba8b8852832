#include <QProcess>
#include <QtTest>

class DisplayTest : public QObject {
  Q_OBJECT

 private slots:
  void saysInOneLineThatNoWindowCanBeOpened_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QByteArray>("words");
    QTest::newRow("none") << "NOTHING"
                          << "" << QByteArray("no display");
    QTest::newRow("X server gone") << "DISPLAY"
                                   << ":4711" << QByteArray(":4711 does not answer");
    QTest::newRow("compositor gone")
        << "WAYLAND_DISPLAY"
        << "wayland-4711" << QByteArray("wayland-4711 does not answer");
  }

  void saysInOneLineThatNoWindowCanBeOpened() {
    QFETCH(const QString, name);
    QFETCH(const QString, value);
    QFETCH(const QByteArray, words);
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char* other : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
      environment.remove(other);
    environment.insert(name, value);

    QProcess program;
    program.setProcessEnvironment(environment);
    program.start(qEnvironmentVariable("FOVEA_PROGRAM"), QStringList());
    QVERIFY(program.waitForFinished(20000));
    QCOMPARE(program.exitStatus(), QProcess::NormalExit);
    QCOMPARE(program.exitCode(), 1);
    const QByteArray said = program.readAllStandardError();
    QVERIFY2(said.contains(words), said.constData());
    QVERIFY2(said.startsWith("fovea: "), said.constData());
    QCOMPARE(said.count('\n'), 1);
  }
};

QTEST_GUILESS_MAIN(DisplayTest)
#include "display_test.moc"
