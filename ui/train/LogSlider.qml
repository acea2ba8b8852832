import QtQuick
import Fovea

/// A positive number with its name, a slider on a logarithmic scale, and a box.
Item {
    id: field

    property string name: ""
    property string help: ""
    property int nameWidth: Theme.px(58)
    property real value: 1
    property real from: 0.001
    property real to: 1
    property real resetValue: 1
    /// As many as two digits of the value take.
    readonly property int decimals: Math.max(0, 1 - Math.floor(Math.log10(Math.max(value, 1e-9))))

    signal edited(value: real)

    /// With two digits that count.
    function rounded(value: real): real {
        const step = Math.pow(10, Math.floor(Math.log10(value)) - 1)
        return step < 1 ? Math.round(value / step) / Math.round(1 / step)
                        : Math.round(value / step) * step
    }

    implicitHeight: Theme.control

    Label {
        id: label
        anchors.verticalCenter: parent.verticalCenter
        width: field.nameWidth
        text: field.name
        dimmed: true
        elide: Text.ElideRight
        TapHandler {
            onDoubleTapped: field.edited(field.resetValue)
        }
    }
    SliderBar {
        id: slider
        anchors.left: label.right
        anchors.right: box.left
        anchors.rightMargin: Theme.px(8)
        anchors.verticalCenter: parent.verticalCenter
        from: Math.log10(field.from)
        to: Math.log10(field.to)
        stepSize: 0.02
        help: field.help
        Accessible.name: field.name
        onMoved: field.edited(field.rounded(Math.pow(10, value)))
        TapHandler {
            onDoubleTapped: field.edited(field.resetValue)
        }
        Binding {
            target: slider
            property: "value"
            value: Math.log10(Math.max(field.from, field.value))
            when: !slider.pressed
        }
    }
    NumberBox {
        id: box
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        name: field.name
        help: field.help
        value: field.value
        from: 0
        to: 100
        step: Math.pow(10, -field.decimals)
        decimals: field.decimals
        resetValue: field.resetValue
        onEdited: (value) => field.edited(value)
    }
}
