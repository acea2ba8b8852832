import QtQuick
import Fovea

/// What mouse and touch pad do over the maps: hover, select, zoom, and drag the ground.
MouseArea {
    id: area

    required property LensModel lens
    property point last
    property point pressedAt
    property bool dragging: false
    /// Where the lens was when the button went down: a map that is taken out of the window leaves
    /// it as it was.
    property point scrolledAt
    /// The button of a double click is still down: its release is no click of its own.
    property bool doubled: false

    signal grabbed()

    hoverEnabled: true
    acceptedButtons: Qt.LeftButton | Qt.MiddleButton
    cursorShape: dragging ? Qt.ClosedHandCursor : Qt.CrossCursor

    onEntered: lens.hoverAt(Qt.point(mouseX, mouseY))
    onPositionChanged: (mouse) => {
        if (!pressed) {
            lens.hoverAt(Qt.point(mouse.x, mouse.y))
            return
        }
        const far = Math.abs(mouse.x - pressedAt.x) + Math.abs(mouse.y - pressedAt.y)
        if (!dragging && far < Theme.px(6))
            return
        dragging = true
        lens.scrollBy(last.x - mouse.x, last.y - mouse.y)
        last = Qt.point(mouse.x, mouse.y)
        lens.hoverAt(last)
    }
    onPressed: (mouse) => {
        grabbed()
        dragging = doubled = false
        pressedAt = last = Qt.point(mouse.x, mouse.y)
        scrolledAt = Qt.point(lens.scrollX, lens.scrollY)
    }
    onReleased: (mouse) => {
        if (!dragging && !doubled && mouse.button === Qt.LeftButton)
            lens.pressAt(Qt.point(mouse.x, mouse.y))
        dragging = doubled = false
    }
    onCanceled: {
        if (dragging) {
            lens.scrollX = scrolledAt.x
            lens.scrollY = scrolledAt.y
        }
        dragging = doubled = false
        lens.leave()
    }
    onDoubleClicked: (mouse) => {
        doubled = true
        if (mouse.button === Qt.LeftButton)
            lens.openAt(Qt.point(mouse.x, mouse.y))
    }
    onExited: lens.leave()
    onWheel: (wheel) => {
        const point = Qt.point(wheel.x, wheel.y)
        if (wheel.modifiers & Qt.ControlModifier) {
            lens.zoomBy(Math.pow(1.0015, wheel.angleDelta.y), point)
            return
        }
        const step = wheel.pixelDelta.x !== 0 || wheel.pixelDelta.y !== 0
            ? wheel.pixelDelta : Qt.point(wheel.angleDelta.x * 0.8, wheel.angleDelta.y * 0.8)
        // A wheel turns one way only: it goes along the layers unless maps reach below the view.
        const down = lens.contentHeight > lens.room.height && !(wheel.modifiers & Qt.ShiftModifier)
        lens.scrollBy(down ? -step.x : -step.x - step.y, down ? -step.y : 0)
        lens.hoverAt(point)
    }
}
