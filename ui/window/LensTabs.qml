import QtQuick
import Fovea

/// The ways to look at the document: one is open.
Rectangle {
    id: tabs

    required property Workspace workspace
    readonly property var names: [
        { text: qsTr("Network"), tip: qsTr("What does each layer see? (Alt+1)") },
        { text: qsTr("Kernel"), tip: qsTr("How is one value made? (Alt+2)") },
        { text: qsTr("Train"), tip: qsTr("Where do the kernels come from? (Alt+3)") }
    ]

    implicitWidth: row.width
    implicitHeight: Theme.control
    radius: Theme.radius
    color: Theme.ground
    Accessible.role: Accessible.PageTabList
    Accessible.name: qsTr("Lenses")

    Row {
        id: row
        height: parent.height
        Repeater {
            model: tabs.names
            // qmllint disable unqualified
            delegate: FlatButton {
                id: tab
                required property int index
                required property var modelData
                height: row.height
                plain: !checked
                checked: tabs.workspace.lens === index
                text: modelData.text
                tip: modelData.tip
                help: qsTr("Opens this lens on the same document. Selection, edits and undo stay.")
                Accessible.role: Accessible.PageTab
                Accessible.selected: checked
                onClicked: tabs.workspace.lens = index
            }
            // qmllint enable unqualified
        }
    }
}
