import QtQuick
import Fovea

/// A number that is typed, scrubbed by dragging (Shift: finer), turned with the wheel or stepped
/// with the arrow keys; a double click goes back to `resetValue`. The owner keeps the value:
/// `edited` asks for another one, `finished` says that the hand has let go.
FocusScope {
    id: box

    property real value: 0
    property real from: -Infinity
    property real to: Infinity
    property real step: 0.01
    property real resetValue: 0
    property int decimals: 2
    property string unit: ""
    /// What is shown for 0 where that is no number but a choice: "auto".
    property string zeroText: ""
    property string name: ""
    property string help: ""
    readonly property bool editing: editor.visible
    readonly property string shownText: display.text
    readonly property string numberText: value.toFixed(decimals) + (unit === "" ? "" : "\u202f" + unit)

    signal edited(value: real)
    signal finished()

    implicitWidth: Theme.px(56)
    implicitHeight: Theme.px(26)
    opacity: enabled ? 1 : 0.45
    activeFocusOnTab: true
    Accessible.role: Accessible.SpinBox
    Accessible.name: name
    Accessible.description: help
    Accessible.focusable: true

    function ask(wanted: real) {
        const bounded = Math.max(from, Math.min(to, wanted))
        if (bounded !== value)
            box.edited(bounded)
    }

    function stepBy(steps: real) {
        ask(Math.round((value + steps * step) / step) * step)
        finished()
    }

    /// Opens the editor with this text, or, where it is empty, with the number as it is shown.
    function beginTyping(text: string) {
        editor.offered = text === "" ? numberText.replace("\u2212", "-").replace(unit, "").trim() : ""
        editor.text = text === "" ? editor.offered : text
        editor.visible = true
        editor.forceActiveFocus()
        if (text === "")
            editor.selectAll()
    }

    /// Takes what was typed. A text that nobody changed is the rounded number, not a wish for it.
    function commit() {
        const typed = +(editor.text.replace("\u2212", "-").replace(",", ".").trim())
        const changed = editor.text !== editor.offered
        editor.visible = false
        if (changed && editor.text.trim() !== "" && !isNaN(typed)) {
            ask(typed)
            finished()
        }
    }

    Keys.onUpPressed: event => stepBy(event.modifiers & Qt.ShiftModifier ? 0.1 : 1)
    Keys.onDownPressed: event => stepBy(event.modifiers & Qt.ShiftModifier ? -0.1 : -1)
    Keys.onReturnPressed: beginTyping("")
    Keys.onEnterPressed: beginTyping("")
    Keys.onPressed: event => {
        if (event.key === Qt.Key_PageUp || event.key === Qt.Key_PageDown) {
            stepBy(event.key === Qt.Key_PageUp ? 10 : -10)
            event.accepted = true
        } else if (/^[-0-9.,]$/.test(event.text)) {
            beginTyping(event.text)
            event.accepted = true
        } else if (event.key === Qt.Key_Delete || event.key === Qt.Key_Backspace) {
            ask(resetValue)
            finished()
            event.accepted = true
        }
    }

    Rectangle {
        anchors.fill: parent
        radius: Theme.px(5)
        color: area.pressed ? Theme.pressed : area.containsMouse ? Theme.hovered : Theme.ground
        border.width: 1
        border.color: area.containsMouse ? Theme.frame : Theme.line
        FocusRing { target: box; shown: box.activeFocus; radius: parent.radius + 3 }
    }

    NumberLabel {
        id: display
        anchors.fill: parent
        anchors.rightMargin: Theme.px(7)
        anchors.leftMargin: Theme.px(4)
        alignment: Qt.AlignRight
        visible: !editor.visible
        text: box.value === 0 && box.zeroText !== "" ? box.zeroText : box.numberText
    }

    MouseArea {
        id: area
        anchors.fill: parent
        hoverEnabled: true
        enabled: !editor.visible
        cursorShape: Qt.SizeHorCursor
        preventStealing: true

        property real startX: 0
        property real startValue: 0
        property bool dragged: false

        onPressed: mouse => {
            box.forceActiveFocus(Qt.MouseFocusReason)
            startX = mouse.x
            startValue = box.value
            dragged = false
        }
        onPositionChanged: mouse => {
            if (!pressed || (!dragged && Math.abs(mouse.x - startX) < 3))
                return
            dragged = true
            const fine = mouse.modifiers & Qt.ShiftModifier ? 0.1 : 1
            box.ask(startValue + Math.round((mouse.x - startX) / 2) * box.step * fine)
        }
        onReleased: {
            if (dragged)
                box.finished()
        }
        onCanceled: if (dragged) box.finished()
        onClicked: if (!dragged) typing.restart()
        onDoubleClicked: {
            typing.stop()
            editor.visible = false
            box.ask(box.resetValue)
            box.finished()
        }
        onWheel: wheel => {
            if (!box.activeFocus) {
                wheel.accepted = false
                return
            }
            const fine = wheel.modifiers & Qt.ShiftModifier ? 0.1 : 1
            box.stepBy(fine * (wheel.angleDelta.y + wheel.angleDelta.x) / 120)
        }
    }

    /// A click types, unless a second one follows and makes it a reset.
    Timer {
        id: typing
        interval: 260
        onTriggered: if (box.activeFocus) box.beginTyping("")
    }

    TextBox {
        id: editor

        /// The number as it was shown when the editor opened; empty where a key began a new one.
        property string offered: ""

        /// These keys bring the focus back; a click or Tab has taken it elsewhere.
        function leave() {
            box.commit()
            box.forceActiveFocus()
        }

        anchors.fill: parent
        visible: false
        enabled: visible  // hidden, it lets the box have the keyboard
        leftPadding: Theme.px(5)
        rightPadding: Theme.px(5)
        horizontalAlignment: TextInput.AlignRight
        inputMethodHints: Qt.ImhFormattedNumbersOnly
        placeholderText: ""
        Accessible.name: box.name
        onActiveFocusChanged: if (!activeFocus && visible) box.commit()
        Keys.onReturnPressed: leave()
        Keys.onEnterPressed: leave()
        Keys.onEscapePressed: {
            text = offered
            leave()
        }
    }
}
