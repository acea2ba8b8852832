#include "ui/commands/command_list.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include "tests/ui/qml_harness.h"

using namespace fovea;
using fovea::testing::QmlHarness;

namespace {

constexpr auto k_commands = R"(Item {
  property string ran: ""
  property alias list: list
  CommandList {
    id: list
    objectName: "list"
    Command { text: "Undo"; shortcut: "Ctrl+Z"; onTriggered: ran = "undo" }
    Command { text: "Mute this unit"; words: "silence"; onTriggered: ran = "mute" }
    Command { text: "Network: edges, kernels made by hand"; words: "sobel"; onTriggered: ran = "edges" }
    Command { text: "Open a picture or a model"; onTriggered: ran = "open" }
    Command { text: "Redo"; enabled: false; onTriggered: ran = "redo" }
  }
})";

constexpr auto k_keys = R"(Item {
  property string ran: ""
  property alias list: list
  CommandList {
    id: list
    Command { text: "Undo"; shortcut: "Ctrl+Z"; onTriggered: ran = "undo" }
    Command { text: "Mute this unit"; shortcut: "Ctrl+M"; onTriggered: ran = "mute" }
  }
  CommandKeys { commands: list }
})";

}  // namespace

class CommandListTest : public QObject {
  Q_OBJECT
 private slots:
  void fewLettersFindACommand_data() {
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("first");
    QTest::newRow("start") << "und"
                           << "Undo";
    QTest::newRow("word starts") << "mtu"
                                 << "Mute this unit";
    QTest::newRow("inside") << "edges"
                            << "Network: edges, kernels made by hand";
    QTest::newRow("other words") << "sobel"
                                 << "Network: edges, kernels made by hand";
    QTest::newRow("case") << "OPEN"
                          << "Open a picture or a model";
  }
  void fewLettersFindACommand() {
    QFETCH(QString, typed);
    QFETCH(QString, first);
    QmlHarness harness(k_commands);
    auto* list = harness.root()->property("list").value<CommandList*>();
    QAbstractItemModelTester tester(list);
    list->setFilter(typed);
    QVERIFY(list->count() >= 1);
    QCOMPARE(list->at(0)->text(), first);
    list->setFilter("");
    QCOMPARE(list->count(), 5);
    QCOMPARE(list->at(0)->text(), QString("Undo"));
  }

  void nothingIsFoundForLettersThatNoCommandHas() {
    QmlHarness harness(k_commands);
    auto* list = harness.root()->property("list").value<CommandList*>();
    list->setFilter("qqq");
    QCOMPARE(list->count(), 0);
    QVERIFY(!list->run(0));
  }

  void onlyEnabledCommandsRun() {
    QmlHarness harness(k_commands);
    auto* list = harness.root()->property("list").value<CommandList*>();
    list->setFilter("redo");
    QVERIFY(!list->run(0));
    list->setFilter("mute");
    QVERIFY(list->run(0));
    QCOMPARE(harness.root()->property("ran").toString(), QString("mute"));
  }

  void keysStayAliveWhileTheListIsFiltered() {
    QmlHarness harness(k_keys);
    auto* list = harness.root()->property("list").value<CommandList*>();
    list->setFilter("mute");
    QTest::keyClick(harness.window(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(harness.root()->property("ran").toString(), QString("undo"));
    QTest::keyClick(harness.window(), Qt::Key_M, Qt::ControlModifier);
    QCOMPARE(harness.root()->property("ran").toString(), QString("mute"));
  }
};

QTEST_MAIN(CommandListTest)
#include "command_list_test.moc"
