import QtQuick
import Fovea

/// The kernel as a line of text that can be typed, and ways to take it from elsewhere and out.
Column {
    id: box

    required property KernelBench bench

    signal opened(url: url)

    readonly property var formats: [
        { text: qsTr("CSV table"), ending: "csv", format: KernelExchange.Csv },
        { text: qsTr("NumPy array"), ending: "npy", format: KernelExchange.Npy },
        { text: qsTr("Text"), ending: "txt", format: KernelExchange.Text },
        { text: qsTr("PNG picture"), ending: "png", format: KernelExchange.Png,
          detail: qsTr("In its colours, a cell 16 pixels a side") }
    ]

    spacing: Theme.px(6)

    KernelExchange {
        id: exchange
        bench: box.bench
    }
    FilePicker {
        id: opening
        title: qsTr("Open a kernel")
        filters: [
            { text: qsTr("Kernels"), endings: ["csv", "npy", "txt", "json", "png", "bmp", "tif", "tiff"] },
            { text: qsTr("All files"), endings: [] }
        ]
        onChosen: (url) => box.opened(url)
    }
    FilePicker {
        id: saving
        property int index: 0
        title: qsTr("Export the kernel")
        saving: true
        suffix: box.formats[index].ending
        filters: [{ text: box.formats[index].text, endings: [suffix] }]
        onChosen: (url) => exchange.write(url, box.formats[index].format, Theme.dark)
    }
    CutOutPopup {
        id: cutting
        bench: box.bench
    }

    TextBox {
        id: line
        width: parent.width
        placeholderText: qsTr("1 0 -1; 2 0 -2; 1 0 -1")
        help: qsTr("The kernel as text: rows apart by semicolons, cells by spaces. Type another one and press Return.")
        Accessible.name: qsTr("Kernel as text")

        function follow() {
            text = exchange.text
            cursorPosition = 0
        }
        onTextEdited: exchange.clearProblem()
        Keys.onReturnPressed: if (exchange.apply(text)) follow()
        Keys.onEnterPressed: if (exchange.apply(text)) follow()
        Keys.onEscapePressed: {
            exchange.clearProblem()
            follow()
        }
        Component.onCompleted: follow()
        onActiveFocusChanged: if (!activeFocus && exchange.problem === "") follow()
        Connections {
            target: exchange
            function onTextChanged() { if (!line.activeFocus) line.follow() }
        }
    }
    Label {
        width: parent.width
        visible: text !== ""
        text: exchange.problem
        small: true
        color: Theme.warning
        wrapMode: Text.Wrap
        Accessible.role: Accessible.AlertMessage
    }
    Flow {
        width: parent.width
        spacing: Theme.px(6)
        PillButton {
            text: qsTr("Open…")
            help: qsTr("Takes a kernel from a CSV, NPY, text or kernel file, or a small picture, grey from 0 to 1.")
            onClicked: opening.start("")
        }
        PillButton {
            text: qsTr("Cut out…")
            tip: qsTr("A part of the opened picture as a kernel")
            onClicked: cutting.open()
        }
        PillButton {
            text: qsTr("Paste")
            tip: qsTr("Cells of a spreadsheet, or text")
            onClicked: exchange.paste()
        }
        PillButton {
            text: qsTr("Copy")
            tip: qsTr("As a spreadsheet takes it")
            onClicked: exchange.copy()
        }
        DropDown {
            pill: true
            text: qsTr("Export")
            help: qsTr("Writes the kernel to a file.")
            menuWidth: Theme.px(240)
            choices: box.formats
            onChosen: (index) => {
                saving.index = index
                saving.start(qsTr("kernel") + "." + box.formats[index].ending)
            }
        }
    }
}
