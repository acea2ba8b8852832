import QtQuick
import QtQuick.Templates as T
import Fovea

/// A figure; one that is much higher than there is room can be moved up and down.
Item {
    id: view

    property var image
    property string name: ""

    function moveBy(pixels: real) {
        const most = flick.contentHeight - flick.height
        flick.contentY = Math.max(0, Math.min(most, flick.contentY + pixels))
    }

    activeFocusOnTab: preview.overflow > 0
    Accessible.role: Accessible.Graphic
    Accessible.name: name
    Accessible.focusable: activeFocusOnTab
    Keys.onUpPressed: moveBy(-Theme.px(40))
    Keys.onDownPressed: moveBy(Theme.px(40))
    Keys.onPressed: (event) => {
        if (event.key === Qt.Key_PageUp || event.key === Qt.Key_PageDown) {
            moveBy((event.key === Qt.Key_PageUp ? -0.9 : 0.9) * height)
            event.accepted = true
        }
    }

    FigurePreview {
        id: preview
        anchors.fill: parent
        image: view.image
        line: Theme.line
        offset: flick.contentY
    }
    Flickable {
        id: flick
        anchors.fill: parent
        contentWidth: width
        contentHeight: height + preview.overflow
        boundsBehavior: Flickable.StopAtBounds
        interactive: preview.overflow > 0

        T.ScrollBar.vertical: T.ScrollBar {
            id: bar
            // Not as a plain binding: what attaches the bar moves it, which would end that.
            Binding on x { value: flick.width - bar.width + Theme.px(10) }
            width: Theme.px(8)
            padding: Theme.px(2)
            visible: flick.interactive
            contentItem: Rectangle {
                implicitWidth: Theme.px(4)
                radius: width / 2
                color: bar.pressed ? Theme.dim : Theme.frame
            }
        }
    }
    FocusRing { target: view }
}
