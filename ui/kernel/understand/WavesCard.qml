import QtQuick
import QtQuick.Window
import Fovea

/// The frequency response: all directions as a picture, one direction as a curve.
FindingCard {
    id: card

    required property KernelAnalysis analysis

    title: qsTr("Waves")
    sentence: card.analysis.waveWords

    FrequencyCutModel {
        id: cut
        analysis: card.analysis
    }

    Item {
        id: plane
        readonly property int gutter: Theme.px(34)
        width: picture.x + picture.width + Theme.px(12)
        height: picture.height + Theme.px(40)

        ResponsePicture {
            id: picture
            x: plane.gutter
            y: Theme.px(6)
            width: sideWithin(Math.min(card.width - plane.gutter - Theme.px(12), Theme.px(264)), Screen.devicePixelRatio)
            height: width
            cut: cut
            dark: Theme.dark
            Accessible.role: Accessible.Graphic
            Accessible.name: qsTr("Frequency response, by direction and width of a wave")
            Accessible.description: qsTr("Cut at %1°. Arrow keys turn it.").arg(cut.angle)
            Accessible.focusable: true
            readonly property string help: qsTr("How strongly waves come out: wide waves in the middle, fine ones outside, in the direction in which they run. Drag, or press the arrow keys, to turn the cut.")
            FocusRing { target: picture; radius: 0 }
        }
        Rectangle {
            anchors.fill: picture
            anchors.margins: -1
            color: "transparent"
            border.width: 1
            border.color: Theme.frame
        }
        // qmllint disable unqualified
        Repeater {
            model: [-0.5, 0, 0.5]
            NumberLabel {
                required property real modelData
                x: picture.x - Theme.px(6) - width
                y: picture.y + (0.5 + modelData) * (picture.height - height)
                small: true
                dimmed: true
                text: modelData.toFixed(modelData === 0 ? 0 : 1)
            }
        }
        Repeater {
            model: [-0.5, 0, 0.5]
            NumberLabel {
                required property real modelData
                x: picture.x + (0.5 + modelData) * (picture.width - width)
                y: picture.y + picture.height + Theme.px(3)
                small: true
                dimmed: true
                text: modelData.toFixed(modelData === 0 ? 0 : 1)
            }
        }
        // qmllint enable unqualified
        Label {
            anchors.horizontalCenter: picture.horizontalCenter
            y: picture.y + picture.height + Theme.px(18)
            text: picture.pointed !== "" ? picture.pointed : qsTr("cycles per pixel, to the right and down")
            small: true
            dimmed: true
        }
    }
    Row {
        x: plane.gutter
        spacing: Theme.px(8)
        NumberLabel { text: "0"; small: true; dimmed: true }
        ScaleBar {
            anchors.verticalCenter: parent.verticalCenter
            width: Theme.px(108)
            height: Theme.px(8)
            dark: Theme.dark
            palette: "sequential"
            Rectangle {
                anchors.fill: parent
                color: "transparent"
                border.width: 1
                border.color: Theme.frame
            }
        }
        NumberLabel { text: qsTr("%1 times as strong").arg(card.analysis.strongest); small: true; dimmed: true }
    }
    LabeledSlider {
        width: Math.min(parent.width, Theme.px(330))
        name: qsTr("Direction")
        nameWidth: Theme.px(70)
        value: cut.angle
        from: 0
        to: 179
        step: 1
        decimals: 0
        unit: "°"
        hardFrom: -360
        hardTo: 360
        help: qsTr("Direction in which the waves of the curve below run, anticlockwise from the right.")
        onEdited: (value) => cut.angle = value
    }
    CurvePlot {
        id: curve
        width: parent.width
        height: Theme.px(130)
        values: cut.magnitudes
        from: 0
        to: cut.longest
        tick: 0.1
        positive: Theme.answer
        negative: Theme.answer
        line: Theme.line
        ink: Theme.dim
        fontSize: Theme.tinySize
        Accessible.role: Accessible.Graphic
        Accessible.name: qsTr("Strength by frequency at %1°").arg(cut.angle)
    }
    Label {
        width: parent.width
        text: curve.pointed < 0
            ? qsTr("How strongly waves at %1° come out, by their cycles per pixel").arg(cut.angle)
            : curve.pointed === 0 ? qsTr("flat ground: %1 times").arg(curve.pointedText)
            : qsTr("%1 cycles per pixel, a wave of %2 pixels: %3 times")
                .arg(curve.pointedX.toFixed(3)).arg((1 / curve.pointedX).toPrecision(3)).arg(curve.pointedText)
        small: true
        dimmed: true
        wrapMode: Text.Wrap
    }
}
