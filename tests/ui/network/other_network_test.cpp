#include <QTest>

#include "tests/ui/journeys/person.h"
#include "ui/network/answer_model.h"

using namespace fovea;
using namespace fovea::testing;

/// Between another network or size and its first frame.
class OtherNetworkTest : public QObject {
  Q_OBJECT
 private slots:
  void noMapsStayUnderTheHeadersOfAnotherSize() {
    Person person;
    QTRY_VERIFY(!person.lens().maps()->atlas().image.isNull());
    const auto before = person.lens().maps()->atlas().network;
    // A job of the old size is on its way.
    person.lens().scrollBy(40, 0);
    person.workspace().apply(set_input_size(person.document(), 32, 32));
    QVERIFY(person.lens().maps()->atlas().image.isNull());
    QVERIFY(person.lens().legends().isEmpty());
    QTRY_VERIFY(!person.lens().maps()->atlas().image.isNull());
    QVERIFY(person.lens().maps()->atlas().network > before);
  }

  void theAnswerKeepsItsPlace() {
    Person person;
    auto* answer = person.the<AnswerModel>();
    const double room = person.lens().room().width();
    person.workspace().apply(set_input_size(person.document(), 32, 32));
    QVERIFY(!person.workspace().frame());
    QVERIFY(answer->isPresent());
    QCOMPARE(answer->total(), 10);
    QCOMPARE(person.lens().room().width(), room);
    QTRY_COMPARE(answer->rowCount(), 10);
  }
};

QTEST_MAIN(OtherNetworkTest)
#include "other_network_test.moc"
