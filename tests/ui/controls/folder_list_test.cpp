#include "ui/controls/folder_list.h"

#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

using namespace fovea;

class FolderListTest : public QObject {
  Q_OBJECT
 private slots:
  void whatOneListRemembersAnotherRecalls() {
    QSettings().clear();
    QTemporaryDir first, second;
    FolderList opening, saving;
    opening.setFolder(first.path());
    opening.remember();
    saving.recall();
    QCOMPARE(saving.folder(), first.path());
    saving.setFolder(second.path());
    saving.remember();
    opening.recall();
    QCOMPARE(opening.folder(), second.path());
  }
};

QTEST_MAIN(FolderListTest)
#include "folder_list_test.moc"
