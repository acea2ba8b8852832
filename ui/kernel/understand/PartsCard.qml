import QtQuick
import Fovea

/// The kernel as columns times rows: singular values, and what the strongest of them make.
FindingCard {
    id: card

    required property KernelAnalysis analysis

    title: qsTr("Columns times rows")
    sentence: card.analysis.rankWords

    SeparationModel {
        id: parts
        analysis: card.analysis
    }

    Row {
        id: bars
        readonly property real barWidth: Math.max(Theme.px(4), Math.min(Theme.px(26), card.width / Math.max(1, parts.most)))
        property int pointed: -1
        height: Theme.px(64)
        Accessible.role: Accessible.Chart
        Accessible.name: qsTr("Singular values")
        // qmllint disable unqualified
        Repeater {
            model: parts.most
            Item {
                id: bar
                required property int index
                readonly property real value: parts.values[index] ?? 0
                width: bars.barWidth
                height: bars.height
                Rectangle {
                    anchors.bottom: parent.bottom
                    width: Math.max(1, parent.width - Theme.px(3))
                    height: Math.max(1, parent.height * bar.value / Math.max(1e-30, parts.values[0] ?? 1))
                    color: bar.index < parts.terms ? Theme.text : Theme.frame
                }
                HoverHandler { onHoveredChanged: bars.pointed = hovered ? bar.index : -1 }
                TapHandler { onTapped: parts.terms = bar.index + 1 }
            }
        }
        // qmllint enable unqualified
    }
    Label {
        readonly property int shown: Math.max(0, Math.min(bars.pointed >= 0 ? bars.pointed : parts.terms - 1, parts.most - 1))
        width: parent.width
        text: parts.most > 0 ? qsTr("Singular value %1 of %2: %3").arg(shown + 1).arg(parts.most)
                                   .arg(parts.valueTexts[shown]) : ""
        small: true
        dimmed: true
    }
    LabeledSlider {
        width: Math.min(parent.width, Theme.px(330))
        visible: parts.most > 1
        name: qsTr("Take")
        nameWidth: Theme.px(70)
        value: parts.terms
        from: 1
        to: Math.max(2, parts.most)
        step: 1
        decimals: 0
        resetValue: 1
        help: qsTr("How many of the columns and rows are taken, the strongest first.")
        onEdited: (value) => parts.terms = Math.round(value)
    }
    Row {
        id: product
        readonly property int sign: Theme.px(16)
        readonly property real side: Math.max(2, Math.min(Theme.px(34), Theme.px(240) / Math.max(1, parts.product.rows),
            (card.width - 3 * sign - Theme.px(4)) / Math.max(1, parts.terms + 3 * parts.product.columns)))
        readonly property string pointed: column.pointed + row.pointed + made.pointed + rest.pointed
        visible: parts.most > 0
        MatrixView { id: column; side: product.side; cells: parts.columns; name: parts.terms > 1 ? qsTr("columns") : qsTr("column") }
        MatrixSign { width: product.sign; text: "×"; rows: parts.product.rows; side: product.side }
        MatrixView {
            id: row
            y: Math.round((parts.product.rows - parts.rows.rows) * product.side / 2)
            side: product.side
            cells: parts.rows
            name: parts.terms > 1 ? qsTr("rows") : qsTr("row")
        }
        MatrixSign { width: product.sign; text: "="; rows: parts.product.rows; side: product.side }
        MatrixView { id: made; side: product.side; cells: parts.product; range: parts.scale; name: qsTr("rank %1").arg(parts.terms) }
        MatrixSign { width: product.sign; text: "+"; rows: parts.product.rows; side: product.side }
        MatrixView { id: rest; side: product.side; cells: parts.rest; range: parts.scale; name: qsTr("left out") }
    }
    Label {
        text: product.pointed !== "" ? product.pointed : " "
        small: true
        dimmed: true
        Accessible.ignored: true
    }
    Label {
        width: parent.width
        text: parts.sentence
        small: true
        dimmed: true
        wrapMode: Text.Wrap
    }
}
