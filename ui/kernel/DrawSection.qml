import QtQuick
import Fovea

/// The kernel as cells to draw on, with the tools for it.
Column {
    id: section

    required property KernelBench bench
    property alias canvas: canvas

    spacing: Theme.px(8)

    Flow {
        width: parent.width
        spacing: Theme.px(6)
        SegmentedChoice {
            name: qsTr("Drawing tool")
            choices: [
                { text: qsTr("Values"), tip: qsTr("Drag a cell to the right or up to make it larger; digits type a value") },
                { text: qsTr("Brush"), tip: qsTr("Paints cells with the brush's value") },
                { text: qsTr("Erase"), tip: qsTr("Sets cells to 0") },
                { text: qsTr("Line"), tip: qsTr("Draws a straight line with the brush's value") }
            ]
            current: canvas.tool
            onChosen: (index) => canvas.tool = index
        }
    }
    KernelCanvas {
        id: canvas
        // Cells are as large as fit, and square.
        readonly property real cell: section.bench.columns > 0
            ? Math.min(section.width / section.bench.columns, Theme.px(300) / section.bench.rows, Theme.px(64)) : 0
        anchors.horizontalCenter: parent.horizontalCenter
        width: Math.floor(cell * section.bench.columns)
        height: Math.floor(cell * section.bench.rows)
        bench: section.bench
        dark: Theme.dark
        line: Theme.ground
        fontSize: Theme.tinySize
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
                    section.bench.endGesture()
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
    LabeledSlider {
        width: parent.width
        name: qsTr("Brush")
        value: canvas.brushValue
        from: -2
        to: 2
        hardFrom: -1000000
        hardTo: 1000000
        resetValue: 1
        help: qsTr("The value that the brush and the line paint.")
        onEdited: (value) => canvas.brushValue = value
    }
    Flow {
        width: parent.width
        spacing: Theme.px(6)
        PillButton {
            checkable: true
            text: qsTr("Left = right")
            tip: qsTr("What is painted on one side appears on the other")
            onToggled: canvas.mirrorHorizontal = checked
        }
        PillButton {
            checkable: true
            text: qsTr("Top = bottom")
            tip: qsTr("What is painted above appears below")
            onToggled: canvas.mirrorVertical = checked
        }
        PillButton {
            checkable: true
            text: qsTr("Rotational")
            tip: qsTr("What is painted appears turned about the middle: by half, in square kernels also by quarters")
            onToggled: canvas.rotational = checked
        }
    }
    LabeledSlider {
        width: parent.width
        visible: section.bench.resizable
        name: qsTr("Rows")
        value: section.bench.rows
        from: 1
        to: 31
        step: 1
        decimals: 0
        resetValue: 3
        help: qsTr("Height of the kernel in cells. What does not fit is cut off, new cells are 0.")
        onEdited: (value) => section.bench.resize(Math.round(value), section.bench.columns)
        onFinished: section.bench.endGesture()
    }
    LabeledSlider {
        width: parent.width
        visible: section.bench.resizable
        name: qsTr("Columns")
        value: section.bench.columns
        from: 1
        to: 31
        step: 1
        decimals: 0
        resetValue: 3
        help: qsTr("Width of the kernel in cells. What does not fit is cut off, new cells are 0.")
        onEdited: (value) => section.bench.resize(section.bench.rows, Math.round(value))
        onFinished: section.bench.endGesture()
    }
    LabeledSlider {
        width: parent.width
        visible: section.bench.hasBias
        name: qsTr("Bias")
        value: section.bench.bias
        from: -1
        to: 1
        hardFrom: -1000000
        hardTo: 1000000
        help: qsTr("Added to every sum.")
        onEdited: (value) => section.bench.bias = value
        onFinished: section.bench.endGesture()
    }
}
