import QtQuick
import Fovea

/// The panel on the right of the Kernel lens: the kernel, how to read it, and what makes another one
/// of it.
Rectangle {
    id: panel

    required property KernelBench bench
    /// The window that slides, where it is shown.
    property SlideModel slide: null
    property int tab: 0

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
            text: panel.bench.previewing ? qsTr("%1 · preview").arg(panel.bench.name) : panel.bench.name
            strong: true
            font.pixelSize: Theme.titleSize
            wrapMode: Text.Wrap
        }
        KernelCells {
            id: cells
            width: parent.width
            bench: panel.bench
            slide: panel.slide
        }
        Repeater {
            model: panel.bench.reading
            // qmllint disable unqualified
            delegate: Label {
                required property string modelData
                width: parent.width
                text: modelData
                small: true
                dimmed: true
                wrapMode: Text.Wrap
            }
            // qmllint enable unqualified
        }
        SegmentedChoice {
            name: qsTr("Workshop")
            compact: panel.width < Theme.px(300)
            choices: [
                { text: qsTr("Draw"), tip: qsTr("Brush, line, symmetry, size") },
                { text: qsTr("Presets"), tip: qsTr("Kernels known by name") },
                { text: qsTr("Change"), tip: qsTr("Turn, flip, resize, blend, quantise …") },
                { text: qsTr("Keep"), tip: qsTr("Files, pasted cells, and the library") }
            ]
            current: panel.tab
            onChosen: (index) => { panel.bench.endPreview(); panel.tab = index }
        }
        DrawSection {
            width: parent.width
            visible: panel.tab === 0
            bench: panel.bench
            canvas: cells.canvas
            slide: panel.slide
        }
        PresetsSection {
            width: parent.width
            visible: panel.tab === 1
            bench: panel.bench
        }
        Loader {
            width: parent.width
            visible: active
            active: panel.tab === 2
            // qmllint disable unqualified
            sourceComponent: TransformSection { bench: panel.bench }
            // qmllint enable unqualified
        }
        Loader {
            width: parent.width
            visible: active
            active: panel.tab === 3
            // qmllint disable unqualified
            sourceComponent: LibrarySection { bench: panel.bench }
            // qmllint enable unqualified
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
