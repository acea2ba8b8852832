import QtQuick
import QtQuick.Templates as T
import Fovea

/// A figure of what the window shows: what and how on the left, as it will be on the right.
T.Popup {
    id: dialog

    required property Workspace workspace
    property TrainModel train: null
    readonly property FigureModel model: figure

    /// Asks where to write it, beginning with this name.
    signal placeWanted(name: string)
    signal written(file: url)

    function write(file: url) { figure.write(file) }

    parent: T.Overlay.overlay
    x: parent ? Math.round((parent.width - width) / 2) : 0
    y: parent ? Math.round((parent.height - height) / 2) : 0
    width: parent ? Math.min(Theme.px(1120), parent.width - Theme.px(32)) : 0
    height: parent ? Math.min(Theme.px(760), parent.height - Theme.px(32)) : 0
    padding: Theme.px(16)
    modal: true
    focus: true
    closePolicy: T.Popup.CloseOnEscape
    onAboutToShow: {
        figure.takeSelection()
        figure.active = true
    }
    onOpened: options.forceActiveFocus(Qt.TabFocusReason)
    onClosed: figure.active = false

    FigureModel {
        id: figure
        workspace: dialog.workspace
        train: dialog.train
        onWritten: (file) => {
            dialog.close()
            dialog.written(file)
        }
    }

    background: PopupGround { }
    T.Overlay.modal: Rectangle { color: Theme.shadow }

    contentItem: Item { // qmllint disable deferred-property-id
        Accessible.role: Accessible.Dialog
        Accessible.name: heading.text

        Label {
            id: heading
            text: qsTr("Export a figure")
            strong: true
            font.pixelSize: Theme.titleSize
        }
        FigureOptions {
            id: options
            anchors.top: heading.bottom
            anchors.topMargin: Theme.px(10)
            anchors.bottom: parent.bottom
            anchors.leftMargin: -Theme.px(12)
            anchors.left: parent.left
            width: Theme.px(314)
            figure: figure
        }
        Rectangle {
            id: stage
            anchors.top: options.top
            anchors.left: options.right
            anchors.leftMargin: Theme.px(4)
            anchors.right: parent.right
            anchors.bottom: foot.top
            anchors.bottomMargin: Theme.px(12)
            color: Theme.ground
            border.width: 1
            border.color: Theme.line
            radius: Theme.px(5)

            FigureView {
                anchors.fill: parent
                anchors.margins: Theme.px(14)
                image: figure.preview
            }
            Label {
                anchors.centerIn: parent
                width: parent.width - Theme.px(60)
                horizontalAlignment: Text.AlignHCenter
                visible: figure.problem !== ""
                text: figure.problem
                color: Theme.warning
                wrapMode: Text.Wrap
                Accessible.role: Accessible.AlertMessage
            }
        }
        Item {
            id: foot
            anchors.left: stage.left
            anchors.right: parent.right
            anchors.bottom: parent.bottom
            height: Theme.control
            Label {
                anchors.left: parent.left
                anchors.right: buttons.left
                anchors.rightMargin: Theme.px(12)
                anchors.verticalCenter: parent.verticalCenter
                text: figure.sizeText
                dimmed: true
                small: true
                elide: Text.ElideRight
            }
            Row {
                id: buttons
                anchors.right: parent.right
                spacing: Theme.px(8)
                FlatButton {
                    text: qsTr("Cancel")
                    onClicked: dialog.close()
                }
                FlatButton {
                    text: figure.writing ? qsTr("Writing…") : qsTr("Save…")
                    tip: qsTr("As PNG, SVG or PDF, or the numbers as CSV or NPY")
                    help: qsTr("Asks for a name; its ending chooses the format.")
                    enabled: !figure.writing && figure.problem === ""
                    onClicked: dialog.placeWanted(figure.suggestedName)
                }
            }
        }
    }
}
