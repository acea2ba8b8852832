import QtQml
import Fovea

/// A command for each choice of a model, { text, detail, enabled }, put into a group.
Instantiator {
    id: choices

    required property CommandGroup into
    /// What the commands are called, with %1 for the choice.
    required property string title
    property string words: ""
    property bool available: true
    /// By the choice's text: more words that find it, and keys.
    property var wordsOf: ({})
    property var shortcutOf: ({})

    signal chosen(index: int)

    // qmllint disable unqualified
    delegate: Command {
        required property int index
        required property var modelData

        text: choices.title.arg(modelData.text)
        detail: modelData.detail ?? ""
        words: choices.words + " " + (choices.wordsOf[modelData.text] ?? "")
        shortcut: choices.shortcutOf[modelData.text] ?? ""
        enabled: choices.available && modelData.enabled !== false
        onTriggered: choices.chosen(index)
    }
    // qmllint enable unqualified
    onObjectAdded: (index, object) => into.add(object)
    onObjectRemoved: (index, object) => into.remove(object)
}
