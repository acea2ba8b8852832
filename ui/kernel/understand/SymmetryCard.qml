import QtQuick
import Fovea

/// What the kernel may be mirrored and turned by.
FindingCard {
    id: card

    required property KernelAnalysis analysis

    title: qsTr("Symmetry")
    sentence: card.analysis.symmetryWords

    Column {
        width: Math.min(parent.width, Theme.px(300))
        spacing: Theme.px(2)
        // qmllint disable unqualified
        Repeater {
            model: card.analysis.symmetries
            Item {
                id: row
                required property var modelData
                width: parent ? parent.width : 0
                height: Theme.px(20)
                Label {
                    anchors.verticalCenter: parent.verticalCenter
                    text: row.modelData.name
                    dimmed: true
                }
                Label {
                    anchors.right: parent.right
                    anchors.verticalCenter: parent.verticalCenter
                    text: row.modelData.text
                    color: row.modelData.holds ? Theme.text : Theme.faint
                }
            }
        }
        // qmllint enable unqualified
    }
    Label {
        width: parent.width
        text: card.analysis.isotropyWords
        small: true
        dimmed: true
        wrapMode: Text.Wrap
    }
}
