import QtQuick
import Fovea

/// A name and a number box.
Item {
    id: field

    property string name: ""
    property string help: ""
    property real value: 0
    property real from: 0
    property real to: 100
    property real step: 1
    property int decimals: 0
    property real resetValue: 0
    property string zeroText: ""
    /// The name with what it now means.
    property string words: name

    signal edited(value: real)

    width: parent ? parent.width : 0
    height: Theme.control

    Label {
        anchors.verticalCenter: parent.verticalCenter
        text: field.words
        dimmed: true
    }
    NumberBox {
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.px(72)
        name: field.name
        help: field.help
        value: field.value
        from: field.from
        to: field.to
        step: field.step
        decimals: field.decimals
        resetValue: field.resetValue
        zeroText: field.zeroText
        onEdited: (value) => field.edited(value)
    }
}
