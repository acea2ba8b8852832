import QtQuick
import Fovea

/// A name and a list to choose one of; `choices` as DropDown has them.
Item {
    id: field

    property string name: ""
    property string help: ""
    property var choices: []
    property int current: 0

    signal chosen(index: int)

    implicitHeight: Theme.control

    Label {
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.px(90)
        text: field.name
        dimmed: true
        elide: Text.ElideRight
    }
    DropDown {
        anchors.right: parent.right
        width: Math.min(implicitWidth, parent.width - Theme.px(66))
        text: field.choices[field.current]?.text ?? ""
        choices: field.choices
        current: field.current
        menuWidth: Theme.px(260)
        help: field.help
        clip: true
        Accessible.name: qsTr("%1: %2").arg(field.name).arg(text)
        onChosen: (index) => field.chosen(index)
    }
}
