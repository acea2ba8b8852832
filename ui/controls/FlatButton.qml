import QtQuick
import QtQuick.Templates as T
import Fovea

/// A button of control height with a line around it: text, an icon, or both. `pill` rounds it off,
/// `plain` leaves the line out. `help` is what F1 says about it.
T.Button {
    id: button

    property string iconName: ""
    property string trailingIcon: ""
    property bool pill: false
    property bool plain: false
    property string help: ""
    property string tip: ""
    /// The pointer has been used here: the tip waits until it comes again.
    property bool tipSpent: false

    implicitHeight: pill ? Theme.px(24) : Theme.control
    implicitWidth: Math.max(implicitHeight, row.implicitWidth + leftPadding + rightPadding)
    leftPadding: text === "" ? Theme.px(5) : Theme.px(pill ? 10 : 11)
    rightPadding: leftPadding
    focusPolicy: Qt.StrongFocus
    hoverEnabled: true
    opacity: enabled ? 1 : 0.45
    font.family: Theme.family
    font.pixelSize: pill ? Theme.smallSize : Theme.textSize
    Accessible.role: Accessible.Button
    Accessible.name: text !== "" ? text : tip
    Accessible.description: help

    contentItem: Item { // qmllint disable deferred-property-id
        Row {
            id: row
            anchors.centerIn: parent
            spacing: Theme.px(5)
            Icon {
                anchors.verticalCenter: parent.verticalCenter
                visible: button.iconName !== ""
                name: button.iconName
                width: Theme.px(16)
                height: width
                color: label.color
            }
            Text {
                id: label
                visible: text !== ""
                text: button.text
                font: button.font
                textFormat: Text.PlainText
                color: button.hovered || button.checked || !button.pill ? Theme.text : Theme.dim
            }
            Icon {
                anchors.verticalCenter: parent.verticalCenter
                visible: button.trailingIcon !== ""
                name: button.trailingIcon
                width: Theme.px(12)
                height: width
                color: Theme.dim
            }
        }
    }
    background: Rectangle {
        radius: button.pill ? height / 2 : Theme.radius
        color: button.down || button.checked ? Theme.pressed
             : button.hovered ? Theme.hovered
             : button.plain || button.pill ? "transparent" : Theme.raised
        border.width: button.plain ? 0 : 1
        border.color: button.checked ? Theme.frame : Theme.line
        FocusRing { target: button; shown: button.visualFocus; radius: parent.radius + 3 }
    }
    Tip { target: button; text: button.tipSpent ? "" : button.tip }
    onPressed: tipSpent = true
    onHoveredChanged: if (hovered && !pressed) tipSpent = false

    Keys.onReturnPressed: button.press()
    Keys.onEnterPressed: button.press()

    function press() {
        if (checkable)
            toggle()
        clicked()
    }
}
