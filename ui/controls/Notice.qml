import QtQuick
import Fovea

/// A line that warns, with at most one thing to do about it, beside it where there is room. Takes no
/// room without a text.
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

    Item {
        id: content
        readonly property bool beside: notice.action !== "" && notice.width > Theme.px(480)
        x: Theme.px(10)
        y: Theme.px(8)
        width: parent.width - Theme.px(20)
        height: beside ? Math.max(words.height, button.height)
                       : words.height + (button.visible ? Theme.px(6) + button.height : 0)
        Label {
            id: words
            anchors.verticalCenter: content.beside ? parent.verticalCenter : undefined
            width: parent.width - (content.beside ? button.width + Theme.px(12) : 0)
            text: notice.text
            small: true
            wrapMode: Text.Wrap
            color: Theme.warning
            Accessible.role: Accessible.AlertMessage
        }
        PillButton {
            id: button
            x: content.beside ? parent.width - width : 0
            y: content.beside ? (parent.height - height) / 2 : words.height + Theme.px(6)
            visible: notice.action !== ""
            text: notice.action
            onClicked: notice.acted()
        }
    }
}
