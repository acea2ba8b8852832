import QtQuick
import Fovea

/// One operator: which it is, its result, its settings and its equations.
FocusScope {
    id: view

    required property OperatorColumn column
    property real proportion: 1
    property bool selected: false
    property bool removable: true

    signal picked()
    signal removed()

    implicitHeight: content.height + Theme.px(20)
    Accessible.role: Accessible.Grouping
    Accessible.name: column.title
    onActiveFocusChanged: if (activeFocus) picked()

    TapHandler { onTapped: view.picked() }
    Rectangle {
        anchors.fill: parent
        color: Theme.panel
        radius: Theme.radius
        border.width: view.selected ? 2 : 1
        border.color: view.selected ? Theme.focus : Theme.line
    }

    Column {
        id: content
        x: Theme.px(10)
        y: Theme.px(10)
        width: parent.width - 2 * x
        spacing: Theme.px(8)

        Item {
            width: parent.width
            height: Theme.control
            DropDown {
                width: parent.width - (close.visible ? close.width + Theme.px(4) : 0)
                text: view.column.title
                tip: qsTr("Which operator")
                help: view.column.sentence
                menuWidth: Theme.px(300)
                choices: view.column.kinds
                current: view.column.kind
                onClicked: view.picked()
                onChosen: (index) => view.column.kind = index
            }
            IconButton {
                id: close
                anchors.right: parent.right
                visible: view.removable
                plain: true
                iconName: "close"
                tip: qsTr("Remove this operator")
                onClicked: view.removed()
            }
        }
        Label {
            width: parent.width
            // Results stand at one height, whatever the sentence.
            height: Math.max(implicitHeight, Theme.px(62))
            text: view.column.sentence
            small: true
            dimmed: true
            wrapMode: Text.Wrap
        }
        OperatorResultView {
            width: parent.width
            column: view.column
            proportion: view.proportion
        }
        Column {
            width: parent.width
            Repeater {
                model: 5
                // qmllint disable unqualified
                delegate: OperatorSettingRow {
                    width: content.width
                    column: view.column
                }
                // qmllint enable unqualified
            }
            Item {
                width: parent.width
                height: Theme.control
                visible: view.column.settings[5] !== undefined && view.column.settings[5].there
                Label {
                    anchors.verticalCenter: parent.verticalCenter
                    text: qsTr("Groups")
                    dimmed: true
                }
                DropDown {
                    anchors.right: parent.right
                    text: parent.visible ? view.column.settings[5].value : ""
                    tip: qsTr("How many groups")
                    Accessible.name: qsTr("Groups")
                    help: qsTr("Into how many equal groups the maps are divided. Groups do not see each other.")
                    choices: view.column.groupChoices
                    current: parent.visible ? view.column.settings[5].value - 1 : 0
                    onChosen: (index) => view.column.set(5, view.column.groupChoices[index].value)
                }
            }
        }
        Toggle {
            width: parent.width
            visible: view.column.dense
            text: qsTr("Weights of chance")
            help: qsTr("Off: the weights that do what the convolution does. On: random ones, as before any training.")
            checked: view.column.chance
            onToggled: view.column.chance = checked
        }
        OperatorEquations {
            width: parent.width
            column: view.column
        }
        Label {
            width: parent.width
            visible: text !== ""
            text: view.column.notes
            small: true
            wrapMode: Text.Wrap
        }
    }
}
