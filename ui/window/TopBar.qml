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

    signal sourceToggled()
    signal inspectorToggled()
    signal commandsAsked()
    signal helpAsked()

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
        Label { text: "Fovea"; strong: true; font.pixelSize: Theme.titleSize }
        Item { Layout.preferredWidth: Theme.px(6) }
        Rectangle {
            Layout.preferredWidth: tab.implicitWidth + Theme.px(28)
            Layout.preferredHeight: Theme.control
            radius: Theme.radius
            color: Theme.raised
            border.width: 1
            border.color: Theme.line
            Accessible.role: Accessible.PageTab
            Accessible.name: tab.text
            Accessible.selected: true
            Label { id: tab; anchors.centerIn: parent; text: qsTr("Network"); strong: true }
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
            text: qsTr("Source")
            onClicked: bar.sourceToggled()
        }
        FlatButton {
            visible: bar.folded
            checked: bar.inspectorOpen
            text: qsTr("Inspector")
            onClicked: bar.inspectorToggled()
        }
        Item { Layout.fillWidth: true }
        FlatButton {
            id: search
            Layout.preferredWidth: Math.min(Theme.px(220), Math.max(Theme.px(120), bar.width * 0.16))
            Accessible.name: qsTr("Search commands")
            help: qsTr("Opens a list of every command and its shortcut.")
            onClicked: bar.commandsAsked()
            Label {
                x: Theme.px(11)
                anchors.verticalCenter: parent.verticalCenter
                text: qsTr("Search commands")
                dimmed: true
            }
            Label {
                anchors.right: parent.right
                anchors.rightMargin: Theme.px(11)
                anchors.verticalCenter: parent.verticalCenter
                visible: search.width > Theme.px(190)
                text: qsTr("Ctrl K")
                color: Theme.faint
                font.pixelSize: Theme.tinySize
            }
        }
        DropDown {
            text: qsTr("Engine: %1").arg(bar.engines[bar.workspace.engineChoice].text)
            choices: bar.engines
            current: bar.workspace.engineChoice
            menuWidth: Theme.px(280)
            Accessible.name: text
            help: qsTr("What computes the maps. Both engines give the same result.")
            onChosen: (index) => bar.workspace.engineChoice = index
        }
        IconButton {
            iconName: Theme.dark ? "sun" : "moon"
            tip: Theme.dark ? qsTr("Light theme") : qsTr("Dark theme")
            onClicked: Theme.settings.dark = !Theme.dark
        }
        IconButton {
            iconName: "help"
            tip: qsTr("Help (F1)")
            onClicked: bar.helpAsked()
        }
    }
}
