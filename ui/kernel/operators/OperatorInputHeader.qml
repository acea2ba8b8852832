import QtQuick
import Fovea

/// The input that all columns share: its maps, what it was reduced to, and which maps it has.
Item {
    id: header

    required property OperatorInput input
    property bool canAdd: false
    property bool hasKernel: true

    signal addWanted()

    implicitHeight: Math.max(words.height, maps.height)

    Column {
        id: words
        width: parent.width - maps.width - Theme.px(20)
        spacing: Theme.px(4)
        Label {
            width: parent.width
            text: qsTr("The same picture, several operators")
            strong: true
            font.pixelSize: Theme.titleSize
            wrapMode: Text.Wrap
            Accessible.role: Accessible.Heading
        }
        Label {
            width: parent.width
            text: header.hasKernel ? qsTr("All use the kernel that you draw on the right. Change it, and compare.")
                                   : qsTr("This network has no convolution to take a kernel from. Work on the picture instead.")
            dimmed: true
            wrapMode: Text.Wrap
        }
        Label {
            width: parent.width
            text: header.input.text
            small: true
            color: Theme.faint
            wrapMode: Text.Wrap
        }
        Flow {
            width: parent.width
            spacing: Theme.px(8)
            SegmentedChoice {
                name: qsTr("Input maps")
                choices: [
                    { text: qsTr("Grey"), tip: qsTr("One input map") },
                    { text: qsTr("Colour"), tip: qsTr("Three input maps: red, green, blue") },
                    { text: qsTr("Colour + grey"), tip: qsTr("Four input maps, which can be divided into two groups") }
                ]
                current: header.input.maps
                onChosen: (index) => header.input.maps = index
            }
            FlatButton {
                iconName: "plus"
                text: qsTr("Add an operator")
                enabled: header.canAdd
                help: header.canAdd ? qsTr("Puts one more operator beside the others.") : qsTr("Four stand side by side at most: remove one first.")
                tip: help
                onClicked: header.addWanted()
            }
        }
    }
    Row {
        id: maps
        anchors.right: parent.right
        spacing: Theme.px(8)
        Repeater {
            model: header.input.mapNames
            // qmllint disable unqualified
            delegate: Column {
                required property int index
                required property string modelData
                spacing: Theme.px(2)
                TensorPicture {
                    width: Theme.px(72)
                    height: Math.round(width * Math.max(0.4, Math.min(1.2, header.input.proportion)))
                    tensor: header.input.tensor
                    map: index
                    palette: "print"
                    limit: 1
                    dark: Theme.dark
                    frame: Theme.frame
                    Accessible.role: Accessible.Graphic
                    Accessible.name: qsTr("Input map %1: %2").arg(index).arg(modelData)
                }
                Label {
                    text: index + " " + modelData
                    small: true
                    dimmed: true
                }
            }
            // qmllint enable unqualified
        }
    }
}
