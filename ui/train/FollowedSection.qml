import QtQuick
import Fovea

/// The picture that is followed, and what the network says of it at the moment that is shown.
Column {
    id: section

    required property TrainModel model

    spacing: Theme.px(6)

    SectionHeader { text: qsTr("The picture, through the network now"); width: parent.width; wrapMode: Text.Wrap }
    Item {
        width: parent.width
        height: Theme.px(74)
        PictureView {
            id: view
            width: Theme.px(72)
            height: width
            workspace: section.model.workspace
            Accessible.role: Accessible.Graphic
            Accessible.name: qsTr("Picture that is followed")
        }
        Label {
            anchors.left: view.right
            anchors.leftMargin: Theme.px(10)
            anchors.right: parent.right
            wrapMode: Text.Wrap
            small: true
            dimmed: true
            text: qsTr("%1. Open or draw another one, or click a mistake, and that is followed.").arg(section.model.pictureName)
        }
    }
    MapRows {
        width: parent.width
        height: implicitHeight
        visible: rows > 0
        model: section.model
        dark: Theme.dark
        line: Theme.frame
        text: Theme.dim
        family: Theme.family
        fontSize: Theme.smallSize
        Accessible.role: Accessible.Graphic
        Accessible.name: qsTr("Maps of the picture, layer by layer")
    }
    SectionHeader { text: qsTr("Answer") }
    AnswerModel {
        id: answer
        workspace: section.model.workspace
    }
    Column {
        width: parent.width
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Answer")
        Repeater {
            model: answer
            // qmllint disable unqualified
            delegate: AnswerRow {
                required property int index
                required property int entry
                width: section.width
                visible: index < 5
                Accessible.role: Accessible.ListItem
                covered: section.model.workspace.notes.covered
                ticked: section.model.workspace.notes.truth === entry
                onChosen: answer.choose(entry)
            }
            // qmllint enable unqualified
        }
    }
}
