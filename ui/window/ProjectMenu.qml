import QtQuick
import Fovea

/// The project's file: open, save, and those that were open before.
DropDown {
    id: menu

    required property Workspace workspace
    readonly property var own: [
        { text: qsTr("Open…"), detail: qsTr("a project, a picture, a model or a kernel") },
        { text: qsTr("Save"), detail: workspace.project.hasFile ? workspace.project.name
                                                                : qsTr("all of it in one file") },
        { text: qsTr("Save as…"), detail: qsTr("under another name") }
    ]

    signal openAsked()
    signal saveAsked()
    signal saveAsAsked()

    choices: own.concat(workspace.project.recent)
    menuWidth: Theme.px(280)
    Accessible.name: qsTr("Project")
    help: qsTr("Keeps network, picture, kernels and how they are looked at in one file, and opens it again.")
    onChosen: (index) => {
        if (index === 0)
            openAsked()
        else if (index === 1)
            saveAsked()
        else if (index === 2)
            saveAsAsked()
        else
            workspace.project.openRecent(index - own.length)
    }
}
