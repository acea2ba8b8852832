#include "core/base/error.h"

#include <QtTest>

using fovea::Error;

class ErrorTest : public QObject {
  Q_OBJECT

 private slots:
  void joinsWhatWhereAndHintIntoSentences() {
    const Error error("the picture ends too early", "byte 4096", "Save it again");
    QCOMPARE(error.what(), "the picture ends too early");
    QCOMPARE(error.clause(), std::string("the picture ends too early (byte 4096)"));
    QCOMPARE(error.sentence(),
             std::string("The picture ends too early (byte 4096). Save it again."));
  }

  void leavesOutWhatIsEmpty() {
    QCOMPARE(Error("no device").sentence(), std::string("No device."));
    QCOMPARE(Error("no device", "index 3").sentence(), std::string("No device (index 3)."));
    QCOMPARE(Error("no device", "", "Use the CPU.").sentence(),
             std::string("No device. Use the CPU."));
  }

  void gainsTheOuterPlaceFirst() {
    const Error inner("the axis is too large", "axis 1", "Use 0");
    QCOMPARE(inner.at("node conv2").where(), std::string("node conv2, axis 1"));
    QCOMPARE(inner.at("node conv2").hint(), std::string("Use 0"));
    QCOMPARE(Error("it broke").at("node conv2").where(), std::string("node conv2"));
  }

  void isCaughtAsAStandardException() {
    try {
      throw Error("it broke", "here");
    } catch (const std::exception& error) {
      QCOMPARE(error.what(), "it broke");
      return;
    }
    QFAIL("not caught");
  }
};

QTEST_GUILESS_MAIN(ErrorTest)
#include "error_test.moc"
