import QtQuick
import Fovea

/// Who was taken for whom: a confusion matrix with the choice of its scale, the legend, and a
/// sentence on the cell that is read or chosen.
Item {
    id: plot

    property string title: qsTr("Confusion matrix")
    /// What the counts are of.
    property string detail: ""
    /// The counts are not of what is shown beside.
    property bool stale: false
    property string emptyText: qsTr("Nothing yet: press play")
    /// [true][predicted], row by row.
    property alias counts: matrix.counts
    property alias classes: matrix.classes
    readonly property MatrixPlot matrix: matrix

    /// A person has chosen a cell.
    signal cellChosen(truth: int, prediction: int)

    implicitWidth: Theme.px(380)
    implicitHeight: Theme.px(420)

    Label {
        id: heading
        anchors.verticalCenter: scales.verticalCenter
        width: Math.min(implicitWidth, scales.x - Theme.px(8))
        text: plot.title
        strong: true
        elide: Text.ElideRight
    }
    Label {
        anchors.left: heading.right
        anchors.leftMargin: Theme.px(8)
        anchors.right: scales.left
        anchors.rightMargin: Theme.px(8)
        anchors.baseline: heading.baseline
        text: plot.detail
        small: true
        dimmed: true
        elide: Text.ElideRight
    }
    SegmentedChoice {
        id: scales
        anchors.right: parent.right
        compact: true
        name: qsTr("Scale of the confusion matrix")
        choices: [
            { text: qsTr("counts") },
            { text: qsTr("rows"), tip: qsTr("Shares of the examples of each true class; a row's shares sum to 100 %.") },
            { text: qsTr("log"), tip: qsTr("Logarithm of 1 + count: rare mistakes show.") }
        ]
        current: matrix.scaling === MatrixPlot.Counts ? 0 : matrix.scaling === MatrixPlot.Rows ? 1 : 2
        onChosen: index => matrix.scaling = index === 0 ? MatrixPlot.Counts
                                          : index === 1 ? MatrixPlot.Rows : MatrixPlot.Log
    }
    MatrixPlot {
        id: matrix
        y: scales.height + Theme.px(8)
        width: parent.width
        height: foot.y - y - Theme.px(6)
        visible: !empty
        dark: Theme.dark
        ink: Theme.dim
        line: Theme.frame
        inner: Theme.selectionInner
        outer: Theme.selectionOuter
        fontSize: Theme.tinySize
        onCellChosen: (truth, prediction) => plot.cellChosen(truth, prediction)
        Accessible.role: Accessible.Table
        Accessible.name: plot.title
        Accessible.description: sentence.text === ""
            ? qsTr("Arrow keys read the cells, Return chooses one.") : sentence.text
        Accessible.focusable: true
        FocusRing { target: matrix }
    }
    Hatch {
        anchors.fill: matrix
        visible: plot.stale && !matrix.empty
        ink: Theme.dim
        opacity: 0.5
    }
    Item {
        id: foot
        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.px(40)
        visible: !matrix.empty
        Label {
            id: sentence
            width: parent.width - legend.width - Theme.px(16)
            height: parent.height
            text: matrix.pointedText !== "" ? matrix.pointedText
                : matrix.truth >= 0 ? matrix.cellText(matrix.truth, matrix.prediction) : ""
            small: true
            wrapMode: Text.Wrap
            maximumLineCount: 2
            elide: Text.ElideRight
        }
        ColorScale {
            id: legend
            anchors.right: parent.right
            least: matrix.leastText
            most: matrix.mostText
        }
    }
    Label {
        anchors.fill: matrix
        visible: matrix.empty
        horizontalAlignment: Text.AlignHCenter
        verticalAlignment: Text.AlignVCenter
        text: plot.emptyText
        dimmed: true
    }
}
