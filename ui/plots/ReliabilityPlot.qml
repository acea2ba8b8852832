import QtQuick
import Fovea

/// Whether the network is as often right as it is sure.
Item {
    id: plot

    /// { from, to, count, confidence, accuracy } each.
    property alias bins: bars.bins
    /// What the bins are of.
    property string detail: ""
    /// The bins are not of what is shown beside.
    property bool stale: false
    property string emptyText: qsTr("Nothing yet: press play")
    readonly property ReliabilityBars bars: bars
    readonly property string sentence: bars.empty ? ""
        : bars.difference < -0.02 ? qsTr("It is more sure than right.")
        : bars.difference > 0.02 ? qsTr("It is less sure than right.")
        : qsTr("It is about as sure as right.")

    implicitWidth: Theme.px(320)
    implicitHeight: Theme.px(300)

    Label {
        id: heading
        text: qsTr("Reliability")
        strong: true
    }
    Label {
        anchors.left: heading.right
        anchors.leftMargin: Theme.px(12)
        anchors.right: parent.right
        anchors.baseline: heading.baseline
        visible: !bars.empty
        text: {
            const error = qsTr("calibration error %1\u202f%").arg((bars.expectedError * 100).toFixed(1))
            return plot.detail === "" ? error : plot.stale ? plot.detail : qsTr("%1 · %2").arg(plot.detail).arg(error)
        }
        small: true
        dimmed: true
        elide: Text.ElideRight
    }
    ReliabilityBars {
        id: bars
        y: heading.height + Theme.px(6)
        width: parent.width
        height: words.y - y - Theme.px(4)
        bar: Theme.answer
        gap: Theme.text
        line: Theme.line
        ink: Theme.dim
        strong: Theme.dim
        fontSize: Theme.tinySize
        Accessible.role: Accessible.Chart
        Accessible.name: qsTr("Reliability: %1").arg(plot.sentence)
        Accessible.description: pointedText === "" ? qsTr("Left and right read the ranges of confidence.")
                                                   : pointedText
        Accessible.focusable: true
        FocusRing { target: bars }
    }
    Hatch {
        anchors.fill: bars
        visible: plot.stale && !bars.empty
        ink: Theme.dim
        opacity: 0.5
    }
    Row {
        id: legend
        anchors.right: parent.right
        anchors.verticalCenter: words.verticalCenter
        spacing: Theme.px(5)
        visible: !bars.empty && plot.width >= Theme.px(290)
        Rectangle {
            anchors.verticalCenter: parent.verticalCenter
            width: Theme.px(12)
            height: 2
            color: Theme.text
        }
        Label {
            text: qsTr("confidence")
            small: true
            dimmed: true
            rightPadding: Theme.px(5)
        }
        Rectangle {
            anchors.verticalCenter: parent.verticalCenter
            width: Theme.px(10)
            height: width
            color: Theme.dim
            opacity: 0.3
        }
        Label {
            text: qsTr("examples")
            small: true
            dimmed: true
        }
    }
    Label {
        id: words
        anchors.bottom: parent.bottom
        width: parent.width - (legend.visible ? legend.width + Theme.px(10) : 0)
        height: Theme.px(32)
        visible: !bars.empty
        verticalAlignment: Text.AlignVCenter
        wrapMode: Text.Wrap
        maximumLineCount: 2
        text: bars.pointedText !== "" ? bars.pointedText : plot.sentence
        small: true
        elide: Text.ElideRight
    }
    Label {
        anchors.fill: bars
        visible: bars.empty
        horizontalAlignment: Text.AlignHCenter
        verticalAlignment: Text.AlignVCenter
        text: plot.emptyText
        dimmed: true
    }
}
