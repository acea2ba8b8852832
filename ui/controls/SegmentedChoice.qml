import QtQuick
import Fovea

/// A few choices side by side, of which one is in force. `choices` is a list of
/// { text, tip, enabled }, the last two optional. Arrow keys go from one to the next.
Rectangle {
    id: control

    property string name: ""
    property var choices: []
    property int current: 0
    /// Less room around the words, where there is little.
    property bool compact: false

    signal chosen(index: int)

    implicitWidth: row.width
    implicitHeight: Theme.control
    radius: Theme.radius
    color: Theme.raised
    border.width: 1
    border.color: Theme.line
    Accessible.role: Accessible.Grouping
    Accessible.name: name

    Row {
        id: row
        height: parent.height
        Repeater {
            id: buttons
            model: control.choices
            // qmllint disable unqualified
            delegate: FlatButton {
                required property int index
                required property var modelData
                height: row.height
                // A click leaves the keyboard where it is: Space goes on playing.
                focusPolicy: Qt.TabFocus
                plain: !checked
                leftPadding: Theme.px(control.compact ? 7 : 11)
                checked: control.current === index
                enabled: modelData.enabled !== false
                text: modelData.text
                tip: modelData.tip ?? ""
                help: tip
                Accessible.role: Accessible.RadioButton
                Accessible.checked: checked
                Keys.onLeftPressed: control.step(index, -1)
                Keys.onRightPressed: control.step(index, 1)
                onClicked: if (!checked) control.chosen(index)
            }
            // qmllint enable unqualified
        }
    }

    function step(index: int, way: int) {
        const next = buttons.itemAt(index + way) as FlatButton
        if (!next || !next.enabled)
            return
        next.forceActiveFocus(Qt.TabFocusReason)
        control.chosen(index + way)
    }
}
