import QtQuick
import Fovea

/// A sign between two matrices of so many rows, at their middle.
Label {
    required property int rows
    required property real side

    height: Math.round(rows * side)
    horizontalAlignment: Text.AlignHCenter
    verticalAlignment: Text.AlignVCenter
    dimmed: true
}
