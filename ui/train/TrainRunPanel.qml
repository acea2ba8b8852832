import QtQuick
import Fovea

/// How far the run is, the runs that it can be compared with, and what it makes of the picture.
Rectangle {
    id: panel

    required property TrainModel model
    required property RunList runs

    implicitWidth: Theme.px(288)
    color: Theme.panel
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Run")

    Rectangle {
        width: 1
        height: parent.height
        color: Theme.line
    }
    ScrollPanel {
        anchors.fill: parent

        SectionHeader { text: qsTr("Run"); first: true }
        Label {
            width: parent.width
            visible: !panel.model.hasRun
            text: panel.model.state === TrainModel.Preparing ? qsTr("Getting ready…")
                : qsTr("None yet. Play starts one, with the settings on the left.")
            dimmed: true
            small: true
            wrapMode: Text.Wrap
        }
        TrainFacts {
            width: parent.width
            visible: panel.model.hasRun
            model: panel.model
        }
        RunsSection {
            width: parent.width
            model: panel.model
            runs: panel.runs
        }
        FollowedSection {
            width: parent.width
            visible: panel.model.hasRun && !panel.model.hidden
            model: panel.model
        }
    }
}
