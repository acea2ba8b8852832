#include "core/train/data/csv.h"

#include <QTest>

#include "tests/core/train/data/train_sets.h"
#include "tests/mutations.h"

namespace fovea {
namespace {

std::shared_ptr<const DataSet> parsed(const std::string& text) {
  return parse_csv_set(text, "a.csv");
}

}  // namespace

class CsvTest : public QObject {
  Q_OBJECT

 private slots:
  void aGreyTableWithAHeaderIsRead() {
    const auto set = parsed("label,p1,p2,p3,p4\n3,0,1,2,255\n0,4,5,6,7\r\n");
    QCOMPARE(set->count(), 2);
    QCOMPARE(set->channels, 1);
    QCOMPARE(set->height, 2);
    QCOMPARE(set->labels, (std::vector<std::int32_t>{3, 0}));
    QCOMPARE(set->classes.size(), std::size_t{4});
    QCOMPARE(int(set->example(0)[3]), 255);
    QCOMPARE(set->first_test, 2);
    QVERIFY(set->unreadable.empty());
    QCOMPARE(set->sources[1], std::string("row 3"));
  }

  void threeTimesASquareIsColour() {
    const auto set = parsed("cat;1;2;3;4;5;6;7;8;9;10;11;12\n\"ant\";0;0;0;0;0;0;0;0;0;0;0;9.0\n");
    QCOMPARE(set->channels, 3);
    QCOMPARE(set->width, 2);
    QCOMPARE(set->classes, (std::vector<std::string>{"ant", "cat"}));
    QCOMPARE(set->labels, (std::vector<std::int32_t>{1, 0}));
    const auto pixels = set->example(0);
    QCOMPARE(std::vector<int>(pixels.begin(), pixels.end()),
             (std::vector<int>{1, 4, 7, 10, 2, 5, 8, 11, 3, 6, 9, 12}));
    QCOMPARE(int(set->example(1)[11]), 9);
  }

  void rowsThatDoNotFitAreListed() {
    const auto set = parsed("1,0,0,0,0\n1,0,0,0\n\n1,0,0,0,256\n,0,0,0,0\n1,0,x,0,0\n2,1,1,1,1");
    QCOMPARE(set->count(), 2);
    QCOMPARE(set->unreadable.size(), std::size_t{4});
    QCOMPARE(set->unreadable[0], (Unreadable{"row 2 of a.csv", "it has 3 pixels, not 4"}));
    QCOMPARE(set->unreadable[1].why,
             std::string("pixel 4 is “256”, not a whole number from 0 to 255"));
    QCOMPARE(set->unreadable[2], (Unreadable{"row 5 of a.csv", "it has no label"}));
    QCOMPARE(set->unreadable[3].what, std::string("row 6 of a.csv"));
  }

  void manyBadRowsAreCounted() {
    std::string text = "1,0,0,0,0\n";
    for (int i = 0; i < 150; ++i) text += "1,0\n";
    const auto set = parsed(text);
    QCOMPARE(set->unreadable.size(), std::size_t{101});
    QCOMPARE(set->unreadable.back().what, std::string("50 more rows of a.csv"));
  }

  void numbersTooLargeForClassesAreNames() {
    QCOMPARE(parsed("4000000000,0\n-1,0\n")->classes,
             (std::vector<std::string>{"-1", "4000000000"}));
  }

  void rowsWithLabelsOutOfRangeAreListedAndLeftOut() {
    std::string text;
    for (int i = 0; i < 40; ++i) text += std::to_string(i % 3) + "," + std::to_string(i) + "\n";
    text += "999,7\n-4,7\ncat,7\n1,250\n";
    const auto set = parsed(text);
    QCOMPARE(set->classes, (std::vector<std::string>{"0", "1", "2"}));
    QCOMPARE(set->count(), std::int64_t{41});
    QCOMPARE(int{set->pixels.back()}, 250);
    QCOMPARE(set->labels.back(), 1);
    QCOMPARE(set->unreadable.size(), std::size_t{3});
    QCOMPARE(set->unreadable[0].what, std::string("row 41 of a.csv"));
    QVERIFY(set->unreadable[0].why.find("“999” is no class from 0 to 2") != std::string::npos);
    QVERIFY(set->unreadable[2].why.find("“cat”") != std::string::npos);
  }

  void tablesWithoutPicturesAreRefused() {
    COMPARE_REFUSAL(parsed(""), "It holds no rows");
    COMPARE_REFUSAL(parsed("label,pixel\n"), "It holds no rows");
    COMPARE_REFUSAL(parsed("1,2,3\n"), "2 pixels make no square");
    COMPARE_REFUSAL(parsed("hello\nworld\n"), "None of its rows can be read");
    std::string names;
    for (int i = 0; i < 10'001; ++i) names += "c" + std::to_string(i) + ",0\n";
    COMPARE_REFUSAL(parsed(names), "Its labels name 10001 classes");
  }

  void anyTextIsRefusedOrReadWhole() {
    testing::Mutations mutations({"label,p1,p2,p3,p4\n3,0,1,2,255\n0,4,5,6,7\r\n",
                                  "cat;1;2;3\n\"dog\";4;5;6\n", "a\t1\n,\n\n9.0,1e2"},
                                 2);
    for (int i = 0; i < 5000; ++i) {
      try {
        const auto set = parsed(mutations.next());
        QCOMPARE(set->count() * set->example_bytes(),
                 static_cast<std::int64_t>(set->pixels.size()));
      } catch (const Error&) {
      }
    }
  }

  void itStopsWhereItIsCancelled() {
    const CancelToken cancel;
    cancel.cancel();
    QVERIFY_THROWS_EXCEPTION(Cancelled, parse_csv_set("1,0\n", "a", cancel));
  }
};

}  // namespace fovea

QTEST_GUILESS_MAIN(fovea::CsvTest)
#include "csv_test.moc"
