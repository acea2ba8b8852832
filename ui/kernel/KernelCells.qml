import QtQuick
import Fovea

/// The kernel as cells to draw on, as large as there is room, and a box to type into one.
Item {
    id: cells

    required property KernelBench bench
    /// The window that slides, where it is shown: cells that belong together are lit in both.
    property SlideModel slide: null
    property alias canvas: canvas
    property real mostHeight: Theme.px(272)

    implicitHeight: canvas.height

    KernelCanvas {
        id: canvas
        // Cells are as large as fit, and square.
        readonly property real cell: cells.bench.columns > 0
            ? Math.min(cells.width / cells.bench.columns, cells.mostHeight / cells.bench.rows, Theme.px(64)) : 0
        anchors.horizontalCenter: parent.horizontalCenter
        width: Math.floor(cell * cells.bench.columns)
        height: Math.floor(cell * cells.bench.rows)
        bench: cells.bench
        dark: Theme.dark
        line: Theme.line
        fontSize: Theme.tinySize
        marked: cells.slide ? cells.slide.pointedCell : -1
        onHoveredChanged: if (cells.slide) cells.slide.pointedCell = hovered
        Accessible.role: Accessible.Table
        Accessible.name: qsTr("Cells of the kernel")
        Accessible.description: qsTr("Cell %1 is %2").arg(current).arg(currentValue)
        Accessible.focusable: true
        readonly property string help: qsTr("The kernel. Drag a cell, or paint with the brush. Arrow keys walk the cells, + and − change one, B paints it with the brush, digits type a value, Delete makes it 0.")
        onTyping: (text) => editor.start(text)

        HoverHandler { cursorShape: canvas.tool === KernelCanvas.Values ? Qt.SizeHorCursor : Qt.CrossCursor }

        TextBox {
            id: editor
            visible: false
            x: canvas.currentRect.x + (canvas.currentRect.width - width) / 2
            y: canvas.currentRect.y + (canvas.currentRect.height - height) / 2
            z: 1
            width: Math.max(canvas.currentRect.width, Theme.px(64))
            horizontalAlignment: TextInput.AlignHCenter
            Accessible.name: qsTr("Value of the cell")

            /// The cell's own value, rounded: left as it is, it is no edit.
            property string offered

            function start(typed: string) {
                offered = typed === "" ? canvas.currentValue.toPrecision(4) : ""
                text = typed === "" ? offered : typed
                visible = true
                forceActiveFocus()
                if (typed === "")
                    selectAll()
            }
            function close(keep: bool) {
                if (!visible)
                    return
                const typed = +(text.replace("\u2212", "-").replace(",", ".").trim())
                visible = false
                if (keep && text !== offered && text.trim() !== "" && !isNaN(typed)) {
                    canvas.setCell(canvas.current, typed)
                    cells.bench.endGesture()
                }
            }
            function finish(keep: bool) {
                close(keep)
                canvas.forceActiveFocus()
            }
            Keys.onReturnPressed: finish(true)
            Keys.onEnterPressed: finish(true)
            Keys.onEscapePressed: finish(false)
            onActiveFocusChanged: if (!activeFocus) close(true)
        }
    }
}
