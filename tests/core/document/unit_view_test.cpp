#include "core/document/unit_view.h"

#include <QTest>

#include "core/graph/graph.h"

using namespace fovea;

class UnitViewTest : public QObject {
  Q_OBJECT
 private slots:
  void aNameTooLongToReadIsCutBetweenItsCharacters() {
    GraphBuilder builder;
    builder.add_input("x", {1, 1, 4, 4});
    std::string name = "a";
    for (int i = 0; i < 2000; ++i) name += "ü";
    builder.add_node("Relu", name, {}, {"x"}, {"y"});
    builder.add_output("y");
    const Graph graph = builder.build();
    const QString label = QString::fromStdString(value_label(graph, graph.find_value("y")));
    QVERIFY(label.size() < 60);
    QVERIFY(label.startsWith("aüü") && label.endsWith("ü…"));
    QCOMPARE(value_label(graph, graph.find_value("x")), std::string("x"));
  }
};

QTEST_GUILESS_MAIN(UnitViewTest)
#include "unit_view_test.moc"
