import QtQuick
import Fovea

/// The file dialogs: opening a picture or a network, and saving the network.
Item {
    id: files

    required property Workspace workspace
    signal saved()

    function open() { opening.start("") }
    function save() {
        const name = workspace.networkName
        saving.start(name.endsWith(".onnx") ? name : name + ".onnx")
    }

    FilePicker {
        id: opening
        readonly property var pictures: ["png", "jpg", "jpeg", "bmp", "gif", "webp", "tif", "tiff", "svg"]
        title: qsTr("Open a picture or a network")
        filters: [
            { text: qsTr("Pictures and networks"), endings: pictures.concat("onnx") },
            { text: qsTr("Pictures"), endings: pictures },
            { text: qsTr("ONNX networks"), endings: ["onnx"] },
            { text: qsTr("All files"), endings: [] }
        ]
        onChosen: url => files.workspace.openUrl(url)
    }
    FilePicker {
        id: saving
        title: qsTr("Save the network as ONNX")
        saving: true
        suffix: "onnx"
        filters: [{ text: qsTr("ONNX networks"), endings: ["onnx"] }]
        onChosen: url => files.workspace.saveNetwork(url)
    }
    Connections {
        target: files.workspace
        function onSaved() { files.saved() }
    }
}
