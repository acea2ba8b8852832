import QtQuick
import Fovea

/// A run over time: its curves, its kernels, where it is wrong, how its layers learn. Scrolls.
ScrollPanel {
    id: page

    required property TrainModel model
    required property TrainTime time
    required property RunList runs
    readonly property int gap: Theme.px(24)
    readonly property bool wide: width > Theme.px(660)
    readonly property int half: wide ? (width - 2 * sideMargin - gap) / 2 : width - 2 * sideMargin

    /// What the matrix has use for: more room would stand between it and its legend.
    readonly property int matrix: Math.min(half, Math.max(Theme.px(400), height * 0.4))
    readonly property int chart: width > Theme.px(540) ? (width - 2 * sideMargin - gap) / 2 : half
    readonly property real mostTile: Math.max(Theme.px(84), Math.min(Theme.px(132), width / 16))
    /// Of the curves' axis: doubles as the run grows, so that also a young one fills it.
    readonly property real end: model.newestEpoch <= 0 ? model.lastEpoch : Math.min(model.lastEpoch, Math.pow(2, Math.ceil(Math.log2(Math.max(0.25, model.newestEpoch * 1.1)))))

    sideMargin: Theme.px(22)
    spacing: Theme.px(20)

    Flow {
        width: parent.width
        spacing: page.gap
        SeriesPlot {
            id: loss
            width: page.chart
            height: Math.max(Theme.px(210), Math.min(Theme.px(380), page.height * 0.26))
            title: qsTr("Loss")
            series: page.runs.losses
            offersLogarithmic: true
            expectedEnd: page.end
            playhead: page.model.hasRun ? page.model.shownEpoch : NaN
            readAt: page.model.atNow ? NaN : page.model.shownEpoch
            onScrubbed: (x) => page.time.seek(x)
            CopySpot {
                anchors.fill: parent
                source: curves
            }
        }
        SeriesPlot {
            width: page.chart
            height: loss.height
            title: qsTr("Accuracy")
            series: page.runs.accuracies
            percent: true
            expectedEnd: page.end
            playhead: page.model.hasRun ? page.model.shownEpoch : NaN
            readAt: page.model.atNow ? NaN : page.model.shownEpoch
            onScrubbed: (x) => page.time.seek(x)
            CopySpot {
                anchors.fill: parent
                source: curves
            }
        }
    }
    Column {
        width: parent.width
        spacing: Theme.px(8)
        visible: wall.units > 0
        Item {
            width: parent.width
            height: Theme.px(18)
            Label {
                id: wallTitle
                text: page.model.atNow ? qsTr("%1 kernels, now").arg(wall.layerName)
                                       : qsTr("%1 kernels, %2").arg(wall.layerName).arg(page.model.momentText)
                strong: true
            }
            Label {
                anchors.left: wallTitle.right
                anchors.leftMargin: Theme.px(12)
                anchors.right: parent.right
                anchors.baseline: wallTitle.baseline
                text: wall.shown < wall.units ? qsTr("%1 of %2 shown · brighter outline: changing faster").arg(wall.shown).arg(wall.units)
                                              : qsTr("brighter outline: changing faster; below, their maps of the picture that is followed")
                small: true
                dimmed: true
                elide: Text.ElideRight
            }
        }
        KernelWall {
            id: wall
            width: parent.width
            height: implicitHeight
            model: page.model
            dark: Theme.dark
            line: Theme.frame
            outline: Theme.text
            most: page.mostTile
            Accessible.role: Accessible.Graphic
            Accessible.name: wallTitle.text
        }
        Label {
            visible: beside.visible
            text: qsTr("The same of %1").arg(page.runs.besideName)
            small: true
            dimmed: true
        }
        KernelWall {
            id: beside
            width: parent.width
            height: implicitHeight
            visible: page.runs.besideName !== "" && units > 0
            model: page.model
            beside: page.runs
            dark: Theme.dark
            line: Theme.frame
            outline: Theme.text
            most: page.mostTile
            Accessible.role: Accessible.Graphic
            Accessible.name: qsTr("Kernels of %1").arg(page.runs.besideName)
        }
    }
    TrainCopies {
        id: curves
        model: page.model
        dark: Theme.dark
    }
    TrainCopies {
        id: matrix
        model: page.model
        confusion: true
        dark: Theme.dark
    }
    TrainReport {
        id: report
        model: page.model
    }
    Flow {
        width: parent.width
        spacing: page.gap
        visible: page.model.hasRun
        ConfusionPlot {
            id: confusion
            width: Math.min(page.half, page.matrix + Theme.px(80))
            height: page.matrix + Theme.px(40)
            title: page.model.atNow ? qsTr("Where it is wrong") : qsTr("Where it was wrong")
            detail: report.when
            stale: report.stale
            emptyText: qsTr("Measured on validation after a while")
            counts: report.counts
            classes: report.classes
            onCellChosen: (truth, prediction) => report.choose(truth, prediction)
            CopySpot {
                anchors.fill: parent
                source: matrix
            }
        }
        MistakesGrid {
            width: page.wide ? parent.width - confusion.width - page.gap : page.half
            report: report
        }
    }
    Flow {
        width: parent.width
        spacing: page.gap
        visible: page.model.hasRun
        LayersSection {
            width: page.half
            model: page.model
            wanted: page.visible
        }
        ReliabilityPlot {
            width: page.half
            height: Theme.px(280)
            emptyText: qsTr("Measured on validation after a while")
            bins: report.bins
            detail: report.when
            stale: report.stale
        }
    }
    Label {
        width: parent.width
        visible: !page.model.hasRun
        text: qsTr("A network learns from examples: it answers, is told what is right, and every weight takes a small step that would have made the answer better. Press play and watch kernels come out of noise.")
        dimmed: true
        wrapMode: Text.Wrap
        lineHeight: 1.25
    }
}
