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
        visible: !section.model.dead
        Accessible.role: Accessible.Graphic
        Accessible.name: qsTr("Histogram of the values")
    }
    Label {
        visible: section.model.dead
        text: qsTr("dead: every value is 0 for this input")
        small: true
        dimmed: true
    }
    Item {
        width: parent.width
        height: Theme.px(16)
        visible: !section.model.dead
        NumberLabel { small: true; dimmed: true; text: qsTr("min %1").arg(section.brief(section.model.least)) }
        NumberLabel { x: parent.width * 0.27; small: true; dimmed: true; text: qsTr("mean %1").arg(section.brief(section.model.mean)) }
        NumberLabel { x: parent.width * 0.56; small: true; dimmed: true; text: qsTr("max %1").arg(section.brief(section.model.most)) }
        NumberLabel { anchors.right: parent.right; small: true; dimmed: true; text: qsTr("zero %1 %").arg(Math.round(section.model.zeroPercent)) }
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
