import QtQuick
import Fovea

/// What is selected: its weights to touch, its numbers, and what the edits did to the answer.
Rectangle {
    id: panel

    required property Workspace workspace
    readonly property InspectorModel model: inspector

    implicitWidth: Theme.px(312)
    color: Theme.panel
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Inspector")

    InspectorModel {
        id: inspector
        workspace: panel.workspace
    }
    MapValues {
        id: mapValues
        workspace: panel.workspace
    }

    Rectangle {
        width: 1
        height: parent.height
        color: Theme.line
    }

    CopySpot { anchors.fill: parent }
    ScrollPanel {
        anchors.fill: parent
        visible: inspector.something

        Item {
            width: parent.width
            height: Math.max(titleText.height, Theme.px(24))
            Icon {
                id: glyph
                y: Theme.px(3)
                width: Theme.px(16)
                height: width
                name: Theme.kindGlyph(inspector.kind)
                color: Theme.kindColor(inspector.kind)
            }
            Label {
                id: titleText
                anchors.left: glyph.right
                anchors.leftMargin: Theme.px(7)
                anchors.right: badges.left
                text: inspector.title + (inspector.unitName === "" ? "" : " · " + inspector.unitName)
                strong: true
                font.pixelSize: Theme.titleSize
                wrapMode: Text.Wrap
            }
            Row {
                id: badges
                anchors.right: parent.right
                spacing: Theme.px(4)
                Repeater {
                    model: [inspector.edited ? qsTr("edited") : "", inspector.muted ? qsTr("muted") : ""]
                    Badge {
                        required property string modelData
                        text: modelData
                    }
                }
            }
        }
        Label {
            width: parent.width
            text: inspector.sentence
            small: true
            dimmed: true
            wrapMode: Text.Wrap
        }

        KernelSection {
            width: parent.width
            visible: inspector.sliceCount > 0
            model: inspector
        }
        BiasSection {
            width: parent.width
            visible: inspector.mutable
            model: inspector
        }
        ValuesSection {
            width: parent.width
            visible: mapValues.known && !panel.workspace.notes.selectionCovered
            values: mapValues
        }
        FactList {
            width: parent.width
            visible: !inspector.isUnit || panel.workspace.details
            rows: inspector.facts
        }
        EffectSection {
            width: parent.width
            visible: inspector.networkEdited
            model: inspector
            workspace: panel.workspace
        }
    }

    Column {
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: parent.top
        anchors.margins: Theme.margin
        spacing: Theme.px(8)
        visible: !inspector.something
        Label {
            width: parent.width
            text: qsTr("Nothing is selected")
            strong: true
            font.pixelSize: Theme.titleSize
        }
        Label {
            width: parent.width
            wrapMode: Text.Wrap
            dimmed: true
            small: true
            lineHeight: 1.25
            text: qsTr("Click a map to see its kernels and numbers, or walk with the arrow keys. "
                       + "Drag a cell of a kernel, and every map after it follows.")
        }
        EffectSection {
            width: parent.width
            visible: inspector.networkEdited
            model: inspector
            workspace: panel.workspace
        }
    }
}
