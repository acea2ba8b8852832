import QtQuick
import Fovea

/// Kernels known by name: a picture of each, what it does, what to look for, and the numbers that
/// shape it.
Column {
    id: section

    required property KernelBench bench
    readonly property PresetsModel presets: presetsModel

    spacing: Theme.px(8)

    PresetsModel {
        id: presetsModel
        bench: section.bench
        search: searchBox.text
    }

    SectionHeader { text: qsTr("Presets") }
    TextBox {
        id: searchBox
        width: parent.width
        placeholderText: qsTr("Search: edges, blur, spots …")
        help: qsTr("Shows only the kernels whose words match.")
        Keys.onEscapePressed: (event) => {
            event.accepted = text !== ""
            text = ""
        }
    }
    PresetCard {
        id: card
        width: parent.width
        presets: presetsModel
    }
    Flow {
        id: gallery
        width: parent.width

        readonly property int perRow: Math.max(1, Math.floor(width / Theme.px(68)))
        property int current: 0

        /// Where the pointer was when it last came to a tile: one that comes under a pointer that
        /// rests is not meant.
        property point pointedFrom

        /// What the section scrolls in, if anything.
        readonly property Flickable panel: {
            let item = section.parent
            while (item && !(item instanceof Flickable))
                item = item.parent
            return item
        }
        /// Tiles say in a tip what the card would, where that is out of view.
        readonly property bool told: !panel || panel.contentY < section.y + card.y + card.height / 2

        /// A preview of another size makes the panel above higher or lower; no tile moves by that.
        readonly property real place: section.y + y
        property real before: place
        onPlaceChanged: {
            const moved = place - before
            before = place
            if (panel && pointer.hovered && appeared.over)
                panel.contentY = Math.max(0, panel.contentY + moved)
        }
        HoverHandler { id: pointer }
        /// What comes into its place with the section is not followed.
        Timer {
            id: appeared
            readonly property bool over: !running && section.visible
            interval: 300
        }
        onVisibleChanged: if (visible) appeared.restart()

        /// From a tile to the one that many matching tiles further on.
        function walk(from: int, by: int) {
            let left = Math.abs(by)
            for (let i = from + Math.sign(by); i >= 0 && i < tiles.count; i += Math.sign(by)) {
                if (tiles.itemAt(i).visible && --left === 0) {
                    tiles.itemAt(i).forceActiveFocus(Qt.TabFocusReason)
                    return
                }
            }
        }

        Accessible.role: Accessible.List
        Accessible.name: qsTr("Known kernels")

        Repeater {
            id: tiles
            model: presetsModel
            // qmllint disable unqualified
            delegate: PresetTile {
                id: tile

                required property int index
                required property string title
                required property string sentence
                required property bool matches
                readonly property string help: sentence + "."

                width: Math.floor(gallery.width / gallery.perRow)
                visible: matches
                text: title
                chosen: presetsModel.chosen === index
                activeFocusOnTab: gallery.current === index
                Accessible.description: sentence
                Keys.onLeftPressed: gallery.walk(index, -1)
                Keys.onRightPressed: gallery.walk(index, 1)
                Keys.onUpPressed: gallery.walk(index, -gallery.perRow)
                Keys.onDownPressed: gallery.walk(index, gallery.perRow)
                Tip { target: tile; text: gallery.told ? "" : tile.help }
                onClicked: presetsModel.choose(index)
                onPointed: (from) => {
                    if (from.x === gallery.pointedFrom.x && from.y === gallery.pointedFrom.y)
                        return
                    gallery.pointedFrom = from
                    presetsModel.pointAt(index)
                }
                onHoveredChanged: if (!hovered) presetsModel.pointAwayFrom(index)
                onActiveFocusChanged: {
                    if (activeFocus)
                        gallery.current = index
                    if (visualFocus)
                        presetsModel.pointAt(index)
                    else
                        presetsModel.pointAwayFrom(index)
                }
            }
            // qmllint enable unqualified
        }
    }
    Label {
        width: parent.width
        visible: presetsModel.matchCount === 0
        text: qsTr("No kernel is described so.")
        dimmed: true
    }
}
