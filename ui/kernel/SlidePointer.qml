import QtQuick
import Fovea

/// What mouse and keyboard do over both maps: put the window somewhere.
MouseArea {
    id: area

    required property SlideModel model
    required property SlidePlayer player
    readonly property string help: qsTr("The input on the left, the output on the right. Point at an output value to see its window, or drag the window. Arrow keys move it, Space plays, the full stop steps, the comma steps back.")

    hoverEnabled: true
    activeFocusOnTab: true
    cursorShape: pressed ? Qt.ClosedHandCursor : Qt.CrossCursor
    Accessible.role: Accessible.Canvas
    Accessible.name: model.statusText
    Accessible.description: help
    Accessible.focusable: true

    /// Where the window was when the button went down: a map that is taken out leaves it there.
    property int pressedAt: 0

    function place(x: real, y: real) {
        area.player.place()
        area.model.moveTo(Qt.point(x, y))
    }

    onPressed: (mouse) => {
        forceActiveFocus(Qt.MouseFocusReason)
        pressedAt = model.position
        place(mouse.x, mouse.y)
    }
    onCanceled: model.position = pressedAt
    onPositionChanged: (mouse) => {
        if (pressed)
            place(mouse.x, mouse.y)
        else if (!player.playing && !player.filling && mouse.x >= model.outputRect.x)
            model.moveTo(Qt.point(mouse.x, mouse.y))
    }
    onDoubleClicked: (mouse) => {
        const at = Qt.point(mouse.x, mouse.y)
        if (model.toy)
            model.toggleToyCell(at)
    }
    onWheel: (wheel) => {
        if (model.toy)
            model.setToyCell(Qt.point(wheel.x, wheel.y), wheel.angleDelta.y > 0 ? 1 : -1)
        else
            wheel.accepted = false
    }
    Keys.onLeftPressed: { player.place(); model.moveBy(0, -1) }
    Keys.onRightPressed: { player.place(); model.moveBy(0, 1) }
    Keys.onUpPressed: { player.place(); model.moveBy(-1, 0) }
    Keys.onDownPressed: { player.place(); model.moveBy(1, 0) }

    FocusRing { target: area; shown: area.activeFocus; radius: Theme.radius }
}
