import QtQuick
import Fovea

/// The data that a network learns from: where they come from, their classes, how they are divided,
/// and every example.
Rectangle {
    id: browser

    required property DataModel model
    readonly property ExampleGrid grid: examples.grid

    /// A person wants to draw examples.
    signal drawWanted()

    function openFile(adds: bool) {
        choosing.adds = adds
        choosing.start("")
    }

    color: Theme.ground
    implicitWidth: Theme.px(860)
    implicitHeight: Theme.px(640)
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Data")

    Component.onCompleted: model.wantAny()

    FilePicker {
        id: choosing
        property bool adds: false
        title: qsTr("Open a data set: a folder, a table or images")
        folders: true
        filters: [
            { text: qsTr("Tables and IDX files"), endings: ["csv", "tsv", "txt", "gz", "ubyte"] },
            { text: qsTr("All files"), endings: [] }
        ]
        onChosen: url => adds ? browser.model.addUrl(url) : browser.model.loadUrl(url)
    }

    DataSourceBar {
        id: bar
        x: Theme.margin
        y: Theme.margin
        width: parent.width - 2 * Theme.margin
        model: browser.model
        onOpenWanted: browser.openFile(false)
        onAddWanted: browser.openFile(true)
        onDrawWanted: browser.drawWanted()
    }
    Rectangle {
        id: rule
        y: bar.y + bar.height + Theme.px(10)
        width: parent.width
        height: 1
        color: Theme.line
    }

    Item {
        anchors.top: rule.bottom
        anchors.bottom: parent.bottom
        width: parent.width
        visible: browser.model.count > 0
        ClassesColumn {
            id: classes
            width: Math.min(Theme.px(330), Math.round(parent.width * 0.45))
            height: parent.height
            model: browser.model
        }
        Rectangle {
            anchors.left: classes.right
            width: 1
            height: parent.height
            color: Theme.line
        }
        ExamplesPane {
            id: examples
            anchors.left: classes.right
            anchors.leftMargin: Theme.margin
            anchors.right: parent.right
            anchors.rightMargin: Theme.margin
            y: Theme.px(10)
            height: parent.height - y - Theme.px(10)
            model: browser.model
        }
    }
    DataWaiting {
        anchors.top: rule.bottom
        anchors.bottom: parent.bottom
        width: parent.width
        visible: browser.model.count === 0
        model: browser.model
        onOpenWanted: browser.openFile(false)
    }
}
