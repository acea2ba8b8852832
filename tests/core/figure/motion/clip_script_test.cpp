#include "core/figure/motion/clip_script.h"

#include <QTemporaryDir>
#include <QtTest>
#include <set>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/document/unit_view.h"
#include "core/figure/motion/write_clip.h"
#include "core/onnx/model.h"
#include "core/train/checkpoint_file.h"
#include "tests/core/figure/sources.h"

using namespace fovea;
using namespace fovea::testing;

namespace {

ClipSpec spec_of(FigureKind kind) {
  return {.figure = {.kind = kind, .layer = "conv1"},
          .width = 640,
          .height = 360,
          .frames_per_second = 10,
          .seconds = 4};
}

std::vector<Scene::Map> maps_of(const Scene& scene) {
  std::vector<Scene::Map> maps;
  for (const Scene::Item& item : scene.items)
    if (const auto* map = std::get_if<Scene::Map>(&item)) maps.push_back(*map);
  return maps;
}

QStringList words_of(const Scene& scene) {
  QStringList words;
  for (const Scene::Item& item : scene.items)
    if (const auto* text = std::get_if<Scene::Text>(&item)) words << text->text;
  return words;
}

bool holds(const Scene& scene, const QString& words) {
  return words_of(scene).join('\n').contains(words);
}

/// The colours within the cell of a value, each with its share of the pixels.
std::map<QRgb, double> shares_of(const QImage& image, const Scene::Map& map, std::int64_t row,
                                 std::int64_t column) {
  const double x = map.place.width() / map.map.width, y = map.place.height() / map.map.height;
  const QRectF cell(map.place.left() + static_cast<double>(column) * x,
                    map.place.top() + static_cast<double>(row) * y, x, y);
  // Without the mark around it.
  const QRect inside = cell.adjusted(0.2 * x, 0.2 * y, -0.2 * x, -0.2 * y).toRect();
  std::map<QRgb, double> shares;
  for (int at = inside.top(); at <= inside.bottom(); ++at)
    for (int left = inside.left(); left <= inside.right(); ++left)
      shares[image.pixel(left, at)] += 1.0 / (inside.width() * inside.height());
  return shares;
}

QRgb color_of(const Scene::Map& map, std::int64_t row, std::int64_t column) {
  return colored(map).pixel(static_cast<int>(column), static_cast<int>(row));
}

bool is_same(const Scene::Map& a, const Scene::Map& b) {
  return a.scale == b.scale && a.place == b.place && a.palette == b.palette;
}

QString sentence_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& error) {
    return QString::fromStdString(error.sentence());
  }
  return {};
}

/// The tiny network's kernels at four moments, each twice the last.
std::shared_ptr<Timeline> some_timeline() {
  auto timeline = std::make_shared<Timeline>(Timeline::Options{});
  const FigureSource source = tiny_source();
  const Graph& graph = source.network.graph;
  const ValueId weight = graph.find_value("k");
  float factor = 1;
  for (const std::int64_t step : {0, 10, 20, 30}) {
    Tensor kernels = graph.weight(weight).clone();
    for (float& value : kernels.mutable_values<float>()) value *= factor;
    factor *= 2;
    Checkpoint moment;
    moment.state.graph = graph.with_weight(weight, std::move(kernels));
    moment.state.step = step;
    moment.metrics = {.step = step,
                      .epoch = static_cast<double>(step) / 10,
                      .loss = 2.0 / static_cast<double>(step + 1)};
    timeline->add(std::move(moment));
  }
  return timeline;
}

ClipSource training_source() {
  ClipSource source{.figure = tiny_source(),
                    .run = moments_of(some_timeline().get(), {}, CancelToken{})};
  source.figure.curves = some_curves();
  return source;
}

}  // namespace

class ClipScriptTest : public QObject {
  Q_OBJECT

 private slots:
  void theClockRestsAtTheEnd() {
    const ClipClock clock(spec_of(FigureKind::arithmetic), 1);
    QCOMPARE(clock.frames(), std::int64_t{40});
    QCOMPARE(clock.share(0), 0.0);
    QVERIFY(clock.share(20) > 0.5 && clock.share(20) < 0.6);
    QCOMPARE(clock.share(35), 1.0);
    QCOMPARE(clock.share(39), 1.0);
    ClipSpec spec = spec_of(FigureKind::arithmetic);
    spec.seconds = 0;
    QCOMPARE(ClipClock(spec, usual_seconds(16)).frames(), std::int64_t{160});  // a toy
    QCOMPARE(ClipClock(spec, usual_seconds(100)).frames(), std::int64_t{250});
    QCOMPARE(ClipClock(spec, usual_seconds(50'000)).frames(), std::int64_t{300});
    spec.seconds = 0.1;
    QCOMPARE(ClipClock(spec, 1).share(0), 1.0);  // one frame: all is done
    spec.seconds = 600;
    spec.frames_per_second = 60;
    spec.loops = 2;
    QVERIFY(sentence_of([&] { ClipClock(spec, 1); }).contains("72000 frames"));
  }

  void aSlideBeginsEmptyAndEndsFull() {
    const FigureSource source = tiny_source();
    const ClipSpec spec = spec_of(FigureKind::arithmetic);
    const ClipScript script = make_clip(spec, {.figure = source});
    QCOMPARE(script.frames, std::int64_t{40});
    QCOMPARE(script.title, std::string("conv1, unit 0"));
    const QRgb ground = qRgb(255, 255, 255);
    for (const auto& [frame, filled] :
         std::map<std::int64_t, std::int64_t>{{0, 0}, {35, 16}, {39, 16}, {18, 8}}) {
      const Scene scene = script.scene(frame);
      QCOMPARE(scene.width, 640.0);
      QCOMPARE(scene.height, 360.0);
      const std::vector<Scene::Map> maps = maps_of(scene);
      QCOMPARE(maps.size(), std::size_t{5});  // input, window, kernel, products, output
      const Scene::Map& output = maps.back();
      QCOMPARE(output.map.width, 4);
      const QImage image = paint_frame(script, frame);
      for (std::int64_t i = 0; i < 16; ++i) {
        const QByteArray which = QString("frame %1, value %2").arg(frame).arg(i).toLatin1();
        const auto shares = shares_of(image, output, i / 4, i % 4);
        const QRgb value = color_of(output, i / 4, i % 4);
        if (i < filled) {
          QVERIFY2(shares.size() == 1 && shares.contains(value), which);
        } else {
          // Hatched: ground and strokes, so that it is not taken for 0.
          QVERIFY2(shares.size() > 1 && shares.at(ground) > 0.5 && shares.at(ground) < 1, which);
        }
      }
    }
  }

  void aSlideShowsTheProductsOfItsPlace() {
    const FigureSource source = tiny_source();
    const ClipScript script = make_clip(spec_of(FigureKind::arithmetic), {.figure = source});
    const std::vector<Scene::Map> maps = maps_of(script.scene(0));
    // The ramp's first window, of which a row is 6 values long.
    for (std::size_t i = 0; i < 9; ++i) {
      const float value = static_cast<float>(i / 3 * 6 + i % 3) / 35;
      const float weight = -0.6F + 0.1F * static_cast<float>(i);
      QVERIFY(std::abs(maps[1].map.values[i] - value) < 1e-5F);
      QVERIFY(std::abs(maps[2].map.values[i] - weight) < 1e-5F);
      QVERIFY(std::abs(maps[3].map.values[i] - value * weight) < 1e-5F);
    }
    const float first =
        unit_values(source.frame->value(source.shaped->graph.find_value("m")), 0)[0];
    QVERIFY2(holds(script.scene(0), "row 0, column 0"),
             qPrintable(words_of(script.scene(0)).join('|')));
    QVERIFY(holds(script.scene(0), "0.25 from the bias"));
    const QString total = QString::number(double{first}, 'g', 4).replace('-', QChar(0x2212));
    QVERIFY2(holds(script.scene(0), "row 0, column 0 gets " + total), qPrintable(total));
    QVERIFY(holds(script.scene(39), "row 3, column 3"));
  }

  void everyFrameOfASlideHasTheSameScales() {
    const ClipScript script = make_clip(spec_of(FigureKind::arithmetic), {.figure = tiny_source()});
    const std::vector<Scene::Map> first = maps_of(script.scene(0));
    std::set<std::int64_t> seen;
    for (std::int64_t frame = 0; frame < script.frames; ++frame) {
      const std::vector<Scene::Map> maps = maps_of(script.scene(frame));
      QCOMPARE(maps.size(), first.size());
      for (std::size_t i = 0; i < maps.size(); ++i) QVERIFY(is_same(maps[i], first[i]));
      for (const float product : maps[3].map.values)
        QVERIFY(std::abs(product) <= maps[3].scale.max * 1.0001F);
    }
  }

  void aTrainingRunShowsItsMomentsOnOneScale() {
    const ClipScript script = make_clip(spec_of(FigureKind::timeline), training_source());
    QCOMPARE(script.title, std::string("Training, conv1"));
    std::set<float> corners;
    const std::vector<Scene::Map> first = maps_of(script.scene(0));
    QCOMPARE(first.size(), std::size_t{2});  // a tile a unit
    for (std::int64_t frame = 0; frame < script.frames; ++frame) {
      const std::vector<Scene::Map> maps = maps_of(script.scene(frame));
      QCOMPARE(maps.size(), first.size());
      for (std::size_t i = 0; i < maps.size(); ++i) QVERIFY(is_same(maps[i], first[i]));
      corners.insert(maps[0].map.values[0]);
    }
    QVERIFY(corners == (std::set<float>{-0.6F, -1.2F, -2.4F, -4.8F}));
    // The last and largest weight, 1.1 × 8, is the end of the scale.
    QVERIFY(std::abs(first[0].scale.max - 8.8F) < 1e-4F);
    QVERIFY(holds(script.scene(0), "step 0 · epoch 0.00"));
    QVERIFY(holds(script.scene(39), "step 30 · epoch 3.00"));
  }

  void theCurvesGrowWithTheRun() {
    const ClipScript script = make_clip(spec_of(FigureKind::timeline), training_source());
    const auto points = [&](std::int64_t frame) {
      std::size_t count = 0;
      const Scene scene = script.scene(frame);
      for (const Scene::Item& item : scene.items)
        if (const auto* line = std::get_if<Scene::Line>(&item)) count += line->points.size();
      return count;
    };
    QVERIFY(points(0) < points(20));
    QVERIFY(points(20) < points(39));
  }

  void aRunWithoutMomentsShowsItsCurves() {
    ClipSource source = training_source();
    source.run = {};
    const ClipScript script = make_clip(spec_of(FigureKind::timeline), source);
    QVERIFY(maps_of(script.scene(3)).empty());
    QVERIFY(holds(script.scene(39), "epoch 3.00"));
    source.figure.curves = {};
    QVERIFY(sentence_of([&] {
              make_clip(spec_of(FigureKind::timeline), source);
            }).contains("no curves"));
  }

  void momentsAreReadFromARunsFolderAndItIsLeftAsItIs() {
    const QTemporaryDir folder;
    const std::filesystem::path place = folder.path().toStdString();
    std::filesystem::create_directories(place / "timeline");
    const FigureSource source = tiny_source();
    save_model(source.network.origin->model, place / "architecture.onnx");
    const auto timeline = some_timeline();
    for (const std::int64_t step : {0, 10, 20})
      write_checkpoint(place / "timeline" / ("step-" + std::to_string(step) + ".fvc"),
                       *timeline->at(step));
    write_checkpoint(place / "checkpoint-30.fvc", *timeline->at(30));
    write_file_atomically(place / "timeline" / "step-25.fvc", std::string_view("torn"));
    const RunMoments read = moments_in(place, {}, CancelToken{});
    const RunMoments kept = moments_of(timeline.get(), {}, CancelToken{});
    QCOMPARE(read.layer, std::string("conv1"));
    QCOMPARE(read.moments.size(), std::size_t{4});
    for (std::size_t i = 0; i < 4; ++i) {
      QCOMPARE(read.moments[i].metrics.step, kept.moments[i].metrics.step);
      QCOMPARE(read.moments[i].metrics.epoch, kept.moments[i].metrics.epoch);
      QVERIFY(
          std::ranges::equal(read.moments[i].kernels.floats(), kept.moments[i].kernels.floats()));
    }
    QVERIFY(std::filesystem::exists(place / "timeline" / "step-25.fvc"));
  }

  void momentsAreOfTheLayerAndTheUnitsThatAreWanted() {
    const auto timeline = some_timeline();
    const RunMoments dense = moments_of(timeline.get(), {.layer = "fc"}, CancelToken{});
    QVERIFY(dense.moments.front().kernels.shape() == (Shape{1, 2, 8}));
    const RunMoments one = moments_of(timeline.get(), {.units = {1}}, CancelToken{});
    QCOMPARE(one.labels, std::vector<std::string>{"1"});
    QVERIFY(std::abs(one.moments.front().kernels.floats()[0] - 0.3F) < 1e-5F);
    const RunMoments few =
        moments_of(timeline.get(), {.most_tiles = 1, .most_moments = 2}, CancelToken{});
    QCOMPARE(few.left_out, std::int64_t{1});
    QCOMPARE(few.moments.size(), std::size_t{2});
    QCOMPARE(few.moments.back().metrics.step, std::int64_t{30});
    QVERIFY(moments_of(nullptr, {}, CancelToken{}).moments.empty());
    QVERIFY(sentence_of([&] {
              moments_of(timeline.get(), {.layer = "pool1"}, CancelToken{});
            }).contains("no layer “pool1” with kernels"));
    QVERIFY(sentence_of([&] {
              moments_of(timeline.get(), {.units = {2}}, CancelToken{});
            }).contains("no unit 2"));
    const CancelToken cancel;
    cancel.cancel();
    QVERIFY_EXCEPTION_THROWN(moments_of(timeline.get(), {}, cancel), Cancelled);
  }

  void anEditShowsBeforeThenAfterAndNothingBetween() {
    const FigureSource source = edited_source();
    ClipSpec spec = spec_of(FigureKind::comparison);
    const ClipScript script = make_clip(spec, {.figure = source});
    const ValueId value = source.shaped->graph.find_value("m");
    const Tensor& before = source.original->value(value);
    const Tensor& after = source.frame->value(value);
    const std::vector<Scene::Map> first = maps_of(script.scene(0));
    QCOMPARE(first.size(), std::size_t{2});
    std::set<int> changed;
    for (std::int64_t frame = 0; frame < script.frames; ++frame) {
      const std::vector<Scene::Map> maps = maps_of(script.scene(frame));
      int count = 0;
      for (std::size_t i = 0; i < 2; ++i) {
        QVERIFY(is_same(maps[i], first[i]));
        const auto unit = static_cast<std::int64_t>(i);
        const bool is_before = std::ranges::equal(maps[i].map.values, unit_values(before, unit));
        const bool is_after = std::ranges::equal(maps[i].map.values, unit_values(after, unit));
        QVERIFY(is_before != is_after);
        count += is_after ? 1 : 0;
      }
      changed.insert(count);
      QVERIFY(changed.size() == 1 || *changed.rbegin() == count);  // none goes back
    }
    QVERIFY(changed == (std::set<int>{0, 1, 2}));
    QVERIFY(words_of(script.scene(0)).contains("before"));
    QVERIFY(words_of(script.scene(39)).contains("after"));
    QVERIFY(holds(script.scene(0), "Edited weights: conv1"));
  }

  void anEditShowsTheAnswerOfBoth() {
    const FigureSource source = edited_source();
    const ClipScript script = make_clip(spec_of(FigureKind::comparison), {.figure = source});
    const ValueId shares = source.shaped->graph.find_value("s");
    const auto text = [&](const Frame& frame) {
      return QString::number(100.0 * double{frame.value(shares).floats()[0]}, 'f', 1) + " %";
    };
    QVERIFY2(holds(script.scene(0), text(*source.original)),
             qPrintable(words_of(script.scene(0)).join('|')));
    QVERIFY(holds(script.scene(39), text(*source.frame)));
    QVERIFY(text(*source.original) != text(*source.frame));
  }

  void anEditWithoutALayerShowsTheFirstThatItChanges() {
    ClipSpec spec = spec_of(FigureKind::comparison);
    spec.figure.layer.clear();
    QCOMPARE(make_clip(spec, {.figure = edited_source()}).title,
             std::string("conv1, before and after"));
  }

  void whatIsMissingIsSaid() {
    FigureSource source = tiny_source();
    QVERIFY(sentence_of([&] {
              make_clip(spec_of(FigureKind::comparison), {.figure = source});
            }).contains("nothing to compare"));
    QVERIFY(sentence_of([&] {
              make_clip(spec_of(FigureKind::maps), {.figure = source});
            }).contains("A figure of maps does not move"));
    ClipSpec spec = spec_of(FigureKind::arithmetic);
    spec.figure.layer = "fc";
    QVERIFY(sentence_of([&] {
              make_clip(spec, {.figure = source});
            }).contains("no kernel that slides"));
    source.frame = nullptr;
    QVERIFY(sentence_of([&] {
              make_clip(spec_of(FigureKind::arithmetic), {.figure = source});
            }).contains("needs an input"));
  }

  void anOriginalThatIsNotComputedYetIsNoLackOfEdits() {
    FigureSource source = edited_source();
    source.original = nullptr;
    const QString sentence =
        sentence_of([&] { make_clip(spec_of(FigureKind::comparison), {.figure = source}); });
    QVERIFY2(sentence.contains("not computed yet"), qPrintable(sentence));
  }

  void nobodyWaitsForAScriptThatIsNotWanted_data() {
    QTest::addColumn<FigureKind>("kind");
    for (const FigureKind kind :
         {FigureKind::arithmetic, FigureKind::timeline, FigureKind::comparison})
      QTest::newRow(std::string(name_of(kind)).c_str()) << kind;
  }
  void nobodyWaitsForAScriptThatIsNotWanted() {
    QFETCH(const FigureKind, kind);
    ClipSource source{.figure = edited_source(), .run = training_source().run};
    source.figure.curves = some_curves();
    const CancelToken cancel;
    make_clip(spec_of(kind), source, cancel);
    cancel.cancel();
    QVERIFY_EXCEPTION_THROWN(make_clip(spec_of(kind), source, cancel), Cancelled);
  }

  void everySizeHasRoomForItsMotionAndItsWords_data() {
    QTest::addColumn<FigureKind>("kind");
    QTest::addColumn<QSize>("size");
    for (const FigureKind kind :
         {FigureKind::arithmetic, FigureKind::timeline, FigureKind::comparison})
      for (const QSize size : {QSize(160, 120), QSize(320, 240), QSize(1280, 720), QSize(480, 854)})
        QTest::addRow("%s %d × %d", std::string(name_of(kind)).c_str(), size.width(), size.height())
            << kind << size;
  }
  void everySizeHasRoomForItsMotionAndItsWords() {
    QFETCH(const FigureKind, kind);
    QFETCH(const QSize, size);
    ClipSource source{.figure = edited_source(), .run = training_source().run};
    source.figure.curves = some_curves();
    ClipSpec spec = spec_of(kind);
    spec.width = size.width();
    spec.height = size.height();
    spec.figure.caption = true;
    const ClipScript script = make_clip(spec, source);
    const Scene scene = script.scene(20);
    QCOMPARE(paint_frame(script, 20).size(), size);
    const QRectF whole(0, 0, size.width(), size.height());
    std::vector<QRectF> maps;
    for (const Scene::Map& map : maps_of(scene)) {
      QVERIFY2(whole.contains(map.place), qPrintable(QString("%1 %2 %3 %4")
                                                         .arg(map.place.x())
                                                         .arg(map.place.y())
                                                         .arg(map.place.width())
                                                         .arg(map.place.height())));
      for (const QRectF& other : maps) QVERIFY(!other.intersects(map.place));
      maps.push_back(map.place);
    }
    // Words of the motion stand below all that moves.
    double lowest = 0;
    for (const QRectF& map : maps) lowest = std::max(lowest, map.bottom());
    for (const Scene::Item& item : scene.items)
      if (const auto* text = std::get_if<Scene::Text>(&item); text && text->text.contains("tiny"))
        QVERIFY(text->at.y() - text->size > lowest);
  }
};

QTEST_MAIN(ClipScriptTest)
#include "clip_script_test.moc"
