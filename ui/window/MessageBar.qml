import QtQuick
import Fovea

/// One sentence about what did not work, or did. It goes by itself, unless the pointer or the keyboard is on
/// it, or when it is dismissed.
Rectangle {
    id: bar

    property string sentence: ""
    property bool isGood: false  // else something did not work
    property int stays: 8000  // milliseconds

    function say(text: string) { show(text, false) }
    function tell(text: string) { show(text, true) }
    function show(text: string, good: bool) {
        isGood = good
        sentence = text
        leaving.restart()
    }
    function dismiss() { sentence = "" }

    visible: sentence !== ""
    implicitHeight: Math.max(Theme.px(40), text.implicitHeight + Theme.px(16))
    radius: Theme.radius
    color: Theme.raised
    border.width: 1
    border.color: isGood ? Theme.frame : Theme.warning
    Accessible.role: Accessible.AlertMessage
    Accessible.name: sentence

    HoverHandler { id: pointer }
    Timer {
        id: leaving
        interval: bar.stays
        onTriggered: pointer.hovered || close.activeFocus ? restart() : bar.dismiss()
    }
    Icon {
        x: Theme.px(12)
        anchors.verticalCenter: parent.verticalCenter
        name: bar.isGood ? "check" : "warning"
        color: bar.isGood ? Theme.text : Theme.warning
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
        id: close
        anchors.right: parent.right
        anchors.rightMargin: Theme.px(6)
        anchors.verticalCenter: parent.verticalCenter
        plain: true
        iconName: "close"
        tip: qsTr("Dismiss")
        onClicked: bar.dismiss()
    }
}
