import QtQuick
import Fovea

/// How the chosen operator is wired: its matrix on a toy input, which map feeds which, and where the
/// stamps of a transposed convolution overlap.
Column {
    id: drawing

    required property OperatorColumn column

    spacing: Theme.px(10)

    Label {
        width: parent.width
        text: qsTr("Inside: %1").arg(drawing.column.title)
        strong: true
        font.pixelSize: Theme.titleSize
        Accessible.role: Accessible.Heading
    }
    Flow {
        width: parent.width
        spacing: Theme.px(28)

        Column {
            width: Math.min(Theme.px(440), drawing.width)
            spacing: Theme.px(6)
            SectionHeader { first: true; text: qsTr("As one matrix") }
            Label {
                width: parent.width
                text: drawing.column.matrixReason !== "" ? drawing.column.matrixReason
                    : drawing.column.chance && drawing.column.dense
                    ? qsTr("Fully connected: every output has its own weight for every input; nothing is shared, nothing is blank.")
                    : qsTr("The same operator on a tiny input, written as a fully connected layer. Each row makes one output. Blank cells are no weights; cells of one colour share one weight of the kernel.")
                small: true
                dimmed: true
                wrapMode: Text.Wrap
            }
            Label {
                visible: matrix.visible
                text: qsTr("across: %1, down: %2").arg(matrix.inputText).arg(matrix.outputText)
                small: true
            }
            MatrixPicture {
                id: matrix
                visible: drawing.column.hasMatrix
                readonly property real cell: columns > 0 ? Math.max(1, Math.min(Theme.px(14), Math.floor(parent.width / columns), Math.floor(Theme.px(420) / rows))) : 0
                width: columns * cell
                height: rows * cell
                column: drawing.column
                dark: Theme.dark
                ground: Theme.ground
                line: Theme.line
                Accessible.role: Accessible.Table
                Accessible.name: qsTr("Matrix of the operator")
                Accessible.description: words
                Accessible.focusable: true
                readonly property string help: qsTr("Point at a cell, or walk with the arrow keys: all cells that share its weight are outlined.")
            }
            Label {
                width: parent.width
                height: Math.max(implicitHeight, 2 * Theme.px(16))
                visible: matrix.visible
                text: matrix.words !== "" ? matrix.words : qsTr("Point at a cell to see which input it multiplies by which weight.")
                small: true
                wrapMode: Text.Wrap
            }
        }
        Column {
            width: Math.min(Theme.px(320), drawing.width)
            spacing: Theme.px(6)
            visible: drawing.column.hasOverlap
            SectionHeader { first: true; text: qsTr("Where stamps overlap") }
            Label {
                width: parent.width
                text: drawing.column.overlapWords
                small: true
                dimmed: true
                wrapMode: Text.Wrap
            }
            Row {
                spacing: Theme.px(12)
                Repeater {
                    model: [
                        { tensor: drawing.column.overlap, palette: "sequential", text: qsTr("Stamps in each output") },
                        { tensor: drawing.column.constant, palette: "diverging", text: qsTr("Result if all inputs are 1") }
                    ]
                    // qmllint disable unqualified
                    delegate: Column {
                        required property var modelData
                        spacing: Theme.px(4)
                        Label {
                            width: Theme.px(154)
                            text: modelData.text
                            small: true
                            wrapMode: Text.Wrap
                        }
                        TensorPicture {
                            width: Theme.px(154)
                            height: width
                            tensor: modelData.tensor
                            palette: modelData.palette
                            dark: Theme.dark
                            frame: Theme.frame
                            fontSize: Theme.tinySize
                            Accessible.role: Accessible.Graphic
                            Accessible.name: modelData.text
                        }
                    }
                    // qmllint enable unqualified
                }
            }
        }
        Column {
            width: Math.min(Theme.px(260), drawing.width)
            spacing: Theme.px(6)
            SectionHeader { first: true; text: qsTr("Which map feeds which") }
            Label {
                width: parent.width
                text: wiring.words
                small: true
                dimmed: true
                wrapMode: Text.Wrap
            }
            WiringPicture {
                id: wiring
                width: Math.min(parent.width, Theme.px(220))
                height: Theme.px(150)
                column: drawing.column
                ink: Theme.text
                line: Theme.frame
                ground: Theme.panel
                fontSize: Theme.tinySize
                Accessible.role: Accessible.Graphic
                Accessible.name: words
            }
        }
    }
}
