import QtQuick
import Fovea

/// A step with its name on the left and what is chosen on the right, opening a list.
Item {
    id: step

    property string name: ""
    property var choices: []
    property int current: -1
    property string shown: current >= 0 && current < choices.length ? choices[current].text : ""
    property string help: ""

    signal chosen(index: int)

    height: Theme.control

    Label {
        anchors.verticalCenter: parent.verticalCenter
        text: step.name
        dimmed: true
    }
    DropDown {
        anchors.right: parent.right
        anchors.rightMargin: -Theme.px(7)
        anchors.verticalCenter: parent.verticalCenter
        plain: true
        pill: true
        font.pixelSize: Theme.textSize
        text: step.shown
        choices: step.choices
        current: step.current
        help: step.help
        Accessible.name: qsTr("%1: %2").arg(step.name).arg(step.shown)
        onChosen: index => step.chosen(index)
    }
}
