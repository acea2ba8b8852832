import QtQuick
import QtQuick.Templates as T
import Fovea

/// A figure or a clip of what the window shows: what and how on the left, as it will be on the right.
T.Popup {
    id: dialog

    required property Workspace workspace
    property TrainModel train: null
    readonly property FigureModel model: figure
    readonly property ClipModel clipModel: clip
    property bool moves: false
    readonly property string problem: moves ? clip.problem : figure.problem
    readonly property bool writing: moves ? clip.writing : figure.writing

    /// Asks where to write it, beginning with this name.
    signal placeWanted(name: string)
    signal clipPlaceWanted(name: string)
    signal written(file: url)

    function write(file: url) { figure.write(file) }
    function writeClip(file: url) { clip.write(file) }

    parent: T.Overlay.overlay
    x: parent ? Math.round((parent.width - width) / 2) : 0
    y: parent ? Math.round((parent.height - height) / 2) : 0
    // A large window leaves the preview more room.
    width: parent ? Math.min(Math.max(Theme.px(1120), 0.7 * parent.width), parent.width - Theme.px(32)) : 0
    height: parent ? Math.min(Math.max(Theme.px(760), 0.8 * parent.height), parent.height - Theme.px(32)) : 0
    padding: Theme.px(16)
    modal: true
    focus: true
    closePolicy: T.Popup.CloseOnEscape
    onAboutToShow: {
        figure.takeSelection()
        clip.takeSelection()
    }
    onOpened: (moves ? clipOptions : options).forceActiveFocus(Qt.TabFocusReason)
    onClosed: clip.cancel()

    FigureModel {
        id: figure
        workspace: dialog.workspace
        train: dialog.train
        active: dialog.visible && !dialog.moves
        onWritten: (file) => {
            dialog.close()
            dialog.written(file)
        }
    }
    ClipModel {
        id: clip
        workspace: dialog.workspace
        train: dialog.train
        active: dialog.visible && dialog.moves
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
            text: dialog.moves ? qsTr("Export a clip") : qsTr("Export a figure")
            strong: true
            font.pixelSize: Theme.titleSize
        }
        SegmentedChoice {
            id: way
            objectName: "exportWay"
            anchors.top: heading.bottom
            anchors.topMargin: Theme.px(10)
            anchors.left: parent.left
            name: qsTr("Figure or clip")
            choices: [
                { text: qsTr("Figure"), tip: qsTr("As PNG, SVG, PDF or a web page, or the numbers as CSV or NPY") },
                { text: qsTr("Clip"), tip: qsTr("What moves, as GIF, MP4 or WebM") }
            ]
            current: dialog.moves ? 1 : 0
            enabled: !dialog.writing
            onChosen: (index) => dialog.moves = index === 1
        }
        FigureOptions {
            id: options
            anchors.top: way.bottom
            anchors.topMargin: Theme.px(10)
            anchors.bottom: parent.bottom
            anchors.leftMargin: -Theme.px(12)
            anchors.left: parent.left
            width: Theme.px(314)
            visible: !dialog.moves
            figure: figure
        }
        ClipOptions {
            id: clipOptions
            anchors.fill: options
            visible: dialog.moves
            enabled: !clip.writing
            clip: clip
        }
        Rectangle {
            id: stage
            anchors.top: way.top
            anchors.left: options.right
            anchors.leftMargin: Theme.px(4)
            anchors.right: parent.right
            anchors.bottom: player.visible ? player.top : foot.top
            anchors.bottomMargin: Theme.px(12)
            color: Theme.ground
            border.width: 1
            border.color: Theme.line
            radius: Theme.px(5)

            FigureView {
                anchors.fill: parent
                anchors.margins: Theme.px(14)
                image: dialog.moves ? clip.preview : figure.preview
                name: dialog.moves ? qsTr("Preview of the clip") : qsTr("Preview of the figure")
            }
            Rectangle {
                anchors.left: parent.left
                anchors.right: parent.right
                anchors.bottom: parent.bottom
                anchors.margins: Theme.px(10)
                height: sentence.height + Theme.px(16)
                visible: dialog.problem !== ""
                color: Theme.panel
                border.width: 1
                border.color: Theme.line
                radius: Theme.px(5)

                Label {
                    id: sentence
                    anchors.centerIn: parent
                    width: parent.width - Theme.px(24)
                    text: dialog.problem
                    color: Theme.warning
                    wrapMode: Text.Wrap
                    Accessible.role: Accessible.AlertMessage
                }
            }
        }
        ClipPlayer {
            id: player
            anchors.left: stage.left
            anchors.right: parent.right
            anchors.bottom: foot.top
            anchors.bottomMargin: Theme.px(10)
            height: implicitHeight
            visible: dialog.moves
            enabled: !clip.writing
            clip: clip
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
                visible: !clip.writing
                text: dialog.moves ? clip.lengthText : figure.sizeText
                dimmed: true
                small: true
                elide: Text.ElideRight
            }
            LoadingRow {
                objectName: "clipProgress"
                anchors.left: parent.left
                anchors.right: buttons.left
                anchors.rightMargin: Theme.px(12)
                anchors.verticalCenter: parent.verticalCenter
                visible: clip.writing
                progress: clip.progress
                onCancelled: clip.cancel()
            }
            Row {
                id: buttons
                anchors.right: parent.right
                spacing: Theme.px(8)
                FlatButton {
                    text: qsTr("Close")
                    onClicked: dialog.close()
                }
                FlatButton {
                    text: dialog.writing ? qsTr("Writing…") : qsTr("Save…")
                    tip: dialog.moves ? qsTr("As GIF, MP4 or WebM")
                                      : qsTr("As PNG, SVG, PDF or a web page, or the numbers as CSV or NPY")
                    help: qsTr("Asks for a name; its ending chooses the format.")
                    enabled: !dialog.writing && (dialog.moves ? clip.frames > 0 : figure.sizeText !== "")
                    onClicked: {
                        if (dialog.moves)
                            dialog.clipPlaceWanted(clip.suggestedName)
                        else
                            dialog.placeWanted(figure.suggestedName)
                    }
                }
            }
        }
    }
}
