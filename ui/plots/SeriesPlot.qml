import QtQuick
import Fovea

/// Curves with their title, legend and axes. The wheel zooms along x about the pointer, a drag
/// moves what is zoomed, a double click shows all again; pointing reads every curve at that place.
/// With keys: left and right go from point to point (Shift: ten), plus and minus zoom, Home and End
/// go to the first and the newest, Return moves the playhead there, Escape puts the hairline away.
FocusScope {
    id: plot

    property string title: ""
    /// CurveSeries, in the order of the legend.
    property var series: []
    property string xName: qsTr("epoch")
    property string emptyText: qsTr("Nothing yet: press play")
    /// Where the curves are expected to end; 0: where they do.
    property real expectedEnd: 0
    property bool percent: false
    /// Whether there is a choice between a linear and a logarithmic axis.
    property bool offersLogarithmic: false
    property bool logarithmic: false
    /// x that everything else shows; NaN: there is none.
    /// Where the legend reads the curves; NaN: at their newest points.
    property real readAt: NaN
    property real playhead: NaN
    /// x that is read; NaN: none.
    property real pointed: NaN
    readonly property SeriesCanvas canvas: canvas
    readonly property bool hasPlayhead: !isNaN(playhead)

    /// The playhead is wanted at `x`.
    signal scrubbed(x: real)

    /// The pixel of the canvas that `x` is at.
    function placeOf(x: real): real {
        return canvas.area.x + (x - canvas.from) / (canvas.to - canvas.from) * canvas.area.width
    }
    function point(x: real) {
        pointed = isNaN(x) ? NaN : canvas.pointBeside(x, 0)
    }
    function step(way: int, times: int) {
        let x = isNaN(pointed) ? (hasPlayhead ? playhead : canvas.to) : pointed
        for (let i = 0; i < times; ++i) {
            const next = canvas.pointBeside(x, way)
            if (isNaN(next))
                break
            x = next
        }
        point(x)
        if (pointed < canvas.from || pointed > canvas.to)
            canvas.panBy(placeOf(pointed) - (canvas.area.x + canvas.area.width / 2))
    }

    implicitWidth: Theme.px(420)
    implicitHeight: Theme.px(230)
    activeFocusOnTab: true
    Accessible.role: Accessible.Chart
    Accessible.name: {
        const values = newest.readings.map(it => it.name + " " + it.text).join(", ")
        return values === "" ? title : qsTr("%1: %2").arg(title).arg(values)
    }
    Accessible.description: canvas.empty ? emptyText
        : isNaN(pointed) ? qsTr("Left and right read the curves point by point.")
        : canvas.xText(pointed) + ": "
          + hair.readings.map(it => it.name + " " + it.text).join(", ")
    Accessible.focusable: true

    onPointedChanged: hair.read()
    onReadAtChanged: newest.read()
    onActiveFocusChanged: if (!activeFocus && !area.containsMouse) pointed = NaN
    Keys.onLeftPressed: event => step(-1, event.modifiers & Qt.ShiftModifier ? 10 : 1)
    Keys.onRightPressed: event => step(1, event.modifiers & Qt.ShiftModifier ? 10 : 1)
    Keys.onReturnPressed: event => event.accepted = takeHere()
    Keys.onEnterPressed: event => event.accepted = takeHere()
    Keys.onEscapePressed: event => {
        event.accepted = !isNaN(pointed) || canvas.zoomed
        if (isNaN(pointed))
            canvas.resetView()
        pointed = NaN
    }
    Keys.onPressed: event => {
        const middle = isNaN(pointed) ? canvas.area.x + canvas.area.width / 2
                                      : placeOf(pointed)
        event.accepted = true
        if (event.text === "+" || event.text === "-")
            canvas.zoomAt(middle, event.text === "+" ? 2 : -2)
        else if (event.key === Qt.Key_Home || event.key === Qt.Key_End)
            point(event.key === Qt.Key_Home ? canvas.from : canvas.to)
        else
            event.accepted = false
    }

    function takeHere(): bool {
        if (isNaN(pointed) || !hasPlayhead)
            return false
        scrubbed(pointed)
        return true
    }

    FocusRing { target: plot }

    Label {
        id: heading
        text: plot.title
        strong: true
    }
    SeriesLegend {
        id: newest
        anchors.left: heading.right
        anchors.leftMargin: Theme.px(12)
        anchors.right: scales.left
        anchors.rightMargin: Theme.px(8)
        y: heading.y + heading.baselineOffset - Theme.smallSize
        readings: []
        function read() { readings = canvas.empty ? [] : canvas.readings(plot.readAt) }
        Component.onCompleted: read()
    }
    SegmentedChoice {
        id: scales
        anchors.right: parent.right
        width: visible ? implicitWidth : 0
        visible: plot.offersLogarithmic
        compact: true
        name: qsTr("Scale of %1").arg(plot.title)
        choices: [
            { text: qsTr("linear") },
            { text: qsTr("log"), tip: qsTr("Equal steps are equal ratios; values that are not above 0 are left out.") }
        ]
        current: plot.logarithmic ? 1 : 0
        onChosen: index => plot.logarithmic = index === 1
    }

    SeriesCanvas {
        id: canvas
        y: Math.max(heading.height, newest.height + newest.y, scales.visible ? scales.height : 0)
           + Theme.px(4)
        width: parent.width
        height: parent.height - y
        series: plot.series
        expectedEnd: plot.expectedEnd
        logarithmic: plot.logarithmic
        percent: plot.percent
        xName: plot.xName
        line: Theme.line
        ink: Theme.dim
        dark: Theme.dark
        fontSize: Theme.tinySize
        onValuesChanged: { newest.read(); hair.read() }
        onLookChanged: { newest.read(); hair.read() }

        MouseArea {
            id: area

            property real lastX: 0
            property bool scrubs: false

            function isOnPlayhead(x: real): bool {
                return plot.hasPlayhead && Math.abs(x - plot.placeOf(plot.playhead)) <= Theme.px(6)
            }

            anchors.fill: parent
            hoverEnabled: true
            preventStealing: canvas.zoomed || scrubs
            cursorShape: scrubs || isOnPlayhead(mouseX) ? Qt.SplitHCursor
                       : canvas.zoomed ? (pressed ? Qt.ClosedHandCursor : Qt.OpenHandCursor)
                       : Qt.ArrowCursor
            onPressed: mouse => {
                plot.forceActiveFocus(Qt.MouseFocusReason)
                lastX = mouse.x
                scrubs = isOnPlayhead(mouse.x)
            }
            onPositionChanged: mouse => {
                if (pressed && scrubs)
                    plot.scrubbed(canvas.xAt(mouse.x))
                else if (pressed && canvas.zoomed)
                    canvas.panBy(lastX - mouse.x)
                lastX = mouse.x
                plot.point(canvas.xAt(mouse.x))
            }
            onReleased: scrubs = false
            onCanceled: scrubs = false
            onExited: plot.pointed = NaN
            onDoubleClicked: canvas.resetView()
            // The wheel alone scrolls the page that the plot stands on.
            onWheel: wheel => {
                wheel.accepted = (wheel.modifiers & Qt.ControlModifier) !== 0
                if (wheel.accepted)
                    canvas.zoomAt(wheel.x, wheel.angleDelta.y / 120)
            }
        }

        Rectangle {
            x: Math.round(plot.placeOf(plot.playhead)) - 1
            y: canvas.area.y
            width: 2
            height: canvas.area.height
            visible: plot.hasPlayhead && plot.playhead >= canvas.from && plot.playhead <= canvas.to
            color: Theme.text
            Rectangle {
                anchors.horizontalCenter: parent.horizontalCenter
                y: -Theme.px(4)
                width: Theme.px(10)
                height: width
                radius: width / 2
                color: Theme.text
            }
        }
        SeriesHair {
            id: hair
            anchors.fill: parent
            area: canvas.area
            place: plot.placeOf(plot.pointed)
            visible: !canvas.empty && plot.pointed >= canvas.from && plot.pointed <= canvas.to
            text: isNaN(plot.pointed) ? "" : canvas.xText(plot.pointed)
            function read() {
                readings = isNaN(plot.pointed) ? [] : canvas.readings(plot.pointed)
            }
        }
        Label {
            x: canvas.area.x
            y: canvas.area.y
            width: canvas.area.width
            height: canvas.area.height
            horizontalAlignment: Text.AlignHCenter
            verticalAlignment: Text.AlignVCenter
            visible: canvas.empty
            text: plot.emptyText
            dimmed: true
        }
    }
}
