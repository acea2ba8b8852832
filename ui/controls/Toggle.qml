import QtQuick
import QtQuick.Templates as T
import Fovea

/// A switch with its text on the left and the knob at the right end.
T.Switch {
    id: toggle

    property string help: ""

    implicitHeight: Theme.control
    implicitWidth: label.implicitWidth + Theme.px(44)
    focusPolicy: Qt.StrongFocus
    hoverEnabled: true
    opacity: enabled ? 1 : 0.45
    Accessible.role: Accessible.CheckBox
    Accessible.name: text
    Accessible.description: help

    contentItem: Label { // qmllint disable deferred-property-id
        id: label
        text: toggle.text
        verticalAlignment: Text.AlignVCenter
        rightPadding: Theme.px(44)
        elide: Text.ElideRight
    }
    indicator: Rectangle {
        x: toggle.width - width
        y: (toggle.height - height) / 2
        width: Theme.px(32)
        height: Theme.px(18)
        radius: height / 2
        color: toggle.checked ? Theme.text : toggle.hovered ? Theme.hovered : Theme.raised
        border.color: Theme.frame
        border.width: 1
        Rectangle {
            x: toggle.checked ? parent.width - width - Theme.px(3) : Theme.px(3)
            anchors.verticalCenter: parent.verticalCenter
            width: Theme.px(12)
            height: width
            radius: width / 2
            color: toggle.checked ? Theme.panel : Theme.dim
        }
        FocusRing { target: toggle; shown: toggle.visualFocus; radius: parent.radius + 3 }
    }
    Keys.onReturnPressed: { toggle.toggle(); toggle.toggled() }
}
