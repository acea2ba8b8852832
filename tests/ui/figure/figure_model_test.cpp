#include "ui/figure/figure_model.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "core/base/files.h"
#include "core/figure/recipe.h"
#include "tests/ui/train/train_bench.h"
#include "ui/figure/unit_list.h"

using namespace fovea;
using namespace fovea::testing;

namespace {

struct Bench {
  Workspace workspace{edges_document(), {.threads = 1, .make_vulkan = {}}};
  FigureModel model;

  Bench() {
    model.setWorkspace(&workspace);
    model.setWidthMm(180);
    model.setKind(0);
    model.setActive(true);
  }
  bool drawn() {
    return QTest::qWaitFor([&] { return workspace.isCurrent(); }, 10000) &&
           QTest::qWaitFor([&] { return !model.preview().value<QImage>().isNull(); }, 10000);
  }
};

QStringList texts(const QVariantList& choices) {
  QStringList all;
  for (const QVariant& it : choices) all << it.toMap()["text"].toString();
  return all;
}

}  // namespace

class FigureModelTest : public QObject {
  Q_OBJECT

 private slots:
  void listsOfUnitsAreReadAndWritten() {
    QCOMPARE(unit_list_text({0, 3, 4, 5, 7}), QString("0, 3-5, 7"));
    QVERIFY(units_from_text(" 0, 3-5;7 ") == (std::vector<std::int64_t>{0, 3, 4, 5, 7}));
    QVERIFY(units_from_text("") == std::vector<std::int64_t>{});
    for (const char* wrong : {"a", "3-1", "-2", "1-99999999", "1.5"})
      QVERIFY2(!units_from_text(wrong), wrong);
  }

  void thePreviewFollowsTheSettings() {
    Bench on;
    QVERIFY(on.drawn());
    QVERIFY(on.model.problem().isEmpty());
    QVERIFY2(on.model.sizeText().startsWith("180 × "), qPrintable(on.model.sizeText()));
    const auto before = on.model.preview().value<QImage>();
    on.model.setWidthMm(85);
    QTRY_VERIFY(on.model.sizeText().startsWith("85 × "));
    QVERIFY(on.model.preview().value<QImage>().width() < before.width());
    on.model.setUnits("400");
    QTRY_VERIFY(!on.model.problem().isEmpty());
    on.model.setUnits("x");
    QVERIFY(on.model.problem().contains("no list of units"));
    on.model.setUnits("");
    QTRY_VERIFY(on.model.problem().isEmpty());
  }

  void whatIsNotThereCannotBeChosenAndSaysWhy() {
    Bench on;
    const QVariantList kinds = on.model.kinds();
    QCOMPARE(kinds.size(), 9);
    QVERIFY(!kinds[static_cast<int>(FigureKind::timeline)].toMap()["enabled"].toBool());
    QVERIFY(kinds[static_cast<int>(FigureKind::timeline)].toMap()["reason"].toString().contains(
        "no training run"));
    QVERIFY(!kinds[static_cast<int>(FigureKind::comparison)].toMap()["enabled"].toBool());
    QVERIFY(kinds[static_cast<int>(FigureKind::maps)].toMap()["enabled"].toBool());
    QVERIFY(texts(on.model.layers()).front() == "All layers");
    on.model.setKind(static_cast<int>(FigureKind::kernels));
    QVERIFY(!texts(on.model.layers()).contains("All layers"));
  }

  void curvesOfARunAreAFigure() {
    TrainBench train;
    FigureModel model;
    model.setWorkspace(&train.workspace);
    model.setTrain(&train.model);
    train.model.settings()->setEpochs(1);
    train.model.play();
    QVERIFY(train.ends());
    model.setActive(true);
    model.setKind(static_cast<int>(FigureKind::timeline));
    QTRY_VERIFY(!model.preview().value<QImage>().isNull() && model.problem().isEmpty());
    // It is of what the run learns from, not of the picture that is open.
    const QTemporaryDir folder;
    const QString file = folder.filePath("curves.svg");
    model.setCaption(true);
    model.write(QUrl::fromLocalFile(file));
    QTRY_VERIFY(QFile::exists(file));
    const Bytes bytes = read_file(file.toStdString());
    const std::string_view text = text_of(bytes);
    QVERIFY(text.find(">sides<") != std::string::npos);
    const std::string& picture = train.workspace.document().input->picture->name;
    QVERIFY(text.find(">" + picture + "<") == std::string::npos);
    QVERIFY(text.find("input " + picture) == std::string::npos);
  }

  void filesAreWrittenWithTheirRecipe_data() {
    QTest::addColumn<QString>("ending");
    for (const char* ending : {"png", "svg", "pdf"}) QTest::newRow(ending) << ending;
  }
  void filesAreWrittenWithTheirRecipe() {
    QFETCH(QString, ending);
    const QTemporaryDir folder;
    Bench on;
    QVERIFY(on.drawn());
    on.model.setCaption(true);
    const QString path = folder.filePath("figure." + ending);
    QSignalSpy written(&on.model, &FigureModel::written);
    on.model.write(QUrl::fromLocalFile(path));
    QVERIFY(on.model.isWriting());
    QTRY_COMPARE(written.count(), 1);
    const FigureRecipe recipe = read_recipe(path.toStdString());
    QVERIFY(recipe.spec.kind == FigureKind::maps);
    QVERIFY(recipe.spec.caption);
  }

  void aNameOfNoFormatAndAFolderThatIsGoneAreSaid() {
    const QTemporaryDir folder;
    Bench on;
    QVERIFY(on.drawn());
    on.model.write(QUrl::fromLocalFile(folder.filePath("figure.doc")));
    QVERIFY(on.model.problem().contains(".png, .svg, .pdf"));
    on.model.write(QUrl::fromLocalFile(folder.filePath("gone/figure.png")));
    QTRY_VERIFY(!on.model.isWriting());
    QVERIFY(!on.model.problem().isEmpty());
    QVERIFY(!QFile::exists(folder.filePath("gone")));
  }

  void theSettingsAreRemembered() {
    {
      Bench on;
      on.model.setFontPt(11);
      on.model.setLight(false);
    }
    const FigureModel again;
    QCOMPARE(again.fontPt(), 11.0);
    QVERIFY(!again.isLight());
  }
};

QTEST_MAIN(FigureModelTest)
#include "figure_model_test.moc"
