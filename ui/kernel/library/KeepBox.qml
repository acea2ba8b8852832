import QtQuick
import Fovea

/// Keeps the workshop's kernel, or all kernels of its convolution, under a name with tags.
Column {
    id: box

    required property KernelBench bench
    required property LibraryModel library
    property bool open: false
    property bool bank: false

    function begin(ofBank: bool) {
        bank = ofBank
        open = true
        name.text = ofBank ? library.bankName : bench.name
        name.forceActiveFocus()
        name.selectAll()
    }
    function keep() {
        if (name.text.trim() === "")
            return
        if (bank)
            library.saveBank(name.text, tags.text)
        else
            library.save(name.text, tags.text)
        close()
    }
    function close() {
        open = false
        keepButton.forceActiveFocus()
    }

    spacing: Theme.px(6)
    Keys.onEscapePressed: (event) => {
        event.accepted = open
        if (open)
            close()
    }

    Flow {
        width: parent.width
        spacing: Theme.px(6)
        PillButton {
            id: keepButton
            text: qsTr("Keep this kernel…")
            checked: box.open && !box.bank
            help: qsTr("Saves the kernel with a name and tags, in a file of its own that other people can open.")
            onClicked: box.begin(false)
        }
        PillButton {
            visible: box.library.bankName !== ""
            text: qsTr("Keep all of %1…").arg(box.library.bankName)
            checked: box.open && box.bank
            help: qsTr("Saves all kernels of this convolution together.")
            onClicked: box.begin(true)
        }
    }
    TextBox {
        id: name
        width: parent.width
        visible: box.open
        placeholderText: qsTr("Name")
        Keys.onReturnPressed: box.keep()
        Keys.onEnterPressed: box.keep()
    }
    TextBox {
        id: tags
        width: parent.width
        visible: box.open
        placeholderText: qsTr("Tags, apart by commas")
        Keys.onReturnPressed: box.keep()
        Keys.onEnterPressed: box.keep()
    }
    Row {
        visible: box.open
        spacing: Theme.px(6)
        FlatButton {
            text: qsTr("Keep")
            enabled: name.text.trim() !== ""
            onClicked: box.keep()
        }
        FlatButton {
            text: qsTr("Cancel")
            onClicked: box.close()
        }
    }
}
