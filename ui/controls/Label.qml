import QtQuick
import Fovea

/// Text in the interface's type; `dim` and `small` for what stands back.
Text {
    property bool dimmed: false
    property bool small: false
    property bool strong: false

    color: dimmed ? Theme.dim : Theme.text
    font.family: Theme.family
    font.pixelSize: small ? Theme.smallSize : Theme.textSize
    font.weight: strong ? Font.DemiBold : Font.Normal
    textFormat: Text.PlainText
    Accessible.role: Accessible.StaticText
    Accessible.name: text
}
