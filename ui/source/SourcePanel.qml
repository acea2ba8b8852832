import QtQuick
import Fovea

/// Where the input comes from, what is done to it before the network gets it, and which network.
Rectangle {
    id: panel

    required property Workspace workspace
    readonly property SourceModel model: source
    readonly property StepsModel stepsModel: steps.stepsModel
    readonly property SizeModel sizeModel: steps.sizeModel
    readonly property DrawingPad pad: input.drawingPad

    /// A picture or a model from a file is asked for.
    signal openWanted()

    /// Shows the answers under the common recipes, also where the panel is folded.
    function compareRecipes() { steps.compareRecipes() }
    /// Puts an empty pad in the place of the picture.
    function startDrawing() { input.startDrawing() }

    implicitWidth: Theme.px(236)
    color: Theme.panel
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Source")

    SourceModel {
        id: source
        workspace: panel.workspace
    }

    CopySpot { anchors.fill: parent }
    ScrollPanel {
        anchors.fill: parent

        InputSection {
            id: input
            width: parent.width
            workspace: panel.workspace
            model: source
            onOpenWanted: panel.openWanted()
        }
        StepsSection {
            id: steps
            width: parent.width
            workspace: panel.workspace
        }
        NetworkSection {
            width: parent.width
            model: source
            onOpenWanted: panel.openWanted()
        }
    }

    Rectangle {
        anchors.right: parent.right
        width: 1
        height: parent.height
        color: Theme.line
    }
}
