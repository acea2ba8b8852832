import QtQuick
import Fovea

/// One class of the answer: its name, its score, and that as a bar.
Item {
    id: row

    required property string name
    required property string score
    required property real fraction
    required property real zero
    /// Stands over the name, small.
    property string note: ""
    property bool strong: false
    property bool ticked: false
    /// The keyboard is on it.
    property bool current: false
    /// The class alone is shown, not what the network says of it.
    property bool covered: false

    signal chosen()

    readonly property real nameTop: note === "" ? 0 : about.implicitHeight

    height: nameTop + Theme.px(covered ? 20 : 27)
    Accessible.name: row.score === "" ? row.name : row.name + " " + row.score
    Accessible.onPressAction: chosen()

    Rectangle {
        anchors.fill: parent
        anchors.topMargin: -1
        radius: Theme.px(4)
        color: area.containsMouse || row.current ? Theme.raised : "transparent"
        border.width: row.current ? 1 : 0
        border.color: Theme.focus
    }
    Label {
        id: about
        width: parent.width
        visible: row.note !== ""
        text: row.note
        color: Theme.faint
        font.pixelSize: Theme.tinySize
        elide: Text.ElideRight
    }
    Icon {
        id: tick
        anchors.verticalCenter: label.verticalCenter
        visible: row.ticked
        width: visible ? Theme.px(13) : 0
        height: width
        name: "check"
        color: Theme.answer
    }
    Label {
        id: label
        y: row.nameTop
        anchors.left: tick.right
        anchors.leftMargin: Theme.px(tick.visible ? 3 : 0)
        anchors.right: number.left
        anchors.rightMargin: Theme.px(6)
        text: row.name
        small: true
        strong: row.strong
        elide: Text.ElideRight
    }
    NumberLabel {
        id: number
        anchors.right: parent.right
        y: row.nameTop
        text: row.score
        small: true
        dimmed: !row.strong
    }
    Rectangle {
        y: row.nameTop + Theme.px(18)
        visible: !row.covered
        width: parent.width
        height: Theme.px(4)
        radius: height / 2
        color: Theme.line
        Rectangle {
            readonly property real from: Math.max(0, Math.min(row.fraction, row.zero))
            readonly property real to: Math.min(1, Math.max(row.fraction, row.zero))
            x: parent.width * from
            width: parent.width * Math.max(0, to - from)
            height: parent.height
            radius: parent.radius
            color: Theme.answer
        }
        Rectangle {
            visible: row.zero > 0
            x: Math.min(parent.width - 1, Math.round(parent.width * row.zero))
            y: -Theme.px(3)
            width: 1
            height: parent.height + Theme.px(6)
            color: Theme.text
        }
    }
    MouseArea {
        id: area
        anchors.fill: parent
        hoverEnabled: true
        cursorShape: Qt.PointingHandCursor
        onClicked: row.chosen()
    }
}
