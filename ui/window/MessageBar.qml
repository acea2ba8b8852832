import QtQuick
import Fovea

/// One sentence about what did not work, until it is dismissed.
Rectangle {
    id: bar

    property string sentence: ""

    function say(text: string) { sentence = text }
    function dismiss() { sentence = "" }

    visible: sentence !== ""
    implicitHeight: Math.max(Theme.px(40), text.implicitHeight + Theme.px(16))
    radius: Theme.radius
    color: Theme.raised
    border.width: 1
    border.color: Theme.warning
    Accessible.role: Accessible.AlertMessage
    Accessible.name: sentence

    Icon {
        x: Theme.px(12)
        anchors.verticalCenter: parent.verticalCenter
        name: "warning"
        color: Theme.warning
        width: Theme.px(16)
        height: width
    }
    Label {
        id: text
        x: Theme.px(38)
        width: parent.width - x - Theme.px(44)
        anchors.verticalCenter: parent.verticalCenter
        text: bar.sentence
        wrapMode: Text.Wrap
    }
    IconButton {
        anchors.right: parent.right
        anchors.rightMargin: Theme.px(6)
        anchors.verticalCenter: parent.verticalCenter
        plain: true
        iconName: "close"
        tip: qsTr("Dismiss")
        onClicked: bar.dismiss()
    }
}
