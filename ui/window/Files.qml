import QtQuick
import QtQuick.Dialogs
import Fovea

/// The file dialogs: opening a picture or a network, and saving the network.
Item {
    id: files

    required property Workspace workspace
    signal saved()

    function open() { opening.open() }
    function save() { saving.open() }

    FileDialog {
        id: opening
        title: qsTr("Open a picture or a network")
        nameFilters: [qsTr("Pictures and networks (*.png *.jpg *.jpeg *.bmp *.gif *.webp *.tif *.tiff *.svg *.onnx)"),
                      qsTr("All files (*)")]
        onAccepted: files.workspace.openUrl(selectedFile)
    }
    FileDialog {
        id: saving
        title: qsTr("Save the network")
        fileMode: FileDialog.SaveFile
        defaultSuffix: "onnx"
        nameFilters: [qsTr("ONNX networks (*.onnx)")]
        onAccepted: files.workspace.saveNetwork(selectedFile)
    }
    Connections {
        target: files.workspace
        function onSaved() { files.saved() }
    }
}
