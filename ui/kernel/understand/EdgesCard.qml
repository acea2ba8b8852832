import QtQuick
import Fovea

/// What becomes of an edge and of a single bright pixel.
FindingCard {
    id: card

    required property KernelAnalysis analysis

    title: qsTr("Edges and points")
    sentence: card.analysis.edgeWords

    // qmllint disable unqualified
    Repeater {
        model: [
            { name: qsTr("Upright edge, by columns of the window past it"),
              reading: qsTr("%1 of %2 columns past it: %3"), upright: true },
            { name: qsTr("Level edge, by rows of the window past it"),
              reading: qsTr("%1 of %2 rows past it: %3"), upright: false }
        ]
        Column {
            id: edge
            required property var modelData
            width: parent ? parent.width : 0
            spacing: Theme.px(2)
            CurvePlot {
                id: curve
                width: parent.width
                height: Theme.px(92)
                values: edge.modelData.upright ? card.analysis.uprightEdge : card.analysis.levelEdge
                from: 0
                to: Math.max(1, values.length - 1)
                tick: Math.max(1, Math.ceil((values.length - 1) / 8))
                positive: Theme.positive
                negative: Theme.negative
                line: Theme.line
                ink: Theme.dim
                fontSize: Theme.tinySize
                Accessible.role: Accessible.Graphic
                Accessible.name: edge.modelData.name
            }
            Label {
                width: parent.width
                text: curve.pointed < 0 ? edge.modelData.name
                    : edge.modelData.reading.arg(curve.pointed).arg(curve.to).arg(curve.pointedText)
                small: true
                dimmed: true
                elide: Text.ElideRight
            }
        }
    }
    // qmllint enable unqualified
    MatrixView {
        id: point
        side: Math.max(2, Math.min(Theme.px(34), Math.min(card.width / Math.max(1, cells.columns), Theme.px(200) / Math.max(1, cells.rows))))
        cells: card.analysis.impulse
    }
    Label {
        text: point.pointed !== "" ? point.pointed : qsTr("What a single bright pixel becomes")
        small: true
        dimmed: true
    }
    Label {
        width: parent.width
        text: qsTr("It is the kernel turned by half: a correlation does not flip its kernel, so the pixel meets the rightmost cell first.")
        small: true
        dimmed: true
        wrapMode: Text.Wrap
    }
}
