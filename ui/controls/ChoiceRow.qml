import QtQuick
import Fovea

/// One row of a list of choices: a text, a smaller detail under it, a tick, a picture.
Item {
    id: row

    property string text: ""
    property string detail: ""
    property string shortcut: ""
    property url image: ""
    property bool available: true
    property bool ticked: false
    property bool current: false
    readonly property bool hovered: area.containsMouse

    signal clicked()

    implicitHeight: Math.max(Theme.control, texts.height + Theme.px(10),
                             image != "" ? Theme.px(44) : 0)
    Accessible.role: Accessible.ListItem
    Accessible.name: text
    Accessible.description: detail
    Accessible.onPressAction: clicked()

    Rectangle {
        anchors.fill: parent
        radius: Theme.px(5)
        color: row.current ? Theme.pressed : "transparent"
    }
    Image {
        id: picture
        x: Theme.px(6)
        anchors.verticalCenter: parent.verticalCenter
        width: visible ? Theme.px(36) : 0
        height: width
        visible: row.image != ""
        source: row.image
        sourceSize.width: 108
        sourceSize.height: 108
        fillMode: Image.PreserveAspectCrop
        asynchronous: true
    }
    Column {
        id: texts
        anchors.left: picture.right
        anchors.leftMargin: Theme.px(picture.visible ? 8 : 2)
        anchors.right: side.left
        anchors.rightMargin: Theme.px(6)
        anchors.verticalCenter: parent.verticalCenter
        Label {
            width: parent.width
            text: row.text
            elide: Text.ElideRight
            color: row.available ? Theme.text : Theme.faint
        }
        Label {
            width: parent.width
            visible: text !== ""
            text: row.detail
            small: true
            dimmed: true
            wrapMode: Text.Wrap
            maximumLineCount: 3
            elide: Text.ElideRight
        }
    }
    Row {
        id: side
        anchors.right: parent.right
        anchors.rightMargin: Theme.px(8)
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.px(6)
        Label {
            visible: row.shortcut !== ""
            text: row.shortcut
            small: true
            dimmed: true
        }
        Icon {
            visible: row.ticked
            name: "check"
            color: Theme.text
            width: Theme.px(14)
            height: width
            anchors.verticalCenter: parent.verticalCenter
        }
    }
    MouseArea {
        id: area
        anchors.fill: parent
        hoverEnabled: true
        onClicked: row.clicked()
    }
}
