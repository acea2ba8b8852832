import QtQuick
import Fovea

/// The panel on the right of the Kernel lens: the kernel to draw on, and what else makes one.
Rectangle {
    id: panel

    required property KernelBench bench

    color: Theme.panel
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Kernel workshop")

    Rectangle {
        width: 1
        height: parent.height
        color: Theme.line
    }
    ScrollPanel {
        anchors.fill: parent
        visible: panel.bench.something
        Label {
            width: parent.width
            text: panel.bench.name
            strong: true
            font.pixelSize: Theme.titleSize
            wrapMode: Text.Wrap
        }
        DrawSection {
            width: parent.width
            bench: panel.bench
        }
    }
    Label {
        x: Theme.margin
        y: Theme.margin
        width: parent.width - 2 * x
        visible: !panel.bench.something
        text: qsTr("This network has no convolution with weights of its own. Open another one, or work on the picture.")
        dimmed: true
        wrapMode: Text.Wrap
    }
}
