import QtQuick
import Fovea

/// One kernel or bank of the library.
Item {
    id: row

    required property LibraryModel library
    required property int index
    required property string name
    required property string tags
    required property int count
    required property int rows
    required property int columns
    property bool current: false
    property int kernel: 0
    property string asking: ""  // "edit", "delete", or nothing
    readonly property string detail: (count > 1 ? qsTr("%1 kernels of %2 × %3").arg(count).arg(rows).arg(columns)
                                                : qsTr("%1 × %2").arg(rows).arg(columns))
                                     + (tags === "" ? "" : " · " + tags)

    signal pointed()
    /// The keyboard is given back.
    signal done()

    function place() { library.place(index, kernel) }
    function turn(by: int) { kernel = Math.max(0, Math.min(count - 1, kernel + by)) }
    function askToDelete() {
        asking = "delete"
        keepIt.forceActiveFocus(Qt.TabFocusReason)
    }
    function edit() {
        asking = "edit"
        nameBox.text = name
        tagBox.text = tags
        nameBox.forceActiveFocus()
        nameBox.selectAll()
    }
    function finishEdit() {
        if (nameBox.text.trim() !== "")
            library.change(index, nameBox.text, tagBox.text)
        leave()
    }
    function leave() {
        asking = ""
        done()
    }

    implicitHeight: content.height + Theme.px(10)
    Accessible.role: Accessible.ListItem
    Accessible.name: name
    Accessible.description: detail
    Accessible.onPressAction: place()

    Rectangle {
        anchors.fill: parent
        radius: Theme.px(5)
        color: row.current ? Theme.pressed : hover.hovered ? Theme.hovered : "transparent"
    }
    HoverHandler { id: hover }
    MouseArea {
        id: area
        anchors.fill: parent
        enabled: row.asking === ""
        onPressed: {
            row.pointed()
            picture.grabToImage((result) => carried.Drag.imageSource = result.url)
        }
        onClicked: row.place()
        drag.target: carried
        // Said, not bound: a drag goes on inside this change, and ends in another.
        drag.onActiveChanged: carried.Drag.active = drag.active
    }
    /// What is dragged out: it moves unseen, and its picture goes with the pointer.
    Item {
        id: carried
        width: 1
        height: 1
        Drag.dragType: Drag.Automatic
        Drag.supportedActions: Qt.CopyAction
        Drag.mimeData: hover.hovered || area.pressed ? row.library.mimeData(row.index, row.kernel) : ({})
        Drag.onDragFinished: {
            x = 0
            y = 0
        }
    }
    Column {
        id: content
        x: Theme.px(6)
        y: Theme.px(5)
        width: parent.width - 2 * x
        spacing: Theme.px(6)
        Item {
            width: parent.width
            height: Theme.px(44)
            KernelPicture {
                id: picture
                width: height
                height: parent.height
                cells: row.library.cells(row.index, row.kernel) // qmllint disable
                columns: row.columns
                dark: Theme.dark
                line: Theme.ground
            }
            Column {
                anchors.left: picture.right
                anchors.leftMargin: Theme.px(10)
                anchors.right: actions.left
                anchors.verticalCenter: parent.verticalCenter
                spacing: Theme.px(2)
                Label { width: parent.width; text: row.name; elide: Text.ElideRight }
                Label { width: parent.width; text: row.detail; small: true; dimmed: true; elide: Text.ElideRight }
            }
            Row {
                id: actions
                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                visible: (hover.hovered || row.current) && row.asking === ""
                width: visible ? implicitWidth : 0
                IconButton {
                    plain: true
                    focusPolicy: Qt.NoFocus
                    iconName: "pen"
                    tip: qsTr("Change name and tags (F2)")
                    onClicked: row.edit()
                }
                IconButton {
                    plain: true
                    focusPolicy: Qt.NoFocus
                    iconName: "trash"
                    tip: qsTr("Delete (Del)")
                    onClicked: row.askToDelete()
                }
            }
        }
        LabeledSlider {
            width: parent.width
            visible: row.count > 1
            name: qsTr("Kernel")
            from: 0
            to: Math.max(1, row.count - 1)
            step: 1
            decimals: 0
            value: row.kernel
            help: qsTr("Which kernel of the bank is shown, and taken.")
            onEdited: (value) => row.kernel = Math.round(value)
        }
        TextBox {
            id: nameBox
            width: parent.width
            visible: row.asking === "edit"
            placeholderText: qsTr("Name")
            Keys.onReturnPressed: row.finishEdit()
            Keys.onEnterPressed: row.finishEdit()
            Keys.onEscapePressed: row.leave()
        }
        TextBox {
            id: tagBox
            width: parent.width
            visible: row.asking === "edit"
            placeholderText: qsTr("Tags, apart by commas")
            Keys.onReturnPressed: row.finishEdit()
            Keys.onEnterPressed: row.finishEdit()
            Keys.onEscapePressed: row.leave()
        }
        Label {
            width: parent.width
            visible: row.asking === "delete"
            text: qsTr("Delete “%1”? This cannot be undone.").arg(row.name)
            wrapMode: Text.Wrap
            small: true
            color: Theme.warning
            Accessible.role: Accessible.AlertMessage
        }
        Row {
            visible: row.asking !== ""
            spacing: Theme.px(6)
            Keys.onEscapePressed: row.leave()
            PillButton {
                visible: row.asking === "edit"
                text: qsTr("Save")
                enabled: nameBox.text.trim() !== ""
                onClicked: row.finishEdit()
            }
            PillButton {
                visible: row.asking === "delete"
                text: qsTr("Delete")
                onClicked: {
                    row.done()
                    row.library.remove(row.index)
                }
            }
            PillButton {
                id: keepIt
                text: qsTr("Cancel")
                onClicked: row.leave()
            }
        }
    }
}
