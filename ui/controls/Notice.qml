import QtQuick
import Fovea

/// A line that warns, with at most one thing to do about it. Takes no room without a text.
Rectangle {
    id: notice

    property string text: ""
    property string action: ""

    signal acted()

    visible: text !== ""
    height: visible ? content.height + Theme.px(16) : 0
    radius: Theme.px(5)
    color: Theme.raised
    border.width: 1
    border.color: Theme.line

    Column {
        id: content
        x: Theme.px(10)
        y: Theme.px(8)
        width: parent.width - Theme.px(20)
        spacing: Theme.px(6)
        Label {
            width: parent.width
            text: notice.text
            small: true
            wrapMode: Text.Wrap
            color: Theme.warning
            Accessible.role: Accessible.AlertMessage
        }
        PillButton {
            visible: notice.action !== ""
            text: notice.action
            onClicked: notice.acted()
        }
    }
}
