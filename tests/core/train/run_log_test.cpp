#include "core/train/run_log.h"

#include <QtTest>

#include "core/base/error.h"

using namespace fovea;

class RunLogTest : public QObject {
  Q_OBJECT

 private slots:
  void rowsComeBackInTheOrderOfTheirSteps() {
    Curves curves;
    for (std::int64_t step = 1; step <= 4; ++step) {
      curves.steps.push_back({.step = step, .epoch = 0.1 * static_cast<double>(step), .loss = 0.3});
    }
    curves.validation = {{.step = 2, .epoch = 0.2, .loss = 0.1, .accuracy = 0.5, .examples = 9}};
    curves.epochs = {{.step = 2, .epoch = 1, .loss = 1.0 / 3}, {.step = 4, .epoch = 2}};
    const std::string text = log_text(curves);
    QVERIFY(text.starts_with(k_log_header));
    QCOMPARE(std::ranges::count(text, '\n'), std::ptrdiff_t{8});
    QVERIFY(text.find("validation,2") < text.find("step,3"));
    const Curves read = read_log(text, 100);
    QCOMPARE(log_text(read), text);
    QVERIFY(read.validation == curves.validation);
    QVERIFY(read.epochs == curves.epochs);
    QCOMPARE(read_log(text, 3).steps.size(), std::size_t{3});
    QCOMPARE(read_log(text, 3).epochs.size(), std::size_t{1});
  }

  void aRowThatIsNoneIsNamedByItsLine_data() {
    QTest::addColumn<QByteArray>("row");
    QTest::newRow("columns") << QByteArray("step,1,2\n");
    QTest::newRow("number") << QByteArray("step,one,0.1,0.2,0.3,0.4,0.5,,\n");
    QTest::newRow("kind") << QByteArray("leap,1,0.1,0.2,0.3,0.4,0.5,,\n");
    QTest::newRow("empty") << QByteArray("\n");
    QTest::newRow("too many columns") << QByteArray("step,1,0.1,0.2,0.3,0.4,0.5,,,\n");
  }

  void aRowThatIsNoneIsNamedByItsLine() {
    QFETCH(QByteArray, row);
    try {
      (void)read_log(std::string(k_log_header) + row.toStdString(), 100);
      QFAIL("nothing was thrown");
    } catch (const Error& error) {
      QCOMPARE(error.where(), std::string("line 2 of the log"));
    }
  }

  void numbersThatAreNoneComeBackToo() {
    Curves curves;
    curves.steps.push_back({.step = 1, .loss = std::numeric_limits<double>::infinity()});
    QCOMPARE(read_log(log_text(curves), 1).steps[0].loss, curves.steps[0].loss);
  }
};

QTEST_GUILESS_MAIN(RunLogTest)
#include "run_log_test.moc"
