import QtQuick
import Fovea

/// Kernels in and out of the workshop, and those that the person keeps.
Column {
    id: section

    required property KernelBench bench
    /// Where kernels are kept, if not in the person's own data folder.
    property alias folder: library.folder

    spacing: Theme.px(8)

    LibraryModel {
        id: library
        bench: section.bench
        onKept: (row) => rows.show(row)
    }

    SectionHeader { text: qsTr("As text and in files") }
    ExchangeBox {
        width: parent.width
        bench: section.bench
        onOpened: (url) => library.open(url)
    }
    SectionHeader { text: qsTr("Library") }
    KeepBox {
        width: parent.width
        bench: section.bench
        library: library
    }
    TextBox {
        id: search
        width: parent.width
        visible: library.total > 0
        placeholderText: qsTr("Search names and tags")
        onTextChanged: library.words = text
        Keys.onDownPressed: rows.begin()
        Keys.onEscapePressed: (event) => {
            event.accepted = text !== ""
            text = ""
        }
    }
    LibraryRows {
        id: rows
        width: parent.width
        library: library
    }
    Label {
        width: parent.width
        visible: rows.count === 0
        text: library.total > 0 ? qsTr("No kernel has all these words in its name and tags.")
                                : qsTr("Nothing kept yet. Keep a kernel to find it again, on any picture and in any network.")
        small: true
        dimmed: true
        wrapMode: Text.Wrap
    }
}
