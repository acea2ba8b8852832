import QtQuick
import Fovea

/// One example: large, what it is, where it comes from, and the way to leave it out.
Rectangle {
    id: details

    required property DataModel model
    property int example: -1
    property bool excluded: false
    property string place: ""
    readonly property string from: model.sourceOf(example)
    readonly property string text: example < 0 ? ""
        : qsTr("#%1, %2, %3").arg(example).arg(model.className(example)).arg(place)
          + (from !== "" ? ", " + from : "")

    function toggle() { model.setExcluded(example, !model.isExcluded(example)) }
    function read() {
        place = model.placeOf(example)
        excluded = model.isExcluded(example)
    }

    onExampleChanged: read()
    Connections {
        target: details.model
        function onChanged() { details.read() }
        function onSettingsChanged() { details.read() }
    }

    height: Theme.px(76)
    radius: Theme.radius
    color: Theme.panel
    border.width: 1
    border.color: Theme.line

    PixelPicture {
        id: picture
        x: Theme.px(8)
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.px(60)
        height: width
        image: details.model.picture(details.example)
    }
    Column {
        anchors.left: picture.right
        anchors.leftMargin: Theme.px(12)
        anchors.right: button.left
        anchors.rightMargin: Theme.px(8)
        anchors.verticalCenter: parent.verticalCenter
        visible: details.example >= 0
        spacing: Theme.px(3)
        Label {
            width: parent.width
            text: details.model.className(details.example)
            strong: true
            elide: Text.ElideRight
        }
        Label {
            width: parent.width
            text: qsTr("#%1  ·  %2").arg(details.example).arg(details.place)
            small: true
            dimmed: true
            elide: Text.ElideRight
        }
        Label {
            width: parent.width
            visible: text !== ""
            text: details.from
            small: true
            dimmed: true
            elide: Text.ElideMiddle
        }
    }
    Label {
        anchors.fill: parent
        horizontalAlignment: Text.AlignHCenter
        verticalAlignment: Text.AlignVCenter
        visible: details.example < 0
        text: qsTr("Click an example to see what it is")
        small: true
        dimmed: true
    }
    FlatButton {
        id: button
        anchors.right: parent.right
        anchors.rightMargin: Theme.px(10)
        anchors.verticalCenter: parent.verticalCenter
        visible: details.example >= 0
        text: details.excluded ? qsTr("Take back in") : qsTr("Leave out")
        help: qsTr("An example that is left out is in no split; all others stay where they are.")
        onClicked: details.toggle()
    }
}
