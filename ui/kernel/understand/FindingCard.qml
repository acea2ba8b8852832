import QtQuick
import Fovea

/// One thing to understand of a kernel: what it is called, what it says here in a sentence, and a
/// picture of it.
Column {
    id: card

    default property alias content: body.data
    required property string title
    property string sentence: ""

    spacing: Theme.px(6)

    Label {
        width: parent.width
        text: card.title
        strong: true
        font.pixelSize: Theme.titleSize
        Accessible.role: Accessible.Heading
    }
    Label {
        width: parent.width
        visible: text !== ""
        text: card.sentence
        dimmed: true
        wrapMode: Text.Wrap
    }
    Column {
        id: body
        width: parent.width
        spacing: Theme.px(6)
    }
}
