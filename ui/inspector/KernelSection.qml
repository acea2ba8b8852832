import QtQuick
import Fovea

/// The kernels of a unit: all of them small, the chosen one as cells to drag, and ways to change it.
Column {
    id: section

    required property InspectorModel model

    spacing: Theme.px(8)

    KernelStrip {
        width: parent.width
        height: implicitHeight
        visible: section.model.editable && section.model.sliceCount > 1
        model: section.model
        dark: Theme.dark
        tile: Theme.px(section.model.sliceCount > 32 ? 24 : 32)
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Kernels of this unit, one for each input map")
        Accessible.description: qsTr("The unit adds up what each kernel makes of its input map. Click one, or walk with the arrow keys, to see its cells below.")
        Accessible.focusable: true
    }
    Item {
        width: parent.width
        height: Theme.control
        visible: section.model.editable
        Label {
            anchors.verticalCenter: parent.verticalCenter
            text: section.model.sliceCount > 1
                  ? qsTr("Kernel for input map %1").arg(section.model.slice) : qsTr("Kernel")
            dimmed: true
        }
        DropDown {
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            pill: true
            visible: section.model.rows > 1
            text: qsTr("Preset")
            tip: qsTr("Put a known kernel here")
            help: qsTr("Replaces this kernel by one known by name, fitted to its size.")
            menuWidth: Theme.px(264)
            choices: section.model.presets
            onChosen: index => section.model.applyPreset(index)
        }
    }
    CellGrid {
        id: grid
        width: parent.width
        height: visible ? Math.round(Math.max(Theme.px(30) * section.model.rows,
                                   Math.min(width / section.model.columns, Theme.px(44))
                                   * section.model.rows)) : 0
        visible: section.model.editable
        model: section.model
        dark: Theme.dark
        line: Theme.ground
        fontSize: section.model.columns > 5 ? Theme.tinySize : Theme.smallSize
        Accessible.role: Accessible.Table
        Accessible.name: qsTr("Cells of the kernel")
        Accessible.description: qsTr("Cell %1 is %2").arg(current).arg(section.model.cell(current))
        Accessible.focusable: true
        /// What F1 says; the description tells the cell.
        readonly property string help: qsTr("The weights of the kernel. Drag a cell sideways or turn the wheel on it, and every map after it follows. Arrow keys walk the cells, + and − change one, digits type a value, Delete puts it back.")
        onTyping: text => {
            editor.offered = text === "" ? section.model.cell(current).toPrecision(4) : ""
            editor.text = text === "" ? editor.offered : text
            editor.visible = true
            editor.forceActiveFocus()
            if (text === "")
                editor.selectAll()
        }

        HoverHandler { cursorShape: Qt.SizeHorCursor }

        TextBox {
            id: editor
            visible: false
            x: grid.currentRect.x + (grid.currentRect.width - width) / 2
            y: grid.currentRect.y + (grid.currentRect.height - height) / 2
            width: Math.max(grid.currentRect.width, Theme.px(64))
            horizontalAlignment: TextInput.AlignHCenter
            Accessible.name: qsTr("Value of the cell")

            /// The cell's own value, rounded: left as it is, it is no edit.
            property string offered

            function close(keep: bool) {
                if (!visible)
                    return
                const typed = +(text.replace("\u2212", "-").replace(",", ".").trim())
                visible = false
                if (keep && text !== offered && text.trim() !== "" && !isNaN(typed)) {
                    section.model.setCell(grid.current, typed)
                    section.model.endGesture()
                }
            }
            /// From the keyboard, which stays with the cells.
            function finish(keep: bool) {
                close(keep)
                grid.forceActiveFocus()
            }
            Keys.onReturnPressed: finish(true)
            Keys.onEnterPressed: finish(true)
            Keys.onEscapePressed: finish(false)
            onActiveFocusChanged: if (!activeFocus) close(true)
        }
    }
    Flow {
        width: parent.width
        spacing: Theme.px(6)
        visible: section.model.editable
        PillButton {
            text: qsTr("Normalise")
            help: qsTr("Makes the cells sum to 1; of a kernel that sums to 0, their magnitudes.")
            onClicked: section.model.normalise()
        }
        PillButton {
            text: qsTr("Flip")
            visible: section.model.columns > 1
            help: qsTr("Mirrors the kernel left to right.")
            onClicked: section.model.flip()
        }
        PillButton {
            text: qsTr("Rotate")
            visible: section.model.square
            help: qsTr("Turns the kernel by a quarter, clockwise.")
            onClicked: section.model.rotate()
        }
        PillButton {
            text: qsTr("Negate")
            help: qsTr("Changes the sign of every cell.")
            onClicked: section.model.negate()
        }
        PillButton {
            text: qsTr("Reset")
            enabled: section.model.edited || section.model.muted
            help: qsTr("Gives the unit back its own kernels and bias.")
            onClicked: section.model.reset()
        }
    }
}
