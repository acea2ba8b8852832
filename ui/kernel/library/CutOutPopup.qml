import QtQuick
import QtQuick.Templates as T
import Fovea

/// Cuts a kernel out of the opened picture.
T.Popup {
    id: popup

    required property KernelBench bench

    parent: T.Overlay.overlay
    x: Theme.px(40)
    y: parent ? Math.round((parent.height - height) / 2) : 0
    width: Math.min(Theme.px(560), parent ? parent.width - Theme.px(80) : Theme.px(560))
    height: content.height + 2 * padding
    padding: Theme.px(16)
    modal: true
    focus: true
    closePolicy: T.Popup.CloseOnEscape
    onOpened: view.forceActiveFocus()
    background: PopupGround { }
    T.Overlay.modal: Rectangle { color: "transparent" }

    contentItem: Item { // qmllint disable deferred-property-id
        Accessible.role: Accessible.Dialog
        Accessible.name: qsTr("Cut a kernel out of the picture")

        Column {
            id: content
            width: parent.width
            spacing: Theme.px(10)
            Label {
                text: qsTr("Cut a kernel out of the picture")
                strong: true
                font.pixelSize: Theme.titleSize
            }
            Label {
                width: parent.width
                text: qsTr("Drag the frame to a shape. As a kernel it answers most where the picture looks like that shape.")
                dimmed: true
                wrapMode: Text.Wrap
            }
            CutOut {
                id: view
                readonly property string help: qsTr("The opened picture. Arrow keys move the frame by a pixel, with Shift by ten.")
                width: Math.min(parent.width, Theme.px(300) * proportion)
                height: width / proportion
                anchors.horizontalCenter: parent.horizontalCenter
                bench: popup.bench
                active: popup.visible
                Accessible.role: Accessible.Graphic
                Accessible.name: qsTr("Picture with the frame")
                Accessible.description: place
                Accessible.focusable: true
            }
            Row {
                width: parent.width
                spacing: Theme.px(16)
                KernelPicture {
                    id: preview
                    width: Theme.px(92)
                    height: width
                    cells: view.cells
                    columns: Math.max(1, Math.round(view.cells.length / Math.max(1, view.rows)))
                    dark: Theme.dark
                    line: Theme.ground
                    Accessible.role: Accessible.Graphic
                    Accessible.name: qsTr("The kernel")
                }
                Column {
                    width: parent.width - preview.width - parent.spacing
                    LabeledSlider {
                        width: parent.width
                        name: qsTr("Rows")
                        from: 1
                        to: 31
                        step: 1
                        decimals: 0
                        value: view.rows
                        resetValue: 9
                        help: qsTr("Height of the frame in pixels.")
                        onEdited: (value) => view.rows = Math.round(value)
                    }
                    LabeledSlider {
                        width: parent.width
                        name: qsTr("Columns")
                        from: 1
                        to: 31
                        step: 1
                        decimals: 0
                        value: view.columns
                        resetValue: 9
                        help: qsTr("Width of the frame in pixels.")
                        onEdited: (value) => view.columns = Math.round(value)
                    }
                    Toggle {
                        width: parent.width
                        text: qsTr("Take the mean off")
                        checked: view.zeroMean
                        help: qsTr("A matched filter: it answers to the shape, not to how light the picture is. Off, the cells are the grey values from 0 to 1.")
                        onToggled: view.zeroMean = checked
                    }
                }
            }
            Row {
                anchors.right: parent.right
                spacing: Theme.px(8)
                FlatButton {
                    text: qsTr("Cancel")
                    onClicked: popup.close()
                }
                FlatButton {
                    text: qsTr("Use it")
                    onClicked: {
                        view.take()
                        popup.close()
                    }
                }
            }
        }
    }
}
