import QtQuick
import Fovea

/// How the values of the selected map, or of the whole layer, are spread.
Column {
    id: section

    required property InspectorModel model

    visible: model.hasValues
    spacing: Theme.px(6)

    SectionHeader {
        text: section.model.isUnit ? qsTr("Values of this map") : qsTr("Values of this layer")
    }
    Histogram {
        width: parent.width
        height: Theme.px(64)
        counts: section.model.bins
        from: -section.model.edge
        to: section.model.edge
        negative: Theme.negative
        positive: Theme.positive
        line: Theme.frame
        visible: !section.model.flat
        Accessible.role: Accessible.Graphic
        Accessible.name: qsTr("Histogram of the values")
    }
    Label {
        visible: section.model.flat
        text: section.model.dead ? qsTr("dead: every value is 0 for this input")
                                 : qsTr("muted: every value is 0")
        small: true
        dimmed: true
    }
    Grid {
        id: numbers
        readonly property var texts: [
            qsTr("min %1").arg(section.brief(section.model.least)),
            qsTr("mean %1").arg(section.brief(section.model.mean)),
            qsTr("max %1").arg(section.brief(section.model.most)),
            qsTr("zero %1 %").arg(Math.round(section.model.zeroPercent))
        ]
        /// Of the widest: all four in a line, or two in each of two.
        readonly property real widest: Math.max(...texts.map((_, i) => labels.itemAt(i)?.implicitWidth ?? 0))
        width: parent.width
        columns: width >= 4 * widest + 3 * Theme.px(8) ? 4 : 2
        visible: !section.model.flat
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
            }
        }
        // qmllint enable unqualified
    }
    Label {
        visible: section.model.oddValues > 0
        width: parent.width
        wrapMode: Text.Wrap
        small: true
        color: Theme.warning
        text: qsTr("%1 values are no finite numbers").arg(section.model.oddValues)
    }

    function brief(value: real): string {
        const size = Math.abs(value)
        return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2)
    }
}
