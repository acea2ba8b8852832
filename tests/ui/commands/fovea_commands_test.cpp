#include <QAccessible>
#include <QSet>
#include <QTest>

#include "core/onnx/bundled.h"
#include "core/ops/conv/presets.h"
#include "tests/ui/journeys/person.h"
#include "ui/commands/command_list.h"
#include "ui/inspector/cell_grid.h"

using namespace fovea;
using namespace fovea::testing;

namespace {

QStringList texts(const CommandList& list) {
  QStringList all;
  for (const QVariant& it : list.all()) all << it.value<Command*>()->text();
  return all;
}

Command* command(const CommandList& list, const QString& text) {
  for (const QVariant& it : list.all())
    if (it.value<Command*>()->text() == text) return it.value<Command*>();
  return nullptr;
}

}  // namespace

/// The palette and F1, as the window has them.
class FoveaCommandsTest : public QObject {
  Q_OBJECT
 private slots:
  void thePaletteHasEverything() {
    Person person;
    const auto* list = person.the<CommandList>();
    QVERIFY(list);
    const QStringList all = texts(*list);
    for (const BundledNetwork& it : bundled_networks())
      QVERIFY(all.contains("Network: " + QString::fromUtf8(it.name.data(), it.name.size())));
    for (const KernelPreset& it : kernel_presets())
      QVERIFY(all.contains("Kernel: " + QString::fromUtf8(it.title.data(), it.title.size())));
    for (const char* needed : {"Sample picture: chelsea",
                               "Sample picture: rocket",
                               "Larger maps",
                               "Smaller maps",
                               "Maps at their start size",
                               "Fit all layers",
                               "First layer",
                               "Last layer",
                               "One level up",
                               "Reduce maps by their peak",
                               "Normalise the kernel",
                               "Flip the kernel",
                               "Rotate the kernel",
                               "Negate the kernel",
                               "Fit: Stretch",
                               "Filter: bicubic",
                               "Antialiasing off",
                               "Input size: 32 × 32",
                               "Compare recipes",
                               "Eraser",
                               "Clear the pad",
                               "Source panel",
                               "Inspector panel",
                               "Cover the answer",
                               "Class names from a file"})
      QVERIFY2(all.contains(needed), needed);
    QCOMPARE(QSet<QString>(all.begin(), all.end()).size(), all.size());
  }

  void noTwoCommandsListenToOneKey() {
    Person person;
    QStringList keys;
    for (const QVariant& it : person.the<CommandList>()->all()) {
      auto* one = it.value<Command*>();
      if (one->isPassive() || one->property("local").toBool()) continue;
      for (const QVariant& key : one->keys()) keys << key.toString();
    }
    QCOMPARE(QSet<QString>(keys.begin(), keys.end()).size(), keys.size());
  }

  void keysOfTheLensDoNotReachOverIt() {
    Person person;
    const double size = person.lens().layout().map_size;
    QVERIFY(person.tabTo("Input picture"));
    person.key(Qt::Key_Plus);
    QCOMPARE(person.lens().layout().map_size, size);
    person.command("larger maps");
    QTRY_VERIFY(person.lens().layout().map_size > size);
  }

  void popupsAreDialogsWithNames() {
    Person person;
    person.key(Qt::Key_K, Qt::ControlModifier);
    QTRY_VERIFY(person.names(QAccessible::Dialog).contains("Commands"));
    person.key(Qt::Key_Escape);
    person.key(Qt::Key_F1);
    QTRY_VERIFY(!person.names(QAccessible::Dialog).filter("Help: ").isEmpty());
    person.key(Qt::Key_Escape);
    QTRY_VERIFY(person.names(QAccessible::Dialog).isEmpty());
  }

  void aPresetIsRunFromThePalette() {
    Person person;
    const auto* list = person.the<CommandList>();
    Command* sharpen = nullptr;
    for (const QVariant& it : list->all())
      if (it.value<Command*>()->text().startsWith("Kernel: ")) sharpen = it.value<Command*>();
    QVERIFY(sharpen && !sharpen->isEnabled());
    person.workspace().select(
        Selection{.value = person.lens().layout().columns[1].value, .unit = 0, .pinned = {}});
    QVERIFY(sharpen->isEnabled());
    sharpen->trigger();
    QVERIFY(person.workspace().canUndo());
  }

  void sizesOfAnotherNetworkReplaceTheCommandsOfThisOne() {
    Person person;
    const auto* list = person.the<CommandList>();
    QVERIFY(command(*list, "Input size: 64 × 64"));
    person.workspace().openBundled("lenet5-digits");
    QTRY_VERIFY(!command(*list, "Input size: 64 × 64"));
    QVERIFY(command(*list, "Input size: 28 × 28"));
  }

  void helpExplainsWhatHasTheFocusAlsoFromItsButton() {
    Person person;
    person.workspace().select(
        Selection{.value = person.lens().layout().columns[1].value, .unit = 0, .pinned = {}});
    QTest::qWait(50);
    QVERIFY(person.tabTo("Cells of the kernel"));
    QVERIFY(person.click("Help (F1)"));
    QTRY_VERIFY(person.see("Help: Cells of the kernel"));
    const QString said =
        QAccessible::queryAccessibleInterface(person.see("Help: Cells of the kernel"))
            ->text(QAccessible::Description);
    QVERIFY2(said.startsWith("The weights of the kernel."), qPrintable(said));
    person.key(Qt::Key_Escape);
    QTRY_COMPARE(person.focusName(), QString("Cells of the kernel"));
  }
};

QTEST_MAIN(FoveaCommandsTest)
#include "fovea_commands_test.moc"
