import QtQuick
import Fovea

/// The name of a section of a panel, in small capitals.
Text {
    property bool first: false

    topPadding: first ? 0 : Theme.px(6)
    color: Theme.faint
    font.family: Theme.family
    font.pixelSize: Theme.tinySize
    font.weight: Font.DemiBold
    font.capitalization: Font.AllUppercase
    font.letterSpacing: 0.7
    textFormat: Text.PlainText
    Accessible.role: Accessible.Heading
    Accessible.name: text
}
