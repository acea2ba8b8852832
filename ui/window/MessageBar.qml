import QtQuick
import Fovea

/// One sentence about what did not work, or did. It goes by itself, unless the pointer or the keyboard is on
/// it, or when it is dismissed.
Rectangle {
    id: bar

    property string sentence: ""
    property bool isGood: false  // else something did not work
    property int stays: 8000  // milliseconds
    /// What can be done about it; empty: nothing.
    property string action: ""

    signal acted()

    function say(text: string) { show(text, false) }
    function tell(text: string) { show(text, true) }
    function offer(text: string, action: string) {
        show(text, true)
        bar.action = action
    }
    function show(text: string, good: bool) {
        action = ""
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
        onTriggered: pointer.hovered || close.activeFocus || act.activeFocus ? restart() : bar.dismiss()
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
        width: (act.visible ? act.x - Theme.px(8) : parent.width - Theme.px(44)) - x
        anchors.verticalCenter: parent.verticalCenter
        text: bar.sentence
        wrapMode: Text.Wrap
    }
    FlatButton {
        id: act
        anchors.right: close.left
        anchors.rightMargin: Theme.px(6)
        anchors.verticalCenter: parent.verticalCenter
        visible: bar.action !== ""
        text: bar.action
        onClicked: {
            bar.dismiss()
            bar.acted()
        }
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
