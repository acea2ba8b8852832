import QtQuick
import Fovea

/// What is learnt from, and how.
Rectangle {
    id: panel

    required property TrainModel model

    /// The examples are to be seen, or others chosen.
    signal dataWanted()

    implicitWidth: Theme.px(248)
    color: Theme.panel
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Data and settings")

    ScrollPanel {
        anchors.fill: parent
        TrainDataSection {
            width: parent.width
            model: panel.model
            onDataWanted: panel.dataWanted()
        }
        TrainSettingsSection {
            width: parent.width
            model: panel.model
        }
    }
    Rectangle {
        anchors.right: parent.right
        width: 1
        height: parent.height
        color: Theme.line
    }
}
