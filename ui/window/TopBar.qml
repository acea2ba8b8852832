import QtQuick
import QtQuick.Layouts
import Fovea

/// The bar at the top: lens tabs, undo and redo, commands, engine, theme and help.
Rectangle {
    id: bar

    required property Workspace workspace
    readonly property var engines: [
        { text: qsTr("Auto"), detail: qsTr("Vulkan where there is a real GPU, else the CPU") },
        { text: qsTr("CPU"), detail: qsTr("this machine's processor") },
        { text: qsTr("Vulkan"), detail: qsTr("any Vulkan device, a software one too") }
    ]

    /// Whether the panels have no room of their own, so that buttons bring them.
    property bool folded: false
    property bool sourceOpen: false
    property bool inspectorOpen: false
    /// What the panels are called in the lens that is open.
    property string sourceName: qsTr("Source")
    property string inspectorName: qsTr("Inspector")
    /// Width in pixels at 100 %: what has no room for its words shows an icon.
    readonly property real room: width / Theme.zoom
    readonly property bool wordsForProject: room > 1000
    readonly property bool roomForProjectName: room > 1280
    /// Of the project's file, where there is one and room for it.
    readonly property string projectName: {
        const name = workspace.project.name
        if (name === "" || !roomForProjectName)
            return qsTr("Project")
        return name.length > 20 ? name.slice(0, 19) + "…" : name
    }
    readonly property bool roomForExport: room > 980
    readonly property bool roomForProject: room > 860
    readonly property bool wordsForSearch: room > 860
    readonly property bool wordsForPanels: room > 760
    readonly property bool wordsForAll: room > 700
    readonly property bool roomForTabs: room > 580

    signal sourceToggled()
    signal inspectorToggled()
    signal commandsAsked()
    signal exportAsked()
    signal helpAsked()
    signal openAsked()
    signal saveAsked()
    signal saveAsAsked()

    implicitHeight: Theme.px(48)
    color: Theme.panel
    Accessible.role: Accessible.ToolBar
    Accessible.name: qsTr("Tools")

    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: 1
        color: Theme.line
    }

    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: Theme.margin
        anchors.rightMargin: Theme.margin
        spacing: Theme.px(8)

        Rectangle {
            Layout.preferredWidth: Theme.px(14)
            Layout.preferredHeight: Theme.px(14)
            radius: width / 2
            color: "transparent"
            border.width: Theme.px(4)
            border.color: Theme.text
        }
        Label {
            visible: bar.wordsForAll
            text: "Fovea"
            strong: true
            font.pixelSize: Theme.titleSize
        }
        Item { Layout.preferredWidth: Theme.px(6); visible: bar.wordsForAll }
        LensTabs {
            id: tabs
            Layout.preferredHeight: Theme.control
            visible: bar.roomForTabs
            workspace: bar.workspace
        }
        DropDown {
            readonly property string chosenText: tabs.names[bar.workspace.lens].text
            visible: !bar.roomForTabs
            text: chosenText
            choices: tabs.names.map(name => ({ text: name.text, detail: name.tip }))
            current: bar.workspace.lens
            menuWidth: Theme.px(260)
            Accessible.name: qsTr("Lens: %1").arg(chosenText)
            help: qsTr("Opens another lens on the same document. Selection, edits and undo stay.")
            onChosen: (index) => bar.workspace.lens = index
        }
        ProjectMenu {
            visible: bar.roomForProject
            workspace: bar.workspace
            iconName: bar.wordsForProject ? "" : "file"
            text: (bar.wordsForProject ? bar.projectName : "") + (bar.workspace.modified ? " •" : "")
            tip: bar.workspace.modified ? qsTr("There are changes that are in no file yet.") : ""
            onOpenAsked: bar.openAsked()
            onSaveAsked: bar.saveAsked()
            onSaveAsAsked: bar.saveAsAsked()
        }
        IconButton {
            iconName: "undo"
            enabled: bar.workspace.canUndo
            tip: bar.workspace.canUndo ? qsTr("%1 (Ctrl+Z)").arg(bar.workspace.undoText) : qsTr("Nothing to undo")
            help: qsTr("Takes back the last edit of the document.")
            onClicked: bar.workspace.undo()
        }
        IconButton {
            iconName: "redo"
            enabled: bar.workspace.canRedo
            tip: bar.workspace.canRedo ? qsTr("%1 (Ctrl+Shift+Z)").arg(bar.workspace.redoText) : qsTr("Nothing to redo")
            help: qsTr("Brings back what was undone.")
            onClicked: bar.workspace.redo()
        }
        FlatButton {
            visible: bar.folded
            checked: bar.sourceOpen
            iconName: bar.wordsForPanels ? "" : "kind-input"
            text: bar.wordsForPanels ? tip : ""
            tip: bar.sourceName
            help: qsTr("Shows or hides where the picture comes from, how it is prepared, and which network it is.")
            onClicked: bar.sourceToggled()
        }
        FlatButton {
            visible: bar.folded
            checked: bar.inspectorOpen
            iconName: bar.wordsForPanels ? "" : "kind-convolution"
            text: bar.wordsForPanels ? tip : ""
            tip: bar.inspectorName
            help: qsTr("Shows or hides the kernels and numbers of what is selected.")
            onClicked: bar.inspectorToggled()
        }
        Item { Layout.fillWidth: true }
        FlatButton {
            id: search
            Layout.preferredWidth: bar.wordsForSearch
                ? Math.min(Theme.px(220), Math.max(Theme.px(120), bar.width * 0.16)) : Theme.control
            focusPolicy: Qt.TabFocus
            iconName: bar.wordsForSearch ? "" : "search"
            tip: bar.wordsForSearch ? "" : qsTr("Search commands (Ctrl+K)")
            Accessible.name: qsTr("Search commands")
            help: qsTr("Opens a list of every command and its shortcut.")
            onClicked: bar.commandsAsked()
            Label {
                x: Theme.px(11)
                anchors.verticalCenter: parent.verticalCenter
                visible: bar.wordsForSearch
                text: qsTr("Search commands")
                dimmed: true
            }
            Label {
                anchors.right: parent.right
                anchors.rightMargin: Theme.px(11)
                anchors.verticalCenter: parent.verticalCenter
                visible: bar.wordsForSearch && search.width > Theme.px(190)
                text: qsTr("Ctrl K")
                color: Theme.faint
                font.pixelSize: Theme.tinySize
            }
        }
        DropDown {
            readonly property string chosenText: bar.engines[bar.workspace.engineChoice].text
            text: bar.wordsForAll ? qsTr("Engine: %1").arg(chosenText) : chosenText
            choices: bar.engines
            current: bar.workspace.engineChoice
            menuWidth: Theme.px(280)
            Accessible.name: qsTr("Engine: %1").arg(chosenText)
            help: qsTr("What computes the maps. Both engines give the same result.")
            onChosen: (index) => bar.workspace.engineChoice = index
        }
        FlatButton {
            visible: bar.roomForExport
            text: qsTr("Export…")
            tip: qsTr("A figure of what is shown (Ctrl+P)")
            help: qsTr("Makes a figure for a paper, a slide or a page: PNG, SVG, PDF, or the numbers.")
            onClicked: bar.exportAsked()
        }
        IconButton {
            iconName: Theme.dark ? "sun" : "moon"
            tip: Theme.dark ? qsTr("Light theme") : qsTr("Dark theme")
            help: qsTr("Changes between light on dark and dark on light.")
            onClicked: Theme.settings.dark = !Theme.dark
        }
        IconButton {
            iconName: "help"
            tip: qsTr("Help (F1)")
            help: qsTr("Explains what has the focus, and lists every key.")
            // What is to be explained keeps the focus.
            focusPolicy: Qt.TabFocus
            onClicked: bar.helpAsked()
        }
    }
}
