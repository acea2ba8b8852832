import QtQuick
import QtQuick.Templates as T
import Fovea

/// Chooses a file to open, or a place to save at: a list of folders and files, and a box that takes
/// a name or a path and completes it with Tab. `filters` is a list of { text, endings }. With
/// `folders`, the folder that is listed may be chosen as well.
T.Popup {
    id: picker

    property string title: ""
    property bool saving: false
    property bool folders: false
    property string suffix: ""
    property var filters: []
    property string problem: ""
    property string taken: ""

    signal chosen(url: url)

    function start(name: string) {
        box.text = name
        open()
    }

    function tryToChoose() { judge(files.target(saving, suffix)) }

    function judge(target: var) {
        taken = ""
        problem = target.problem
        if (problem !== "" || target.path === undefined)
            return
        if (target.isFolder)
            goInto(target.path)
        else if (saving && target.exists)
            taken = target.name
        else
            finish(target)
    }

    function takeFolder() {
        const at = box.text.lastIndexOf("/")
        box.text = at < 0 ? "." : box.text.slice(0, at + 1)
        takeIfThere(files.target(false, ""))
    }

    function takeIfThere(target: var) {
        problem = target.problem
        if (problem === "")
            finish(target)
    }

    function goInto(path: string) {
        const name = saving ? box.text.slice(box.text.lastIndexOf("/") + 1) : ""
        // A folder named in the box is gone into, and a name to save under stays.
        box.text = path.endsWith("/" + name) ? "" : name
        files.folder = path
        box.forceActiveFocus()
    }

    function finish(target: var) {
        files.folder = target.folder
        files.remember()
        close()
        chosen(target.url)
    }

    parent: T.Overlay.overlay
    x: parent ? Math.round((parent.width - width) / 2) : 0
    y: parent ? Math.round((parent.height - height) / 2) : 0
    width: Math.min(Theme.px(640), parent ? parent.width - Theme.px(40) : Theme.px(640))
    height: Math.min(Theme.px(500), parent ? parent.height - Theme.px(40) : Theme.px(500))
    padding: Theme.px(16)
    modal: true
    focus: true
    closePolicy: T.Popup.CloseOnEscape
    onAboutToShow: { problem = taken = ""; files.recall() }
    onOpened: {
        box.forceActiveFocus()
        const ending = box.text.lastIndexOf(".")
        if (ending > 0)
            box.select(0, ending)
    }

    FolderList {
        id: files
        typed: box.text
        narrowing: !picker.saving
        endings: picker.filters.length > 0 ? picker.filters[filter.current].endings : []
    }

    background: PopupGround { }
    T.Overlay.modal: Rectangle { color: Theme.shadow }

    contentItem: Item { // qmllint disable deferred-property-id
        Accessible.role: Accessible.Dialog
        Accessible.name: picker.title
        Keys.onPressed: (event) => {
            if (event.key === Qt.Key_Up && event.modifiers & Qt.AltModifier) {
                upButton.clicked()
                event.accepted = true
            }
        }

        Label {
            id: heading
            text: picker.title
            strong: true
            font.pixelSize: Theme.titleSize
        }
        IconButton {
            id: upButton
            anchors.top: heading.bottom
            anchors.topMargin: Theme.px(8)
            iconName: "up"
            tip: qsTr("To the folder above (Alt+Up)")
            onClicked: {
                box.text = picker.saving ? box.text.slice(box.text.lastIndexOf("/") + 1) : ""
                files.up()
                box.forceActiveFocus()
            }
        }
        Label {
            anchors.left: upButton.right
            anchors.leftMargin: Theme.px(8)
            anchors.right: parent.right
            anchors.verticalCenter: upButton.verticalCenter
            text: files.listed
            dimmed: true
            elide: Text.ElideMiddle
        }
        Rectangle {
            anchors.fill: list
            color: Theme.ground
            border.width: 1
            border.color: list.activeFocus ? Theme.focus : Theme.line
            radius: Theme.px(5)
        }
        FileRows {
            id: list
            anchors.top: upButton.bottom
            anchors.bottom: box.top
            anchors.topMargin: Theme.px(8)
            anchors.bottomMargin: Theme.px(8)
            width: parent.width
            files: files
            onTaken: row => {
                box.text = files.typedFor(row)
                picker.tryToChoose()
            }
            onPointed: row => {
                if (!files.data(files.index(row, 0), FolderList.IsFolder) || !picker.saving)
                    box.text = files.typedFor(row)
            }
        }
        TextBox {
            id: box
            anchors.bottom: sentence.visible ? sentence.top : buttons.top
            anchors.bottomMargin: Theme.px(sentence.visible ? 8 : 12)
            width: parent.width
            height: Theme.px(34)
            placeholderText: qsTr("Name or path; Tab completes it")
            Accessible.name: picker.saving ? qsTr("File name") : qsTr("Name or path")
            onTextChanged: picker.problem = picker.taken = ""
            Keys.onReturnPressed: picker.tryToChoose()
            Keys.onEnterPressed: picker.tryToChoose()
            Keys.onDownPressed: list.begin()
            Keys.onTabPressed: (event) => {
                const longer = files.completed()
                event.accepted = longer !== text
                if (event.accepted)
                    text = longer
            }
        }
        Label {
            id: sentence
            anchors.bottom: buttons.top
            anchors.bottomMargin: Theme.px(8)
            width: parent.width
            visible: text !== ""
            wrapMode: Text.Wrap
            color: Theme.warning
            text: picker.taken !== "" ? qsTr("%1 is there already. Replace it?").arg(picker.taken)
                                      : picker.problem
            Accessible.role: Accessible.AlertMessage
        }
        Item {
            id: buttons
            anchors.bottom: parent.bottom
            width: parent.width
            height: Theme.control
            DropDown {
                id: filter
                visible: picker.filters.length > 1
                choices: picker.filters
                current: 0
                text: picker.filters.length > 0 ? picker.filters[current].text : ""
                help: qsTr("Which files are listed.")
                menuWidth: Theme.px(220)
                onChosen: index => current = index
            }
            Row {
                anchors.right: parent.right
                spacing: Theme.px(8)
                FlatButton {
                    text: qsTr("Cancel")
                    onClicked: picker.close()
                }
                FlatButton {
                    id: other
                    visible: picker.taken !== ""
                    text: qsTr("Another name")
                    onVisibleChanged: if (visible) forceActiveFocus(Qt.TabFocusReason)
                    onClicked: { picker.taken = ""; box.forceActiveFocus(); box.selectAll() }
                }
                FlatButton {
                    visible: picker.folders
                    text: qsTr("Take this folder")
                    help: qsTr("Opens the folder that is listed, with all that is in it.")
                    onClicked: picker.takeFolder()
                }
                FlatButton {
                    objectName: "accept"
                    text: picker.taken !== "" ? qsTr("Replace")
                        : picker.saving ? qsTr("Save") : qsTr("Open")
                    enabled: box.text.trim() !== ""
                    onClicked: picker.taken !== "" ? picker.finish(files.target(true, picker.suffix))
                                                   : picker.tryToChoose()
                }
            }
        }
    }
}
