import QtQuick
import Fovea

/// Which network it is, how large, and how to take another.
Column {
    id: section

    required property SourceModel model

    signal openWanted()

    spacing: Theme.px(6)

    SectionHeader { text: qsTr("Network") }
    Item {
        width: parent.width
        height: change.height
        Label {
            id: name
            anchors.verticalCenter: parent.verticalCenter
            width: parent.width - change.width - Theme.px(8)
            elide: Text.ElideMiddle
            text: section.model.network
        }
        DropDown {
            id: change
            anchors.right: parent.right
            pill: true
            text: qsTr("Change…")
            help: qsTr("Takes another network; the picture stays.")
            menuWidth: Theme.px(264)
            choices: section.model.networks
            current: section.model.networkIndex
            onChosen: index => index === section.model.networks.length - 1
                               ? section.openWanted() : section.model.chooseNetwork(index)
        }
    }
    Label {
        width: parent.width
        wrapMode: Text.Wrap
        small: true
        dimmed: true
        text: (section.model.network === "edges" ? qsTr("made by hand") + " · "
             : section.model.trainedHere ? qsTr("trained here") + " · " : "")
              + section.model.networkText
    }
}
