import QtQuick
import QtQuick.Templates as T
import Fovea

/// A column that scrolls up and down where it does not fit; a thin bar says how much there is.
/// Brings into view what receives the keyboard.
Flickable {
    id: panel

    default property alias content: column.data
    property alias spacing: column.spacing
    property int sideMargin: Theme.margin

    contentWidth: width
    contentHeight: column.height + 2 * Theme.margin
    boundsBehavior: Flickable.StopAtBounds
    flickableDirection: Flickable.VerticalFlick
    interactive: contentHeight + bottomMargin > height
    clip: true

    function reveal(item: Item) {
        const top = item.mapToItem(panel.contentItem, 0, 0).y
        if (top < contentY + Theme.margin)
            contentY = Math.max(0, top - Theme.margin)
        else if (top + item.height > contentY + height - bottomMargin - Theme.margin)
            contentY = Math.min(contentHeight + bottomMargin - height, top + item.height + bottomMargin + Theme.margin - height)
    }

    function isInside(item: Item): bool {
        for (let i = item; i; i = i.parent)
            if (i === column)
                return true
        return false
    }

    Connections {
        target: panel.Window.window
        function onActiveFocusItemChanged() {
            const item = panel.Window.window.activeFocusItem
            if (item && panel.interactive && panel.isInside(item))
                panel.reveal(item)
        }
    }

    Column {
        id: column
        x: panel.sideMargin
        y: Theme.margin
        width: panel.width - 2 * panel.sideMargin
        spacing: Theme.px(8)
    }

    T.ScrollBar.vertical: T.ScrollBar {
        id: bar
        // Not as a plain binding: what attaches the bar moves it, which would end that.
        Binding on x { value: panel.width - bar.width }
        width: Theme.px(8)
        padding: Theme.px(2)
        visible: panel.interactive
        contentItem: Rectangle {
            implicitWidth: Theme.px(4)
            radius: width / 2
            color: bar.pressed ? Theme.dim : Theme.frame
            opacity: bar.hovered || bar.pressed || panel.moving ? 1 : 0.5
        }
    }
}
