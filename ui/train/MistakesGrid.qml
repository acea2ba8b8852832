import QtQuick
import QtQuick.Templates as T
import Fovea

/// Pictures that the network is wrong about, the surest first, or those of a cell of the confusion
/// matrix. A click follows one.
Column {
    id: grid

    required property TrainReport report
    readonly property int tile: Theme.px(64)
    readonly property int perRow: Math.max(1, Math.floor((width + Theme.px(8)) / (Theme.px(96) + Theme.px(8))))

    spacing: Theme.px(8)

    Item {
        width: parent.width
        height: Theme.control
        Label {
            id: title
            anchors.verticalCenter: parent.verticalCenter
            text: grid.report.title
            strong: true
        }
        Label {
            anchors.left: title.right
            anchors.leftMargin: Theme.px(12)
            anchors.right: all.visible ? all.left : parent.right
            anchors.baseline: title.baseline
            text: grid.report.when
            small: true
            dimmed: true
            elide: Text.ElideRight
        }
        PillButton {
            id: all
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            visible: grid.report.chosen
            text: qsTr("All mistakes")
            onClicked: grid.report.choose(-1, -1)
        }
    }
    Label {
        visible: grid.report.pictures.length === 0
        text: grid.report.when === "" ? qsTr("Measured on validation after a while") : qsTr("None.")
        dimmed: true
    }
    Flow {
        width: parent.width
        spacing: Theme.px(8)
        Repeater {
            model: Math.min(grid.report.pictures.length, grid.perRow * 4)
            // qmllint disable unqualified
            delegate: T.AbstractButton {
                id: cell
                required property int index
                readonly property var modelData: grid.report.pictures[index] ?? ({ example: -1, text: "", detail: "" })
                width: Theme.px(96)
                height: grid.tile + Theme.px(36)
                hoverEnabled: true
                focusPolicy: Qt.StrongFocus
                Accessible.role: Accessible.Button
                Accessible.name: qsTr("%1, %2").arg(modelData.text).arg(modelData.detail)
                onClicked: grid.report.follow(modelData.example)
                Keys.onReturnPressed: clicked()
                PixelPicture {
                    width: grid.tile
                    height: grid.tile
                    image: grid.report.picture(cell.modelData.example)
                    Hatch {
                        anchors.fill: parent
                        visible: grid.report.stale
                        ink: Theme.dim
                        opacity: 0.5
                    }
                }
                Label {
                    y: grid.tile + Theme.px(3)
                    width: parent.width
                    text: cell.modelData.text
                    small: true
                    elide: Text.ElideRight
                }
                Label {
                    y: grid.tile + Theme.px(18)
                    width: parent.width
                    text: cell.modelData.detail
                    dimmed: true
                    font.pixelSize: Theme.tinySize
                    elide: Text.ElideRight
                }
                Rectangle {
                    width: grid.tile
                    height: grid.tile
                    color: "transparent"
                    border.width: cell.hovered || cell.visualFocus ? 2 : 0
                    border.color: Theme.focus
                }
                Tip {
                    target: cell
                    text: qsTr("Called %1, %2. Click to follow it.").arg(cell.modelData.text).arg(cell.modelData.detail)
                }
            }
            // qmllint enable unqualified
        }
    }
}
