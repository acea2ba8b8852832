import QtQuick
import Fovea

/// The file dialogs of the window. They begin in the folder that was used last.
Item {
    id: files

    required property Workspace workspace
    readonly property var pictures: ["png", "jpg", "jpeg", "bmp", "gif", "webp", "tif", "tiff", "svg"]
    readonly property var kernels: ["csv", "npy", "txt", "json"]

    signal figurePlaced(file: url)
    signal clipPlaced(file: url)

    function open() { opening.start("") }
    function openNames() { naming.start("") }
    /// Into the project's file, or where there is none yet into one that is asked for. Where that is
    /// cancelled, nothing of it stays.
    function save(thenGoOn: bool) {
        if (workspace.project.hasFile)
            workspace.project.save(thenGoOn)
        else
            saveAs(thenGoOn)
    }
    function saveAs(thenGoOn: bool) {
        const name = workspace.project.hasFile ? workspace.project.name
                                               : workspace.networkName.replace(/\.onnx$/, "")
        keeping.thenGoOn = thenGoOn
        keeping.start(name + ".fovea")
    }
    function placeFigure(name: string) { placing.start(name) }
    function placeClip(name: string) { placingClip.start(name) }
    function saveNetwork() {
        const name = workspace.networkName
        saving.start(name.endsWith(".onnx") ? name : name + ".onnx")
    }

    FilePicker {
        id: opening
        title: qsTr("Open a picture, a network, a kernel or a project")
        filters: [
            { text: qsTr("All that can be opened"), endings: files.pictures.concat("pdf", "onnx", "fovea", files.kernels) },
            { text: qsTr("Figures that Fovea made"), endings: ["png", "svg", "pdf"] },
            { text: qsTr("Projects"), endings: ["fovea"] },
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
        title: qsTr("Save the network as ONNX")
        saving: true
        suffix: "onnx"
        filters: [{ text: qsTr("ONNX networks"), endings: ["onnx"] }]
        onChosen: url => files.workspace.saveNetwork(url)
    }
    FilePicker {
        id: placing
        title: qsTr("Save the figure: the ending chooses the format")
        saving: true
        suffix: "png"
        filters: [{ text: qsTr("Figures and their numbers"), endings: ["png", "svg", "pdf", "html", "csv", "npy"] }]
        onChosen: url => files.figurePlaced(url)
    }
    FilePicker {
        id: placingClip
        title: qsTr("Save the clip: the ending chooses the format")
        saving: true
        suffix: "mp4"
        filters: [{ text: qsTr("Clips"), endings: ["mp4", "webm", "gif"] }]
        onChosen: url => files.clipPlaced(url)
    }
    FilePicker {
        id: keeping
        property bool thenGoOn: false
        title: qsTr("Save the project")
        saving: true
        suffix: "fovea"
        filters: [{ text: qsTr("Projects"), endings: ["fovea"] }]
        onChosen: url => files.workspace.project.saveAs(url, thenGoOn)
    }
}
