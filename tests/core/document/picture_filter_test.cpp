#include "core/document/picture_filter.h"

#include <QtTest>
#include <cmath>

#include "core/base/error.h"
#include "core/document/history.h"
#include "core/document/kernel_place.h"
#include "core/onnx/bundled.h"
#include "core/ops/conv/presets.h"

using namespace fovea;

namespace {

std::shared_ptr<const Picture> picture(std::int64_t channels) {
  Picture made{
      .pixels = Tensor(Shape{8, 10, channels}, ElementType::uint8), .name = "p", .warning = {}};
  std::uint8_t value = 0;
  for (std::uint8_t& pixel : made.pixels.mutable_values<std::uint8_t>())
    pixel = static_cast<std::uint8_t>(value += 37);
  return std::make_shared<const Picture>(std::move(made));
}

Document start() {
  return make_document(make_origin(bundled_network("lenet5-digits"), "lenet5-digits"), picture(3));
}

}  // namespace

class PictureFilterTest : public QObject {
  Q_OBJECT
 private slots:
  void samePaddingKeepsTheSizeOverTheStride();
  void greyIsOneMapAndColourThree();
  void inColourAllMapsMayMakeOne();
  void aFilterIsEditedBesideTheNetwork();
  void aFilterThatCannotBeIsRefused();
  void undoKeepsTheLens();
  void anotherNetworkKeepsTheFilter();
  void theKernelPlaceIsTheConvolutionBeforeTheSelection();
};

void PictureFilterTest::samePaddingKeepsTheSizeOverTheStride() {
  for (const std::int64_t size : {1, 2, 3, 5, 8})
    for (const std::int64_t stride : {1, 2, 3})
      for (const std::int64_t dilation : {1, 2}) {
        PictureFilter filter = first_filter();
        filter.kernel = Tensor::filled(Shape{size, size}, 1.0F);
        filter.stride = {stride, stride};
        filter.dilation = {dilation, dilation};
        const Slide slide = slide_of(filter, Tensor(Shape{1, 17, 20}));
        QCOMPARE(slide.rows(), (17 + stride - 1) / stride);
        QCOMPARE(slide.columns(), (20 + stride - 1) / stride);
        QVERIFY(slide.windows[0].pad_end - slide.windows[0].pad_begin <= 1);
        QVERIFY(fits(filter, 17, 20));
      }
  PictureFilter filter = first_filter();
  filter.padding = PaddingRule::valid;
  filter.dilation = {9, 9};
  QVERIFY(!fits(filter, 17, 20));
}

void PictureFilterTest::greyIsOneMapAndColourThree() {
  const auto rgb = picture(3);
  const Tensor grey = planes_of(*rgb, false), colour = planes_of(*rgb, true);
  QCOMPARE(grey.shape(), (Shape{1, 8, 10}));
  QCOMPARE(colour.shape(), (Shape{3, 8, 10}));
  for (std::size_t i = 0; i < 80; ++i) {
    const double mixed = 0.299 * static_cast<double>(colour.floats()[i]) +
                         0.587 * static_cast<double>(colour.floats()[80 + i]) +
                         0.114 * static_cast<double>(colour.floats()[160 + i]);
    QVERIFY(std::abs(mixed - static_cast<double>(grey.floats()[i])) < 1.0 / 255);
  }
  QCOMPARE(planes_of(*picture(1), true).shape(), (Shape{1, 8, 10}));
}

void PictureFilterTest::inColourAllMapsMayMakeOne() {
  PictureFilter filter = first_filter();
  filter.colour = true;
  const Tensor planes = planes_of(*picture(3), true);
  QCOMPARE(slide_of(filter, planes).units(), std::int64_t{3});
  QCOMPARE(slide_of(filter, planes).reads(), std::int64_t{1});
  filter.summed = true;
  QCOMPARE(slide_of(filter, planes).units(), std::int64_t{1});
  QCOMPARE(slide_of(filter, planes).reads(), std::int64_t{3});
}

void PictureFilterTest::aFilterIsEditedBesideTheNetwork() {
  History history(start());
  PictureFilter filter = history.current().filter;
  filter.kernel = kernel_preset("gaussian:5:1");
  const Graph before = history.current().network.graph;
  history.apply(set_filter(history.current(), filter, "Gaussian"));
  QVERIFY(history.current().network.graph == before);
  QVERIFY(history.current().filter == filter);
  QCOMPARE(history.undo_name(), std::string("filter: Gaussian"));
  QVERIFY(!history.is_modified());
  history.undo();
  QVERIFY(history.current().filter == first_filter());
}

void PictureFilterTest::aFilterThatCannotBeIsRefused() {
  const Document document = start();
  PictureFilter filter = document.filter;
  filter.kernel = Tensor::filled(Shape{32, 3}, 1.0F);
  QVERIFY_THROWS_EXCEPTION(Error, set_filter(document, filter, "too large"));
  filter.kernel = Tensor::filled(Shape{3, 3}, std::nanf(""));
  QVERIFY_THROWS_EXCEPTION(Error, set_filter(document, filter, "no number"));
}

void PictureFilterTest::undoKeepsTheLens() {
  History history(start());
  history.apply(set_filter(history.current(), first_filter(), "nothing"));
  View view = history.current().view;
  view.lens = Lens::kernel;
  view.kernel_in_network = true;
  history.amend(view);
  history.undo();
  QVERIFY(history.current().view.lens == Lens::kernel);
  QVERIFY(history.current().view.kernel_in_network);
}

void PictureFilterTest::anotherNetworkKeepsTheFilter() {
  Document document = start();
  document.filter.kernel = kernel_preset("box:5");
  document.view.lens = Lens::kernel;
  const Edit edit = open_network(document, make_origin(edges_network(), "edges"));
  QVERIFY(edit.document.filter == document.filter);
  QVERIFY(edit.document.view.lens == Lens::kernel);
}

void PictureFilterTest::theKernelPlaceIsTheConvolutionBeforeTheSelection() {
  Document document = start();
  const Graph& graph = document.network.graph;
  const std::vector<NodeId> convolutions = convolutions_of(graph);
  QVERIFY(convolutions.size() >= 2);
  QCOMPARE(kernel_place(document)->conv, convolutions[0]);
  // A value that comes after the second one through what keeps the units.
  const ValueId made = graph.node(convolutions[1]).outputs[0];
  const NodeId next = graph.structure().consumers[static_cast<std::size_t>(made)].front();
  document.selection = {
      .value = graph.node(next).outputs[0], .unit = 3, .kernel_input = 2, .pinned = std::nullopt};
  const auto place = kernel_place(document);
  QVERIFY(place);
  QCOMPARE(place->conv, convolutions[1]);
  QCOMPARE(place->unit, std::int64_t{3});
  QCOMPARE(place->read, std::int64_t{2});
}

QTEST_GUILESS_MAIN(PictureFilterTest)
#include "picture_filter_test.moc"
