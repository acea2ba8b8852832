import QtQuick
import Fovea

/// The kernels that are kept: a click or Return puts one into the workshop, dragging takes it
/// anywhere, F2 changes its name and tags, Delete asks whether to delete it.
ListView {
    id: list

    required property LibraryModel library
    readonly property string help: qsTr("Kernels that you kept. Return puts one into the workshop; left and right choose among those of a bank; F2 changes name and tags; Delete deletes.")

    /// The keyboard comes into the list.
    function begin() {
        if (count === 0)
            return
        forceActiveFocus()
        currentIndex = Math.max(currentIndex, 0)
    }
    function show(row: int) {
        currentIndex = row
        positionViewAtIndex(row, ListView.Contain)
    }

    height: Math.min(contentHeight, Theme.px(330))
    model: library
    clip: true
    spacing: Theme.px(2)
    boundsBehavior: Flickable.StopAtBounds
    highlightMoveDuration: 0
    activeFocusOnTab: count > 0
    keyNavigationEnabled: true
    currentIndex: -1
    onActiveFocusChanged: if (activeFocus && currentIndex < 0) currentIndex = 0
    Accessible.role: Accessible.List
    Accessible.name: qsTr("Kernels of the library")
    Keys.onReturnPressed: (currentItem as LibraryRow)?.place()
    Keys.onEnterPressed: (currentItem as LibraryRow)?.place()
    Keys.onDeletePressed: (currentItem as LibraryRow)?.askToDelete()
    Keys.onLeftPressed: (currentItem as LibraryRow)?.turn(-1)
    Keys.onRightPressed: (currentItem as LibraryRow)?.turn(1)
    Keys.onPressed: (event) => {
        if (event.key !== Qt.Key_F2 || !currentItem)
            return
        (currentItem as LibraryRow).edit()
        event.accepted = true
    }

    // qmllint disable unqualified
    delegate: LibraryRow {
        width: ListView.view.width
        library: list.library
        current: ListView.isCurrentItem && list.activeFocus
        onPointed: {
            list.currentIndex = index
            list.forceActiveFocus(Qt.MouseFocusReason)
        }
        onDone: list.forceActiveFocus()
    }
    // qmllint enable unqualified
}
