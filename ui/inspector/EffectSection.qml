import QtQuick
import Fovea

/// What all edits together did to the answer.
Column {
    id: section

    required property InspectorModel model
    required property Workspace workspace

    spacing: Theme.px(4)

    SectionHeader { text: qsTr("Effect of your edit") }
    Repeater {
        // By number: the rows stay while their values change.
        model: section.workspace.notes.covered ? 0 : section.model.effect.length
        // qmllint disable unqualified
        Item {
            id: row
            required property int index
            readonly property var modelData: section.model.effect[index]
                                             ?? ({ name: "", before: "", after: "" })
            width: parent ? parent.width : 0
            height: Theme.px(22)
            CopySpot {
                anchors.fill: parent
                name: qsTr("effect of the edit")
                header: [qsTr("class"), qsTr("before"), qsTr("after")]
                rows: section.model.effect.map(it => [it.name, it.before, it.after])
            }
            Label {
                anchors.verticalCenter: parent.verticalCenter
                width: parent.width * 0.5
                elide: Text.ElideRight
                text: row.modelData.name
                dimmed: true
            }
            NumberLabel {
                anchors.right: after.left
                anchors.verticalCenter: parent.verticalCenter
                text: row.modelData.before + " → "
                dimmed: true
            }
            NumberLabel {
                id: after
                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                text: row.modelData.after
                strong: true
            }
        }
        // qmllint enable unqualified
    }
    Label {
        visible: section.workspace.notes.covered
        text: qsTr("covered, as the answer is")
        small: true
        dimmed: true
    }
    Row {
        spacing: Theme.px(8)
        PillButton {
            text: qsTr("Reset all")
            help: qsTr("Gives the whole network back its own weights.")
            onClicked: section.model.resetAll()
        }
        Label {
            anchors.verticalCenter: parent.verticalCenter
            text: section.workspace.originalHeld ? qsTr("this is the original")
                                                 : qsTr("hold C to see the original")
            small: true
            color: Theme.faint
        }
    }
}
