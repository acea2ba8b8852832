import QtQuick
import QtQuick.Templates as T
import Fovea

/// A kernel as a small picture over its name, to be pointed at and chosen.
T.AbstractButton {
    id: tile

    required property var kernel
    property bool chosen: false
    /// Side of the picture.
    property int side: Theme.px(46)
    property bool named: true

    /// The pointer moves on the tile, at this place of the window.
    signal pointed(from: point)

    implicitWidth: side + Theme.px(8)
    implicitHeight: side + Theme.px(8) + (named ? 2 * Theme.px(14) : 0)
    focusPolicy: Qt.StrongFocus
    hoverEnabled: true
    Accessible.role: Accessible.RadioButton
    Accessible.name: text
    Accessible.checked: chosen
    Keys.onReturnPressed: clicked()
    Keys.onEnterPressed: clicked()

    HoverHandler { onPointChanged: if (hovered) tile.pointed(point.scenePosition) }

    contentItem: Item { // qmllint disable deferred-property-id
        TensorPicture {
            x: (parent.width - width) / 2
            y: Theme.px(4)
            width: tile.side
            height: tile.side
            tensor: tile.kernel
            dark: Theme.dark
            frame: Theme.line
        }
        Label {
            y: tile.side + Theme.px(6)
            x: Theme.px(2)
            width: parent.width - 2 * x
            visible: tile.named
            text: tile.text
            font.pixelSize: Theme.tinySize
            lineHeight: 0.95
            dimmed: !tile.chosen && !tile.hovered
            horizontalAlignment: Text.AlignHCenter
            wrapMode: Text.Wrap
            maximumLineCount: 2
            elide: Text.ElideRight
        }
    }
    background: Rectangle {
        radius: Theme.px(5)
        color: tile.down || tile.chosen ? Theme.pressed : tile.hovered ? Theme.hovered : "transparent"
        border.width: tile.chosen ? 1 : 0
        border.color: Theme.frame
        FocusRing { target: tile; shown: tile.visualFocus; radius: parent.radius + 3 }
    }
}
