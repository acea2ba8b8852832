#include "core/graph/rebased.h"

#include <QtTest>

#include "tests/core/train/tiny_run.h"

using namespace fovea;
using namespace fovea::testing;

/// One network that was read twice.
class RebasedTest : public QObject {
  Q_OBJECT

 private slots:
  void theSameNumbersAreTheVeryGraph() {
    const Graph one = tiny_graph(), two = tiny_graph();
    QVERIFY(!(one == two) && !same_structure(one, two));
    QVERIFY(rebased(two, one) == one);
  }

  void otherNumbersStayWhatTheyAre() {
    const Graph one = tiny_graph();
    Graph two = tiny_graph();
    ValueId changed = 0;
    while (!two.is_weight(changed)) ++changed;
    Tensor other = Tensor::filled(two.weight(changed).shape(), 7.0F);
    two = two.with_weight(changed, other);
    const auto found = rebased(two, one);
    QVERIFY(found && same_structure(*found, one));
    QVERIFY(same(found->weight(changed), other));
    for (std::size_t i = 0; i < one.value_count(); ++i) {
      const auto id = static_cast<ValueId>(i);
      if (id != changed && one.is_weight(id)) QVERIFY(same(found->weight(id), one.weight(id)));
    }
  }

  void anotherNetworkIsNoBase() {
    GraphBuilder builder;
    builder.add_input("input", {1, 1, 4, 4});
    builder.add_node("Relu", "relu", {}, {"input"}, {"output"});
    builder.add_output("output");
    QVERIFY(!rebased(tiny_graph(), builder.build()));
  }
};

QTEST_GUILESS_MAIN(RebasedTest)
#include "rebased_test.moc"
