import QtQuick
import Fovea

/// Offers what a program that ended early has left. It stays until it is answered.
Rectangle {
    id: bar

    required property ProjectFile project

    visible: project.left !== ""
    implicitHeight: Math.max(Theme.px(44), text.implicitHeight + Theme.px(20))
    radius: Theme.radius
    color: Theme.raised
    border.width: 1
    border.color: Theme.focus
    Accessible.role: Accessible.AlertMessage
    Accessible.name: project.left

    Label {
        id: text
        x: Theme.px(14)
        width: buttons.x - x - Theme.px(12)
        anchors.verticalCenter: parent.verticalCenter
        text: bar.project.left
        wrapMode: Text.Wrap
    }
    Row {
        id: buttons
        anchors.right: parent.right
        anchors.rightMargin: Theme.px(8)
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.px(8)
        FlatButton {
            text: qsTr("Restore")
            help: qsTr("Opens the copy. It is in no file of yours until you save it.")
            onClicked: bar.project.restore()
        }
        FlatButton {
            text: qsTr("Discard")
            help: qsTr("Deletes the copy for good.")
            onClicked: bar.project.discard()
        }
    }
}
