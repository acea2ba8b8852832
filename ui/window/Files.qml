import QtQuick
import Fovea

/// The file dialogs of the window. They begin in the folder that was used last.
Item {
    id: files

    required property Workspace workspace
    readonly property var pictures: ["png", "jpg", "jpeg", "bmp", "gif", "webp", "tif", "tiff", "svg"]
    readonly property var kernels: ["csv", "npy", "txt", "json"]

    function open() { opening.start("") }
    function openNames() { naming.start("") }
    /// Where it is cancelled, nothing of it stays.
    function save(thenClose: bool) {
        const name = workspace.networkName
        saving.thenClose = thenClose
        saving.start(name.endsWith(".onnx") ? name : name + ".onnx")
    }

    FilePicker {
        id: opening
        title: qsTr("Open a picture, a network or a kernel")
        filters: [
            { text: qsTr("All that can be opened"), endings: files.pictures.concat("onnx", files.kernels) },
            { text: qsTr("Pictures"), endings: files.pictures },
            { text: qsTr("ONNX networks"), endings: ["onnx"] },
            { text: qsTr("Kernels"), endings: files.kernels },
            { text: qsTr("All files"), endings: [] }
        ]
        onChosen: url => files.workspace.openUrl(url)
    }
    FilePicker {
        id: naming
        title: qsTr("Names of the classes, one a line")
        filters: [
            { text: qsTr("Text files"), endings: ["txt", "csv", "names", "labels"] },
            { text: qsTr("All files"), endings: [] }
        ]
        onChosen: url => files.workspace.openClassNames(url)
    }
    FilePicker {
        id: saving
        property bool thenClose: false
        title: qsTr("Save the network as ONNX")
        saving: true
        suffix: "onnx"
        filters: [{ text: qsTr("ONNX networks"), endings: ["onnx"] }]
        onChosen: url => files.workspace.saveNetwork(url, thenClose)
    }
}
