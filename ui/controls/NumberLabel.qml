import QtQuick
import Fovea

/// A changing number (or text with numbers in it) in the interface's type.
NumberText {
    property bool dimmed: false
    property bool small: false

    color: dimmed ? Theme.dim : Theme.text
    family: Theme.family
    pixelSize: small ? Theme.smallSize : Theme.textSize
    Accessible.role: Accessible.StaticText
    Accessible.name: text
}
