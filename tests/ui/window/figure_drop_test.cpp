// A figure that Fovea made, dropped on its window: what it shows is opened again.

#include <QFile>
#include <QMimeData>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "core/document/kernel_place.h"
#include "core/figure/recipe.h"
#include "core/media/picture_image.h"
#include "tests/ui/journeys/person.h"
#include "ui/figure/figure_model.h"
#include "ui/kernel/slide_model.h"

using namespace fovea;
using namespace fovea::testing;

namespace {

std::vector<float> weights_of(const Document& document) {
  std::vector<float> all;
  for (const Tensor& weight : document.network.computed.weights())
    if (!weight.empty() && weight.type() == ElementType::float32)
      all.insert(all.end(), weight.floats().begin(), weight.floats().end());
  return all;
}

std::vector<std::uint8_t> pixels_of(const Document& document) {
  const auto pixels = document.input->picture->pixels.values<std::uint8_t>();
  return {pixels.begin(), pixels.end()};
}

/// Weights, a mute, a selection and a way to look at them.
void work_on(Person& person) {
  Workspace& workspace = person.workspace();
  const NodeId conv = convolutions_of(person.document().network.graph).front();
  workspace.apply(set_kernel_cell(person.document(), {{conv, 1}, 0}, 4, 2.5F));
  workspace.apply(set_muted(person.document(), {conv, 3}, true));
  workspace.select({.value = person.document().network.graph.node(conv).outputs[0],
                    .unit = 2,
                    .kernel_input = 1,
                    .pinned = std::pair<std::int64_t, std::int64_t>{5, 7}});
  person.lens().setScope(static_cast<int>(ScaleScope::layer));
  person.lens().setPeak(true);
}

bool export_figure(Person& person, const QString& path) {
  if (person.maps().empty()) return false;
  person.key(Qt::Key_P, Qt::ControlModifier);
  auto* figure = person.the<FigureModel>();
  if (!figure || !QTest::qWaitFor([&] { return figure->isActive(); })) return false;
  QSignalSpy written(figure, &FigureModel::written);
  figure->write(QUrl::fromLocalFile(path));
  return QTest::qWaitFor([&] { return written.count() == 1; }, 20000);
}

QString selected(const Document& document) {
  const Selection& it = document.selection;
  if (it.value == k_no_value) return "nothing";
  const auto pinned = it.pinned.value_or(std::pair<std::int64_t, std::int64_t>{-1, -1});
  return QString("%1 %2 %3 %4 %5")
      .arg(QString::fromStdString(document.network.graph.name_of(it.value)))
      .arg(it.unit)
      .arg(it.kernel_input)
      .arg(pinned.first)
      .arg(pinned.second);
}

}  // namespace

class FigureDropTest : public QObject {
  Q_OBJECT
 private slots:
  void init() {
    QSettings().clear();
    folder_ = std::make_unique<QTemporaryDir>();
  }

  void droppedItOpensTheDocumentThatItIsOf_data() {
    QTest::addColumn<QString>("ending");
    for (const char* ending : {"png", "svg", "pdf"}) QTest::newRow(ending) << ending;
  }
  void droppedItOpensTheDocumentThatItIsOf() {
    QFETCH(QString, ending);
    const QString path = folder_->filePath("figure." + ending);
    std::vector<float> weights;
    std::vector<std::uint8_t> pixels;
    QString selection;
    {
      Person person;
      person.workspace().openSample("coffee.png");
      QTRY_COMPARE(person.document().input->picture->name, std::string("coffee.png"));
      work_on(person);
      QVERIFY(export_figure(person, path));
      weights = weights_of(person.document());
      pixels = pixels_of(person.document());
      selection = selected(person.document());
    }
    Person person;
    person.workspace().openBundled("lenet5-digits");
    QTRY_COMPARE(person.workspace().networkName(), QString("lenet5-digits"));
    QSignalSpy failed(&person.workspace(), &Workspace::failed);
    person.drop(path);
    QTRY_COMPARE(person.workspace().networkName(), QString("natural10"));
    QCOMPARE(failed.count(), 0);
    QVERIFY(weights_of(person.document()) == weights);
    QVERIFY(pixels_of(person.document()) == pixels);
    QCOMPARE(selected(person.document()), selection);
    QCOMPARE(person.document().network.muted.size(), std::size_t{1});
    QCOMPARE(person.document().view.scope, ScaleScope::layer);
    QVERIFY(person.document().view.peak);
    QCOMPARE(person.workspace().undoText(), QString("Undo: open figure.%1").arg(ending));
    person.workspace().undo();  // one step, so that nothing is lost
    QCOMPARE(person.workspace().networkName(), QString("lenet5-digits"));
  }

  void theDialogHasTheSettingsOfTheFigure() {
    const QString path = folder_->filePath("figure.png");
    {
      Person person;
      work_on(person);
      auto* figure = person.the<FigureModel>();
      figure->setKind(static_cast<int>(FigureKind::kernels));
      figure->setUnits("1, 4");
      figure->setFontPt(11);
      figure->setLight(false);
      // As the dialog has it: what is selected is taken when it opens.
      person.key(Qt::Key_P, Qt::ControlModifier);
      figure->setUnits("1, 4");
      QSignalSpy written(figure, &FigureModel::written);
      figure->write(QUrl::fromLocalFile(path));
      QTRY_COMPARE(written.count(), 1);
    }
    QSettings().clear();
    Person person;
    person.drop(path);
    auto* figure = person.the<FigureModel>();
    QTRY_COMPARE(figure->fontPt(), 11.0);
    person.key(Qt::Key_P, Qt::ControlModifier);
    QTRY_VERIFY(figure->isActive());
    QCOMPARE(figure->kind(), static_cast<int>(FigureKind::kernels));
    QCOMPARE(figure->units(), QString("1, 4"));
    QVERIFY(!figure->isLight());
    figure->setActive(false);
    // With another selection the dialog is about that.
    person.workspace().select({});
    figure->takeSelection();
    QCOMPARE(figure->units(), QString());
  }

  void aPastedPictureIsInTheFigure() {
    const QString path = folder_->filePath("figure.png");
    QImage image(40, 30, QImage::Format_RGB32);
    for (int y = 0; y < 30; ++y)
      for (int x = 0; x < 40; ++x) image.setPixel(x, y, qRgb(x * 6, y * 8, x * y % 256));
    {
      Person person;
      QMimeData data;
      data.setImageData(image);
      QVERIFY(person.workspace().take(data));
      QTRY_COMPARE(person.document().input->picture->width(), 40);
      QVERIFY(export_figure(person, path));
    }
    Person person;
    person.drop(path);
    QTRY_COMPARE(person.document().input->picture->width(), 40);
    QCOMPARE(to_image(*person.document().input->picture).convertToFormat(QImage::Format_RGB32),
             image);
  }

  void whatIsGoneIsSaidInTheWindow() {
    const QString path = folder_->filePath("figure.png"), cat = folder_->filePath("cat.png");
    {
      Person person;
      QVERIFY(to_image(*person.document().input->picture).save(cat));
      person.workspace().openUrl(QUrl::fromLocalFile(cat));
      QTRY_COMPARE(person.document().input->picture->path, cat.toStdString());
      QVERIFY(export_figure(person, path));
    }
    QVERIFY(QFile::remove(cat));
    Person person;
    person.drop(path);
    QTRY_VERIFY(person.see("The picture " + cat + " is no longer there."));
  }

  void theFigureCanBeUsedAsAPictureAllTheSame() {
    const QString path = folder_->filePath("figure.png");
    Person person;
    QVERIFY(export_figure(person, path));
    person.workspace().openSample("coffee.png");
    QTRY_COMPARE(person.document().input->picture->name, std::string("coffee.png"));
    person.drop(path);
    QTRY_VERIFY(person.see("This is what figure.png shows."));
    QCOMPARE(person.document().input->picture->name, std::string("chelsea.png"));
    QVERIFY(person.click("Use it as a picture"));
    QTRY_COMPARE(person.document().input->picture->name, std::string("figure.png"));
    QCOMPARE(person.document().input->picture->width(), QImage(path).width());
  }

  void aFigureWhoseRecipeIsDamagedIsStillAPicture() {
    const QString path = folder_->filePath("figure.png");
    Person person;
    QVERIFY(export_figure(person, path));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QByteArray bytes = file.readAll();
    // Of the same length: chunks are found by theirs. Their checksums are not looked at by all.
    const qsizetype at = bytes.indexOf("{\"fovea\"");
    QVERIFY(at > 0);
    bytes[at] = '[';
    file.seek(0);
    file.write(bytes);
    file.close();
    person.drop(path);
    QTRY_VERIFY(person.document().input->picture->name == "figure.png" ||
                person.see("figure.png: The PNG picture is damaged or ends too early. Try to get "
                           "the file again.") != nullptr);
  }

  void anotherPdfIsRefusedInASentence() {
    const QString path = folder_->filePath("paper.pdf");
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("%PDF-1.4\n%%EOF\n");
    file.close();
    Person person;
    const auto input = person.document().input;
    person.drop(path);
    QTRY_VERIFY(
        person.see("paper.pdf: This PDF is no figure that Fovea made. Pictures may be PNG, "
                   "JPEG, BMP, GIF, WebP, TIFF or SVG."));
    QCOMPARE(person.document().input, input);
  }

  void aProjectRemembersTheSettingsOfFigures() {
    const QString path = folder_->filePath("cat.fovea"), plain = folder_->filePath("plain.fovea");
    {
      Person person;
      auto* figure = person.the<FigureModel>();
      figure->setFontPt(12);
      figure->setZoom(5);
      person.workspace().project()->saveAs(QUrl::fromLocalFile(path));
      QTRY_VERIFY(person.workspace().project()->hasFile());
    }
    QSettings().clear();
    Person person;
    auto* figure = person.the<FigureModel>();
    figure->setFontPt(7);
    QCOMPARE(figure->zoom(), 1);
    person.open(path);
    QTRY_COMPARE(figure->zoom(), 5);
    QCOMPARE(figure->fontPt(), 12.0);
    // One without leaves what there is.
    Project without{.document = person.document()};
    save_project(without, plain.toStdString());
    person.open(plain);
    QTRY_COMPARE(person.workspace().project()->name(), QString("plain"));
    QCOMPARE(figure->zoom(), 5);
  }

  void aProjectBringsTheWindowOfTheKernelLensBack() {
    const QString path = folder_->filePath("cat.fovea");
    int row = 0, column = 0;
    const auto slide_of = [](Person& person) {
      person.key(Qt::Key_2, Qt::AltModifier);
      SlideModel* slide = nullptr;
      if (!QTest::qWaitFor([&] {
            slide = person.the<SlideModel>();
            return slide && slide->isReady() && !slide->isStale();
          }))
        qWarning("no slide");
      return slide;
    };
    {
      Person person;
      SlideModel* slide = slide_of(person);
      slide->moveBy(-17, 23);
      slide->setProperty("look", 2);
      row = slide->row();
      column = slide->column();
      person.workspace().setKernelPage(0);
      person.workspace().project()->saveAs(QUrl::fromLocalFile(path));
      QTRY_VERIFY(person.workspace().project()->hasFile());
    }
    Person fresh;  // where the lens was never open
    fresh.open(path);
    QTRY_COMPARE(fresh.workspace().project()->name(), QString("cat"));
    SlideModel* slide = slide_of(fresh);
    QTRY_COMPARE(slide->row(), row);
    QCOMPARE(slide->column(), column);
    QCOMPARE(slide->property("look").toInt(), 2);

    slide->moveBy(5, 5);  // and where it is open on something else
    fresh.workspace().openSample("coffee.png");
    QTRY_COMPARE(fresh.document().input->picture->name, std::string("coffee.png"));
    QTRY_VERIFY(!slide->isStale());
    fresh.open(path);
    QTRY_VERIFY(fresh.see("Discard"));
    QVERIFY(fresh.click("Discard"));
    QTRY_COMPARE(fresh.document().input->picture->name, std::string("chelsea.png"));
    QTRY_VERIFY(slide->isReady() && !slide->isStale());
    QTRY_COMPARE(slide->row(), row);
    QCOMPARE(slide->column(), column);
  }

 private:
  std::unique_ptr<QTemporaryDir> folder_;
};

QTEST_MAIN(FigureDropTest)
#include "figure_drop_test.moc"
