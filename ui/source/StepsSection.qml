import QtQuick
import Fovea

/// The steps from the picture to what the network gets, and that small copy itself.
Column {
    id: section

    required property Workspace workspace
    required property SourceModel model

    function compareRecipes() { recipes.open() }

    spacing: Theme.px(4)

    SectionHeader { text: qsTr("What the network gets") }

    Notice {
        width: parent.width
        text: section.model.known ? "" : qsTr("The model does not say how pictures are prepared. The steps below are a guess; adopt the recipe it was trained with.")
    }
    FlatButton {
        width: parent.width
        visible: !section.model.stated
        text: section.model.known ? qsTr("Another recipe…") : qsTr("Compare recipes…")
        help: qsTr("A table of the answers under the common ways to prepare pictures, to adopt one.")
        enabled: !section.workspace.notes.covered
        onClicked: recipes.open()
        RecipePopup {
            id: recipes
            workspace: section.workspace
            source: section.model
        }
    }
    Row {
        width: parent.width
        spacing: Theme.px(10)
        topPadding: Theme.px(2)
        bottomPadding: Theme.px(4)
        SmallCopy {
            id: copy
            width: Theme.px(56)
            height: width
            workspace: section.workspace
            Accessible.role: Accessible.Graphic
            Accessible.name: qsTr("The small copy that the network gets")
            Rectangle {
                anchors.fill: parent
                anchors.margins: -1
                color: "transparent"
                border.color: Theme.frame
            }
        }
        Label {
            anchors.verticalCenter: copy.verticalCenter
            width: parent.width - copy.width - parent.spacing
            wrapMode: Text.Wrap
            small: true
            dimmed: true
            text: section.model.polarity === ""
                  ? qsTr("%1 pixels, %2").arg(section.model.sizeText).arg(section.model.channels)
                  : qsTr("%1 pixels, %2, %3").arg(section.model.sizeText).arg(section.model.channels).arg(section.model.polarity)
        }
    }
    StepChoice {
        width: parent.width
        name: qsTr("Fit")
        choices: section.model.fits
        current: section.model.fit
        help: qsTr("How a picture of other proportions is made to fit.")
        onChosen: index => section.model.chooseFit(index)
    }
    StepChoice {
        width: parent.width
        name: qsTr("Resize")
        choices: section.model.sizes
        current: section.model.sizeIndex
        shown: section.model.sizeText
        help: qsTr("The size of the network's input. Larger inputs give larger maps.")
        onChosen: index => section.model.chooseSize(index)
    }
    StepChoice {
        width: parent.width
        name: qsTr("Filter")
        choices: section.model.filters
        current: section.model.filter
        help: qsTr("How pixels are mixed when the picture is resized.")
        onChosen: index => section.model.chooseFilter(index)
    }
    Toggle {
        width: parent.width
        text: qsTr("Antialias")
        checked: section.model.antialias
        help: qsTr("On: every pixel counts when the picture is made smaller, as Pillow does. Off: as OpenCV does.")
        onToggled: section.model.antialias = checked
    }
    FactList {
        width: parent.width
        rows: [
            { name: qsTr("Channels"), value: section.model.channels },
            { name: qsTr("Scale"), value: section.model.scaleText },
            { name: qsTr("Mean"), value: section.model.meanText },
            { name: qsTr("Deviation"), value: section.model.deviationText }
        ]
    }
}
