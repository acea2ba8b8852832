#include <QAccessible>
#include <QDir>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include "tests/core/figure/motion/decoded_clip.h"
#include "tests/ui/journeys/person.h"
#include "ui/figure/clip_model.h"

using namespace fovea;
using namespace fovea::testing;

/// Somebody makes a clip of the sliding window for a lecture.
class ClipTest : public QObject {
  Q_OBJECT

  static bool openDialog(Person& person) {
    person.key(Qt::Key_P, Qt::ControlModifier);
    if (!QTest::qWaitFor([&] { return person.see("Clip") != nullptr; }, 5000)) return false;
    return person.click("Clip");
  }
  static bool saveAs(Person& person, const QString& path) {
    if (!person.click("Save…")) return false;
    QQuickItem* box = nullptr;
    if (!QTest::qWaitFor([&] { return (box = person.see("File name")) != nullptr; }, 5000))
      return false;
    box->setProperty("text", path);
    QTest::qWait(20);
    return person.click("Save");
  }

 private slots:
  void initTestCase_data() { add_settings(); }
  void init() {
    QSettings().remove("clip");
    QSettings().remove("figure");
  }

  void aClipIsLookedAtPlayedAndSaved() {
    const QTemporaryDir folder;
    const QString path = folder.filePath("lecture.mp4");
    Person person(this_setting());
    QVERIFY(!person.maps().empty());
    QVERIFY(openDialog(person));
    QTRY_VERIFY(person.names(QAccessible::Dialog).contains("Export a clip"));
    QVERIFY(person.see("Preview of the clip") && !person.see("Preview of the figure"));
    auto* clip = person.the<ClipModel>();
    QVERIFY(clip);
    QTRY_VERIFY(clip->frames() > 100);
    QVERIFY(person.see(clip->lengthText()));
    QVERIFY(person.click("Play"));
    QTRY_VERIFY(clip->frame() > 5);
    QVERIFY(person.click("Pause"));
    QVERIFY(!clip->isPlaying());
    clip->setWidth(320);
    clip->setHeight(240);
    clip->setSeconds(1);
    QTRY_COMPARE(clip->frames(), 30);
    QVERIFY(saveAs(person, path));
    QTRY_VERIFY_WITH_TIMEOUT(!person.see("Preview of the clip"), 20000);
    QCOMPARE(decode_clip(path.toStdString()).times.size(), std::size_t{30});
  }

  void whatIsBeingWrittenIsCancelled() {
    const QTemporaryDir folder;
    Person person(this_setting());
    QVERIFY(!person.maps().empty());
    QVERIFY(openDialog(person));
    auto* clip = person.the<ClipModel>();
    clip->setSeconds(600);
    QTRY_COMPARE(clip->frames(), 18000);
    QVERIFY(saveAs(person, folder.filePath("long.webm")));
    QTRY_VERIFY(clip->isWriting());
    QTRY_VERIFY(!person.names(QAccessible::ProgressBar).isEmpty());
    QVERIFY(person.click("Cancel"));
    QTRY_VERIFY_WITH_TIMEOUT(!clip->isWriting(), 20000);
    QVERIFY(person.names(QAccessible::ProgressBar).isEmpty());
    QVERIFY(person.see("Preview of the clip"));
    QVERIFY(QDir(folder.path()).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot));
    QVERIFY(person.click("Figure"));
    QTRY_VERIFY(person.see("Preview of the figure"));
    QVERIFY(person.click("Close"));
    QTRY_VERIFY(!person.see("Preview of the figure"));
  }
};

QTEST_MAIN(ClipTest)
#include "clip_test.moc"
