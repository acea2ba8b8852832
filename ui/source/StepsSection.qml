import QtQuick
import Fovea

/// The steps from the picture to what the network gets, and that small copy itself.
Column {
    id: section

    required property Workspace workspace
    readonly property StepsModel stepsModel: steps
    readonly property SizeModel sizeModel: size

    function compareRecipes() { recipes.open() }

    spacing: Theme.px(4)

    StepsModel {
        id: steps
        workspace: section.workspace
    }
    SizeModel {
        id: size
        workspace: section.workspace
    }

    SectionHeader { text: qsTr("What the network gets") }

    Notice {
        width: parent.width
        text: steps.known ? "" : qsTr("The model does not say how pictures are prepared. The steps below are a guess; adopt the recipe it was trained with.")
    }
    FlatButton {
        width: parent.width
        visible: !steps.stated
        text: steps.known ? qsTr("Another recipe…") : qsTr("Compare recipes…")
        help: qsTr("A table of the answers under the common ways to prepare pictures, to adopt one.")
        enabled: !section.workspace.notes.covered
        onClicked: recipes.open()
        RecipePopup {
            id: recipes
            workspace: section.workspace
            model: steps
        }
    }
    Row {
        width: parent.width
        spacing: Theme.px(10)
        topPadding: Theme.px(2)
        bottomPadding: Theme.px(4)
        SmallCopy {
            id: copy
            width: Math.max(1, Theme.px(56) * Math.min(1, size.width / Math.max(1, size.height)))
            height: Math.max(1, Theme.px(56) * Math.min(1, size.height / Math.max(1, size.width)))
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
            text: steps.polarity === ""
                  ? qsTr("%1 pixels, %2").arg(size.text).arg(steps.channels)
                  : qsTr("%1 pixels, %2, %3").arg(size.text).arg(steps.channels).arg(steps.polarity)
        }
    }
    StepChoice {
        width: parent.width
        name: qsTr("Fit")
        choices: steps.fits
        current: steps.fit
        help: qsTr("How a picture of other proportions is made to fit.")
        onChosen: index => steps.chooseFit(index)
    }
    StepChoice {
        width: parent.width
        name: qsTr("Resize")
        choices: size.choices
        current: size.choice
        shown: size.text
        help: qsTr("The size of the network's input. Larger inputs give larger maps.")
        onChosen: index => size.choose(index)
    }
    LabeledSlider {
        width: parent.width
        visible: size.widthFree
        name: qsTr("Width")
        value: size.width
        from: size.least
        to: size.mostWidth
        hardFrom: 1
        hardTo: 100000
        step: 1
        decimals: 0
        resetValue: size.startWidth
        help: qsTr("Pixels across the network's input.")
        onEdited: value => size.width = Math.round(value)
        onFinished: size.finish()
    }
    LabeledSlider {
        width: parent.width
        visible: size.heightFree
        name: qsTr("Height")
        value: size.height
        from: size.least
        to: size.mostHeight
        hardFrom: 1
        hardTo: 100000
        step: 1
        decimals: 0
        resetValue: size.startHeight
        help: qsTr("Pixels down the network's input.")
        onEdited: value => size.height = Math.round(value)
        onFinished: size.finish()
    }
    StepChoice {
        width: parent.width
        name: qsTr("Filter")
        choices: steps.filters
        current: steps.filter
        help: qsTr("How pixels are mixed when the picture is resized.")
        onChosen: index => steps.chooseFilter(index)
    }
    Toggle {
        width: parent.width
        text: qsTr("Antialias")
        checked: steps.antialias
        help: qsTr("On: every pixel counts when the picture is made smaller, as Pillow does. Off: as OpenCV does.")
        onToggled: steps.antialias = checked
    }
    FactList {
        width: parent.width
        rows: [
            { name: qsTr("Channels"), value: steps.channels },
            { name: qsTr("Scale"), value: steps.scaleText },
            { name: qsTr("Mean"), value: steps.meanText },
            { name: qsTr("Deviation"), value: steps.deviationText }
        ]
    }
}
