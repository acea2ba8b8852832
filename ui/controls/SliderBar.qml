import QtQuick
import QtQuick.Templates as T
import Fovea

/// The track and knob of a slider. The filled part starts at 0 where 0 lies within the range.
T.Slider {
    id: slider

    property string help: ""
    readonly property real zero: from < 0 && to > 0 ? -from / (to - from) : 0

    implicitHeight: Theme.control
    implicitWidth: Theme.px(120)
    focusPolicy: Qt.StrongFocus
    hoverEnabled: true
    opacity: enabled ? 1 : 0.45
    Accessible.role: Accessible.Slider
    Accessible.description: help

    background: Rectangle {
        y: (slider.height - height) / 2
        width: slider.width
        height: Theme.px(4)
        radius: height / 2
        color: Theme.line
        Rectangle {
            x: Math.min(slider.zero, slider.visualPosition) * parent.width
            width: Math.abs(slider.visualPosition - slider.zero) * parent.width
            height: parent.height
            radius: height / 2
            color: Theme.dim
        }
    }
    handle: Rectangle {
        x: slider.visualPosition * (slider.width - width)
        y: (slider.height - height) / 2
        width: Theme.px(12)
        height: width
        radius: width / 2
        color: slider.pressed || slider.hovered ? Theme.text : Theme.dark ? "#cdd2db" : "#3b424f"
        border.width: 1
        border.color: Theme.ground
        FocusRing { target: slider; shown: slider.visualFocus; radius: width / 2 }
    }
}
