#include "ui/network/lens_layout.h"

#include <QElapsedTimer>
#include <QTest>
#include <algorithm>

#include "core/onnx/bundled.h"

using namespace fovea;

namespace {

std::shared_ptr<const ShapedGraph> shaped(const Graph& graph, std::int64_t channels,
                                          std::int64_t side) {
  const Shape shape{1, channels, side, side};
  return shape_graph(graph, std::span(&shape, 1));
}

/// A chain of Identity nodes after an input of [1, 1, 8, 8].
Graph chain(int nodes) {
  GraphBuilder builder;
  builder.add_input("x0", {1, 1, 8, 8});
  for (int i = 0; i < nodes; ++i)
    builder.add_node("Identity", "", {}, {"x" + std::to_string(i)}, {"x" + std::to_string(i + 1)});
  builder.add_output("x" + std::to_string(nodes));
  return builder.build();
}

/// One 1 × 1 convolution of so many output channels.
Graph wide(std::int64_t units) {
  GraphBuilder builder;
  builder.add_input("x", {1, 1, 16, 16});
  builder.add_weight("w", Tensor::filled(Shape{units, 1, 1, 1}, 1.0F));
  builder.add_node("Conv", "conv", {}, {"x", "w"}, {"y"});
  builder.add_output("y");
  return builder.build();
}

/// A 5 × 5 convolution, its activation and its pooling, on a picture of 32 × 32.
Graph pooled(std::int64_t units) {
  GraphBuilder builder;
  builder.add_input("x", {1, 1, 32, 32});
  builder.add_weight("w", Tensor::filled(Shape{units, 1, 5, 5}, 1.0F));
  builder.add_node("Conv", "conv", {}, {"x", "w"}, {"y"});
  builder.add_node("Relu", "relu", {}, {"y"}, {"r"});
  builder.add_node("MaxPool", "pool",
                   {{"kernel_shape", std::vector<std::int64_t>{2, 2}},
                    {"strides", std::vector<std::int64_t>{2, 2}}},
                   {"r"}, {"p"});
  builder.add_output("p");
  return builder.build();
}

const LensRoom k_room{.width = 740, .height = 640, .expanded = {}, .named = {}};

}  // namespace

class LensLayoutTest : public QObject {
  Q_OBJECT
 private slots:
  void everyLayerHasAColumnInOrder() {
    const LensLayout layout = lay_out_lens(*shaped(chain(3), 1, 8), k_room);
    QCOMPARE(layout.columns.size(), std::size_t{4});
    for (std::size_t i = 1; i < layout.columns.size(); ++i)
      QVERIFY(layout.columns[i].x >= layout.columns[i - 1].x + layout.columns[i - 1].width);
  }

  void mapsAreEnlargedByWholeDevicePixels() {
    LensRoom room = k_room;
    for (const double ratio : {1.0, 1.5, 2.0}) {
      room.device_ratio = ratio;
      const LensLayout layout = lay_out_lens(*shaped(edges_network().graph, 1, 32), room);
      for (const LensColumn& column : layout.columns) {
        if (column.enlarged == 0) continue;
        const double cell = column.map_width * ratio / static_cast<double>(column.view.columns);
        QCOMPARE(cell, static_cast<double>(column.enlarged));
      }
    }
  }

  void noMapIsSmallerThanTheLeast() {
    const LensLayout layout = lay_out_lens(*shaped(wide(512), 1, 16), k_room);
    for (const LensColumn& column : layout.columns)
      QVERIFY(std::max(column.map_width, column.map_height) >= k_smallest_map);
  }

  void aWideLayerShowsAPartUntilAllIsAskedFor() {
    const auto graph = shaped(wide(4096), 1, 16);
    const LensLayout part = lay_out_lens(*graph, k_room);
    QVERIFY(part.columns[1].shown < 4096);
    QVERIFY(part.columns[1].shown > 0);
    LensRoom room = k_room;
    room.expanded.insert(part.columns[1].value);
    QCOMPARE(lay_out_lens(*graph, room).columns[1].shown, std::int64_t{4096});
  }

  void unitsKeepTheirRowThroughActivations() {
    const LensLayout layout = lay_out_lens(*shaped(chain(1), 1, 8), k_room);
    QCOMPARE(layout.map_rect(1, 0).top(), layout.map_rect(0, 0).top());
  }

  void sharedRowsHaveNoHolesAtAnySize() {
    const auto graph = shaped(pooled(12), 1, 32);
    for (const double ratio : {1.0, 1.25, 2.0}) {
      LensRoom room = k_room;
      room.device_ratio = ratio;
      for (const double size : {0.0, 30.0, 60.0, 77.0, 150.0, 333.0}) {
        room.map_size = size;
        const LensLayout layout = lay_out_lens(*graph, room);
        for (int column = 1; column < 4; ++column) {
          const LensColumn& it = layout.columns[static_cast<std::size_t>(column)];
          QCOMPARE(layout.map_rect(column, 5).top(), layout.map_rect(1, 5).top());
          QVERIFY2(it.map_height >= 0.74 * it.pitch_y,
                   qPrintable(QString("%1 of %2").arg(it.map_height).arg(it.pitch_y)));
        }
      }
    }
  }

  void atTheStartMapsUseTheHeight() {
    for (const std::int64_t units : {6, 16, 24, 32, 48, 64}) {
      const LensLayout layout = lay_out_lens(*shaped(pooled(units), 1, 32), k_room);
      if (units > 6) QVERIFY(layout.height >= 0.7 * k_room.height);
      QVERIFY(layout.height <= k_room.height + 2);
    }
  }

  void theOverviewHasMoreLayersInViewThanTheStart() {
    const auto graph = shaped(chain(30), 1, 8);
    const LensLayout start = lay_out_lens(*graph, k_room);
    LensRoom room = k_room;
    room.map_size = start.overview_size;
    const LensLayout overview = lay_out_lens(*graph, room);
    QVERIFY(overview.width < start.width * 0.75);
    QVERIFY(overview.columns[1].map_width >= k_smallest_map);
    // Where all fit already, the start is the overview.
    const LensLayout few = lay_out_lens(*shaped(chain(2), 1, 8), k_room);
    QCOMPARE(few.overview_size, few.fitting_size);
  }

  void whatDependsOnNoInputHasNoColumn() {
    GraphBuilder builder;
    builder.add_input("x", {1, 1, 8, 8});
    builder.add_weight("w", Tensor::filled(Shape{1, 1, 1, 1}, 2.0F));
    builder.add_node("Relu", "of the weight", {}, {"w"}, {"v"});
    builder.add_node("Conv", "conv", {}, {"x", "v"}, {"y"});
    builder.add_output("y");
    const LensLayout layout = lay_out_lens(*shaped(builder.build(), 1, 8), k_room);
    QCOMPARE(layout.columns.size(), std::size_t{2});
  }

  void kernelsKeepOffTheMapBeforeThemAndAreFound() {
    const LensLayout layout = lay_out_lens(*shaped(pooled(40), 1, 32), k_room);
    const LensColumn& conv = layout.columns[1];
    QVERIFY(conv.grid_columns > 1);
    QVERIFY(conv.kernel_width > 0);
    const QRectF kernel = layout.kernel_rect(1, conv.grid_rows, 0);
    QVERIFY(kernel.left() >= layout.map_rect(1, 0).right() + 8);
    QVERIFY(kernel.right() <= layout.map_rect(1, conv.grid_rows).left());
    const auto hit = layout.kernel_hit(kernel.topLeft() + QPointF(3.5, 1.5) * conv.kernel_cell);
    QVERIFY(hit.has_value());
    QCOMPARE(hit->cell.unit, std::int64_t{conv.grid_rows});
    QCOMPARE(hit->cell.row, std::int64_t{1});
    QCOMPARE(hit->cell.column_in_map, std::int64_t{3});
    QVERIFY(!layout.kernel_hit(layout.map_rect(1, 0).center()).has_value());
  }

  void theLastLegendHasRoom() {
    const LensLayout layout = lay_out_lens(*shaped(chain(9), 1, 8), k_room);
    QVERIFY(layout.width >= layout.columns.back().x + 108);
  }

  void aPointInAMapFindsItsValue() {
    const LensLayout layout = lay_out_lens(*shaped(edges_network().graph, 1, 32), k_room);
    const std::int64_t unit = 3;
    const QRectF rect = layout.map_rect(1, unit);
    const double cell = rect.width() / 28;  // a 5 × 5 kernel without padding takes 4
    const auto hit = layout.hit(rect.topLeft() + QPointF(5.5 * cell, 9.5 * cell));
    QVERIFY(hit.has_value());
    QCOMPARE(hit->column, 1);
    QCOMPARE(hit->unit, unit);
    QCOMPARE(hit->row, std::int64_t{9});
    QCOMPARE(hit->column_in_map, std::int64_t{5});
  }

  void theGroundIsNoMap() {
    const LensLayout layout = lay_out_lens(*shaped(edges_network().graph, 1, 32), k_room);
    const LensColumn& first = layout.columns[0];
    QVERIFY(!layout.hit({first.x + first.width + 5, 5}).has_value());
    QVERIFY(!layout.hit({5, -3}).has_value());
  }

  void aLongChainIsLaidOutOnceAndSeenInPart() {
    const auto graph = shaped(chain(20000), 1, 8);
    QElapsedTimer timer;
    timer.start();
    const LensLayout layout = lay_out_lens(*graph, k_room);
    QVERIFY2(timer.elapsed() < 500, qPrintable(QString::number(timer.elapsed())));
    const auto [first, last] = layout.columns_between(100000, 100740);
    QVERIFY(first > 0 && last - first < 12 && last > first);
  }

  void namesOfUnitsHaveALineAboveTheirMaps() {
    const auto graph = shaped(edges_network().graph, 1, 32);
    const LensLayout plain = lay_out_lens(*graph, k_room);
    LensRoom room = k_room;
    room.named.insert(plain.columns[1].value);
    const LensLayout named = lay_out_lens(*graph, room);
    const double line = named.columns[1].name_height;
    QVERIFY(line >= 14);
    QCOMPARE(named.map_rect(1, 0).top(), line);
    QVERIFY(named.map_rect(1, 1).top() >= named.map_rect(1, 0).bottom() + line);
    QVERIFY(!named.hit({named.map_rect(1, 0).center().x(), line / 2}).has_value());
    QCOMPARE(plain.map_rect(1, 0).top(), 0.0);
  }
};

QTEST_GUILESS_MAIN(LensLayoutTest)
#include "lens_layout_test.moc"
