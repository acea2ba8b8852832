import QtQuick
import Fovea

/// How one value is made: the window on the input, the arithmetic under it, the value in the output;
/// and the sliding, step by step or played.
FocusScope {
    id: page

    required property KernelBench bench
    readonly property SlideModel model: slide
    readonly property SlidePlayer player: slidePlayer
    readonly property bool low: height < Theme.px(640)

    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("How one value is made")

    function aim(point: point) { strip.aim(page.mapToItem(strip, point)) }

    SlideModel {
        id: slide
        bench: page.bench
        maps: maps
        room: Qt.size(viewport.width, viewport.height)
        deviceRatio: Screen.devicePixelRatio
        textSize: Theme.tinySize
        dark: Theme.dark
        frameColor: Theme.frame
        dimColor: Theme.dim
    }
    SlidePlayer {
        id: slidePlayer
        model: slide
    }
    SlideSettings {
        id: slideSettings
        model: slide
        onSidesWanted: settingsRow.openSides()
    }

    Keys.onSpacePressed: slidePlayer.toggle()
    Keys.onPressed: (event) => {
        if (event.key === Qt.Key_Period)
            slidePlayer.step()
        else if (event.key === Qt.Key_Comma)
            slidePlayer.stepBack()
        else if (event.key === Qt.Key_Escape && slidePlayer.filling)
            slidePlayer.showAll()
        else
            return
        event.accepted = true
    }

    // Scrolls only where there is no room for all of it, as with very large text.
    Flickable {
        id: flick
        anchors.fill: parent
        contentHeight: body.height
        interactive: body.height > height + 1
        boundsBehavior: Flickable.StopAtBounds
        clip: interactive

        Item {
            id: body
            width: flick.width
            height: Math.max(flick.height, Theme.px(strip.many ? 540 : 480))
            Label {
                id: title
                visible: !page.low
                text: qsTr("How one value is made")
                strong: true
                font.pixelSize: Theme.titleSize
            }
            Label {
                id: subtitle
                y: title.height + Theme.px(2)
                width: parent.width
                visible: !page.low
                text: qsTr("Multiply each input under the window by the kernel cell above it, then add the products up.")
                small: true
                dimmed: true
                elide: Text.ElideRight
            }
            SlideChoices {
                id: choices
                y: page.low ? 0 : subtitle.y + subtitle.height + Theme.px(8)
                width: parent.width
                model: slide
                bench: page.bench
            }

            MapTitle {
                id: inputTitle
                y: choices.y + choices.height + Theme.px(8)
                width: slide.outputRect.x - Theme.px(12)
                title: slide.inputTitle
                legend: slide.inputLegend
            }
            MapTitle {
                x: slide.outputRect.x
                y: inputTitle.y
                width: parent.width - x
                title: slide.outputTitle
                legend: slide.outputLegend
                range: true
            }
            Item {
                id: viewport
                y: inputTitle.y + inputTitle.height + Theme.px(6)
                width: parent.width
                height: Math.max(Theme.px(110), strip.y - Theme.px(page.low ? 20 : 34) - y)
                MapsItem {
                    id: maps
                    anchors.fill: parent
                }
            }
            ArithmeticStrip {
                id: strip
                y: bottom.y - height - Theme.px(12)
                width: parent.width
                model: slide
                low: page.low
                mostHeight: page.height * 0.17
            }
            SlideMarks {
                anchors.fill: parent
                model: slide
                origin: Qt.point(viewport.x, viewport.y)
                termsRect: Qt.rect(strip.x + strip.inputCells.x, strip.y + strip.inputCells.y,
                                   strip.inputCells.width, strip.inputCells.height)
                sumPoint: Qt.point(strip.x + strip.sumPoint.x, strip.y + strip.sumPoint.y)
                filling: slidePlayer.filling
                stale: staleTimer.late
                ground: Theme.ground
                dim: Theme.dim
                inner: Theme.selectionInner
                outer: Theme.selectionOuter
            }
            Timer {
                id: staleTimer
                // What comes sooner than this leaves no hatching flicker behind.
                property bool late: false
                interval: 150
                running: slide.stale
                onRunningChanged: if (!running) late = false
                onTriggered: late = true
            }
            CopySpot {
                anchors.fill: viewport
                source: slide
            }
            SlidePointer {
                anchors.fill: viewport
                model: slide
                player: slidePlayer
                focus: true
            }

            Column {
                id: bottom
                anchors.bottom: parent.bottom
                anchors.bottomMargin: Theme.px(10)
                width: parent.width
                spacing: Theme.px(8)
                SlideBar {
                    width: parent.width
                    model: slide
                    player: slidePlayer
                }
                SlideSettingsRow {
                    id: settingsRow
                    width: parent.width
                    settings: slideSettings
                }
                Notice {
                    width: parent.width
                    text: slideSettings.trying ? qsTr("A trial on this layer alone. %1").arg(slideSettings.consequence) : ""
                    action: qsTr("Back to the network's own settings")
                    onActed: slideSettings.endTrial()
                }
                SizeFormulas {
                    width: parent.width
                    visible: slide.ready && !(page.low && slideSettings.trying)
                    model: slide
                }
            }
            Label {
                anchors.centerIn: viewport
                width: viewport.width * 0.7
                visible: text !== ""
                text: slide.problem !== "" ? slide.problem
                    : page.bench.something ? "" : qsTr("This network has no convolution with weights of its own. Open another one, or work on the picture.")
                horizontalAlignment: Text.AlignHCenter
                wrapMode: Text.Wrap
                dimmed: true
            }
        }
    }
}
