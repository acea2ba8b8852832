import QtQuick
import Fovea

/// How the values of the selected map, or of the whole layer, are spread.
Column {
    id: section

    required property MapValues values

    visible: values.known
    spacing: Theme.px(6)

    SectionHeader {
        text: section.values.ofUnit ? qsTr("Values of this map") : qsTr("Values of this layer")
    }
    Histogram {
        width: parent.width
        height: Theme.px(64)
        counts: section.values.bins
        from: -section.values.edge
        to: section.values.edge
        negative: Theme.negative
        positive: Theme.positive
        line: Theme.frame
        visible: section.values.edge > 0
        opacity: section.values.stale ? 0.4 : 1
        Accessible.role: Accessible.Graphic
        Accessible.name: qsTr("Histogram of the values")
    }
    Label {
        visible: section.values.flat
        text: section.values.dead ? qsTr("dead: every value is 0 for this input")
                                 : qsTr("muted: every value is 0")
        small: true
        dimmed: true
    }
    Grid {
        id: numbers
        readonly property var texts: [
            qsTr("min %1").arg(section.brief(section.values.least)),
            qsTr("mean %1").arg(section.brief(section.values.mean)),
            qsTr("max %1").arg(section.brief(section.values.most)),
            qsTr("zero %1 %").arg(Math.round(section.values.zeroPercent))
        ]
        /// Of the widest: all four in a line, or two in each of two.
        readonly property real widest: Math.max(...texts.map((_, i) => labels.itemAt(i)?.implicitWidth ?? 0))
        width: parent.width
        columns: width >= 4 * widest + 3 * Theme.px(8) ? 4 : 2
        visible: section.values.hasValues && !section.values.flat
        opacity: section.values.stale ? 0.4 : 1
        readonly property var table: [
            [qsTr("least"), section.values.least], [qsTr("mean"), section.values.mean],
            [qsTr("largest"), section.values.most], [qsTr("zero, percent"), section.values.zeroPercent]
        ]
        // qmllint disable unqualified
        Repeater {
            id: labels
            model: 4
            NumberLabel {
                required property int index
                width: numbers.width / numbers.columns
                small: true
                dimmed: true
                text: numbers.texts[index]
                CopySpot {
                    anchors.fill: parent
                    name: qsTr("numbers of the map")
                    lack: section.values.stale ? qsTr("What is shown is not computed anew yet.") : ""
                    rows: numbers.table
                }
            }
        }
        // qmllint enable unqualified
    }
    Label {
        visible: section.values.oddValues > 0
        width: parent.width
        wrapMode: Text.Wrap
        small: true
        color: Theme.warning
        text: qsTr("%1 values are not finite numbers").arg(section.values.oddValues)
    }

    function brief(value: real): string {
        const size = Math.abs(value)
        return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2)
    }
}
