import QtQuick
import Fovea

/// Whether the network is as often right as it is sure.
Item {
    id: plot

    /// { from, to, count, confidence, accuracy } each.
    property alias bins: bars.bins
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
    NumberLabel {
        anchors.left: heading.right
        anchors.leftMargin: Theme.px(12)
        anchors.right: parent.right
        y: heading.baselineOffset - Theme.smallSize
        visible: !bars.empty
        text: qsTr("expected calibration error %1\u202f%").arg((bars.expectedError * 100).toFixed(1))
        small: true
        dimmed: true
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
    Label {
        id: words
        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.px(18)
        visible: !bars.empty
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
