import QtQuick
import Fovea

/// A piece of a curve as it is drawn, for legends.
Row {
    id: mark

    property color color: Theme.text
    property bool dashed: false

    spacing: Theme.px(2)
    Repeater {
        model: mark.dashed ? 3 : 1
        // qmllint disable unqualified
        delegate: Rectangle {
            width: Theme.px(mark.dashed ? 4 : 16)
            height: 2
            color: mark.color
        }
        // qmllint enable unqualified
    }
}
