import QtQuick
import Fovea

/// The examples: name, counts, a small sheet of them.
Column {
    id: section

    required property TrainModel model
    readonly property DataModel examples: model.examples
    readonly property int columns: 6

    signal dataWanted()

    spacing: Theme.px(8)

    SectionHeader { text: qsTr("Data"); first: true }
    Item {
        width: parent.width
        height: Theme.control
        Label {
            anchors.verticalCenter: parent.verticalCenter
            anchors.left: parent.left
            anchors.right: change.left
            anchors.rightMargin: Theme.px(6)
            text: section.examples.state === DataModel.Loading ? qsTr("Reading…") : section.model.dataName
            elide: Text.ElideRight
        }
        PillButton {
            id: change
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            text: qsTr("Change…")
            help: qsTr("Shows the examples, and chooses others to learn from in the next run.")
            onClicked: section.dataWanted()
        }
    }
    LoadingRow {
        width: parent.width
        visible: section.examples.state === DataModel.Loading
        progress: section.examples.progress
        onCancelled: section.examples.cancel()
    }
    Label {
        width: parent.width
        visible: text !== ""
        text: section.examples.problem
        small: true
        color: Theme.warning
        wrapMode: Text.Wrap
    }
    Label {
        width: parent.width
        visible: section.model.hasData
        text: section.model.dataCounts
        small: true
        dimmed: true
        wrapMode: Text.Wrap
    }
    Grid {
        id: sheet
        width: parent.width
        // What is below stays where it is when the examples come.
        height: section.model.hasData ? implicitHeight : Math.ceil(3 * (width + spacing) / section.columns)
        columns: section.columns
        spacing: Theme.px(3)
        Accessible.role: Accessible.Graphic
        Accessible.name: qsTr("Examples of %1").arg(section.model.dataName)
        Repeater {
            model: section.model.sheet
            // qmllint disable unqualified
            delegate: PixelPicture {
                required property var modelData
                width: (sheet.width - (section.columns - 1) * sheet.spacing) / section.columns
                height: width
                image: modelData
            }
            // qmllint enable unqualified
        }
    }
}
