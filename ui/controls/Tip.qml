import QtQuick
import QtQuick.Templates as T
import Fovea

/// A line of text that appears when the pointer rests on `target`.
T.ToolTip {
    id: tip

    required property T.AbstractButton target
    readonly property real room: target.Window.window ? target.Window.window.width - 2 * margins : Theme.px(480)

    parent: target
    visible: text !== "" && target.hovered && !target.down
    delay: 600
    x: Math.round((parent.width - implicitWidth) / 2)
    y: parent.height + Theme.px(6)
    margins: Theme.px(6)
    padding: Theme.px(7)
    leftPadding: Theme.px(9)
    rightPadding: leftPadding
    implicitWidth: Math.ceil(Math.min(Theme.px(480), room, measure.implicitWidth + leftPadding + rightPadding))
    implicitHeight: contentItem.implicitHeight + topPadding + bottomPadding
    closePolicy: T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutsideParent
                 | T.Popup.CloseOnReleaseOutsideParent

    contentItem: Label { // qmllint disable deferred-property-id
        text: tip.text
        small: true
        wrapMode: Text.Wrap
        Label {
            id: measure
            visible: false
            small: true
            text: tip.text
        }
    }
    background: Rectangle {
        color: Theme.raised
        border.color: Theme.frame
        border.width: 1
        radius: Theme.px(5)
    }
}
