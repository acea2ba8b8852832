import QtQuick
import Fovea

/// A number with its name, a slider and a box. See NumberBox for what the box does; a double click
/// on the name or the slider resets as well.
Item {
    id: labeled

    property string name: ""
    property real value: 0
    property real from: -1
    property real to: 1
    property real step: 0.01
    property real resetValue: 0
    property int decimals: 2
    property string unit: ""
    property string help: ""
    property int nameWidth: Theme.px(58)
    /// The box takes what the slider's range leaves out, where this is set.
    property real hardFrom: from
    property real hardTo: to

    signal edited(value: real)
    signal finished()

    implicitHeight: Theme.control
    implicitWidth: Theme.px(220)

    Label {
        id: label
        anchors.verticalCenter: parent.verticalCenter
        width: labeled.nameWidth
        text: labeled.name
        dimmed: true
        elide: Text.ElideRight
        TapHandler {
            onDoubleTapped: { labeled.edited(labeled.resetValue); labeled.finished() }
        }
    }
    SliderBar {
        id: slider
        anchors.left: label.right
        anchors.right: box.left
        anchors.rightMargin: Theme.px(8)
        anchors.verticalCenter: parent.verticalCenter
        from: labeled.from
        to: labeled.to
        stepSize: labeled.step
        help: labeled.help
        Accessible.name: labeled.name
        onMoved: {
            labeled.edited(value)
            if (!pressed)
                value = labeled.value  // the owner may have refused it
        }
        onPressedChanged: if (!pressed) labeled.finished()
        TapHandler {
            onDoubleTapped: { labeled.edited(labeled.resetValue); labeled.finished() }
        }
        Binding {
            target: slider
            property: "value"
            value: labeled.value
            when: !slider.pressed
        }
    }
    NumberBox {
        id: box
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        name: labeled.name
        value: labeled.value
        from: labeled.hardFrom
        to: labeled.hardTo
        step: labeled.step
        resetValue: labeled.resetValue
        decimals: labeled.decimals
        unit: labeled.unit
        help: labeled.help
        onEdited: value => labeled.edited(value)
        onFinished: labeled.finished()
    }
}
