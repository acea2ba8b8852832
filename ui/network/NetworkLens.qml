import QtQuick
import Fovea

/// The Network lens: a column a layer with all its maps, and the answer at the end.
FocusScope {
    id: root

    required property Workspace workspace
    property alias model: lens
    /// What the answer lacks is asked for: how the model wants its pictures, names of its classes.
    signal recipesWanted()
    signal namesWanted()

    readonly property int headerHeight: Theme.px(workspace.details ? 76 : 62)
    readonly property int arcHeight: lens.arcLevels > 0 ? Theme.px(8 + 14 * Math.min(3, lens.arcLevels)) : 0

    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Network")

    /// Selects the kernel slice or the unit at `point` of this item, for what is dropped there; false
    /// where there is none.
    function aim(point: point): bool {
        const at = root.mapToItem(viewport, point)
        return viewport.contains(at) && lens.selectAt(at)
    }

    LensModel {
        id: lens
        workspace: root.workspace
        maps: maps
        room: Qt.size(viewport.width, viewport.height)
        deviceRatio: Screen.devicePixelRatio
        textZoom: Theme.zoom
        dark: Theme.dark
        frameColor: Theme.frame
        dimColor: Theme.dim
    }

    LensToolbar {
        id: toolbar
        x: Theme.px(22)
        y: Theme.px(12)
        width: root.width - 2 * x
        lens: lens
        workspace: root.workspace
    }

    AnswerColumn {
        id: answer
        visible: present
        anchors.right: parent.right
        anchors.rightMargin: Theme.px(22)
        y: headers.y
        width: Theme.px(132)
        height: root.height - y
        workspace: root.workspace
        onRecipesWanted: root.recipesWanted()
        onNamesWanted: root.namesWanted()
    }
    Rectangle {
        visible: answer.visible
        x: answer.x - Theme.px(14)
        y: headers.y
        width: 1
        height: root.height - y
        color: Theme.line
    }

    Item {
        id: headers
        x: Theme.px(22)
        y: toolbar.y + toolbar.height + Theme.px(12) + root.arcHeight
        width: (answer.visible ? answer.x - Theme.px(15) : root.width - Theme.px(8)) - x
        height: root.headerHeight
        clip: true
        Repeater {
            model: lens.columns
            // qmllint disable unqualified
            delegate: LayerHeader {
                id: layerHeader
                required property real columnX
                required property real columnWidth
                // The part of the column that is in view, so that its name always is.
                readonly property real seenFrom: Math.max(0, columnX - lens.scrollX)
                x: seenFrom
                width: Math.max(1, Math.min(headers.width, columnX + columnWidth - lens.scrollX) - seenFrom)
                height: headers.height
                onPressed: lens.selectColumn(layerHeader.column)
                onShowAll: lens.showAll(layerHeader.column)
            }
            // qmllint enable unqualified
        }
    }
    LensArcs {
        x: headers.x
        y: headers.y - height
        width: headers.width
        height: root.arcHeight
        visible: height > 0
        lens: lens
        color: Theme.dim
        textSize: Theme.tinySize
    }

    Item {
        id: viewport
        x: headers.x
        y: headers.y + headers.height
        width: headers.width
        height: Math.max(Theme.px(60), root.height - y - Theme.px(50))
        clip: true
        focus: true
        activeFocusOnTab: true
        Accessible.role: Accessible.Canvas
        Accessible.name: lens.focusName
        Accessible.description: qsTr("Every column is a layer, every picture in it the map of one unit, computed now. Point at a value: dashed frames mark what it was computed from, thin ones what it reaches. Point at a weight: what it multiplies is marked. A click keeps that, and shows the unit's kernels; drag a cell and watch every map after it follow.")
        Accessible.focusable: true

        MapsItem {
            id: maps
            anchors.fill: parent
            scrollX: lens.scrollX
            scrollY: lens.scrollY
        }
        CopySpot {
            anchors.fill: parent
            source: lens
        }
        LensPointer {
            anchors.fill: parent
            lens: lens
            onGrabbed: viewport.forceActiveFocus(Qt.MouseFocusReason)
        }

        Keys.onUpPressed: lens.walkUnits(-1)
        Keys.onDownPressed: lens.walkUnits(1)
        Keys.onLeftPressed: lens.walkLayers(-1)
        Keys.onRightPressed: lens.walkLayers(1)
        Keys.onEscapePressed: lens.back()
        Keys.onReturnPressed: lens.zoomOntoSelection()
        Keys.onEnterPressed: lens.zoomOntoSelection()
        Keys.onPressed: (event) => {
            if (event.key === Qt.Key_Plus || event.key === Qt.Key_Equal)
                lens.zoomAbout(1.25)
            else if (event.key === Qt.Key_Minus)
                lens.zoomAbout(0.8)
            else if (event.key === Qt.Key_0)
                lens.zoomToFit()
            else if (event.key === Qt.Key_9)
                lens.zoomOut()
            else if (event.key === Qt.Key_Home)
                lens.walkLayers(-1e6)
            else if (event.key === Qt.Key_End)
                lens.walkLayers(1e6)
            else if (event.key === Qt.Key_PageDown)
                lens.scrollBy(viewport.width * 0.8, 0)
            else if (event.key === Qt.Key_PageUp)
                lens.scrollBy(-viewport.width * 0.8, 0)
            else
                return
            event.accepted = true
        }
    }
    LensOverlay {
        anchors.fill: viewport
        anchors.margins: -margin
        margin: Theme.px(5)
        lens: lens
        inner: Theme.selectionInner
        outer: Theme.selectionOuter
        positive: Theme.positive
        negative: Theme.negative
        hatch: Theme.dim
    }
    LensScrollBar {
        x: viewport.x
        y: viewport.y + viewport.height + Theme.px(1)
        width: viewport.width
        height: Theme.px(8)
        orientation: Qt.Horizontal
        size: Math.min(1, viewport.width / Math.max(1, lens.contentWidth))
        at: lens.scrollX / Math.max(1, lens.contentWidth)
        onMoved: (place) => lens.scrollX = place * lens.contentWidth
    }
    LensScrollBar {
        x: viewport.x + viewport.width
        y: viewport.y
        width: Theme.px(8)
        height: viewport.height
        orientation: Qt.Vertical
        size: Math.min(1, viewport.height / Math.max(1, lens.contentHeight))
        at: lens.scrollY / Math.max(1, lens.contentHeight)
        onMoved: (place) => lens.scrollY = place * lens.contentHeight
    }

    Item {
        x: headers.x
        y: viewport.y + viewport.height + Theme.px(12)
        width: headers.width
        height: Theme.px(34)
        clip: true
        Repeater {
            // By number: an edit changes the scales many times a second, seldom how many there are.
            model: lens.legends.length
            // qmllint disable unqualified
            delegate: ScaleLegend {
                required property int index
                readonly property var modelData: lens.legends[index]
                    ?? ({ x: 0, right: 0, palette: "diverging", middle: "", low: "", high: "", least: "", most: "" })
                // Moves along over the columns that it is for, and is whole or not there.
                readonly property real room: modelData.right - lens.scrollX - x
                scale: modelData
                x: Math.max(0, modelData.x - lens.scrollX)
                barWidth: Math.min(Theme.px(104), Math.max(room, modelData.right - modelData.x) + Theme.px(10))
                visible: room >= Math.min(Theme.px(76), modelData.right - modelData.x)
                         && x + barWidth <= parent.width + 1
            }
            // qmllint enable unqualified
        }
        Label {
            visible: lens.scope === 0 && lens.legends.length < 2
            x: Theme.px(130)
            text: qsTr("Each map has a scale of its own: point at a map to see it.")
            dimmed: true
            small: true
        }
    }
}
