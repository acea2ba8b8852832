import QtQuick
import QtQuick.Templates as T
import Fovea

/// The same picture through up to four operators, a column each, all with the kernel that is drawn;
/// under them how the chosen one is wired.
FocusScope {
    id: page

    required property KernelBench bench
    required property Workspace workspace
    property int selected: 0

    readonly property int mostColumns: 4
    readonly property real columnWidth: Math.max(Theme.px(196), Math.floor((flick.width - 2 * panelMargin - (kinds.count - 1) * row.spacing) / Math.max(1, kinds.count)))
    readonly property int panelMargin: Theme.px(22)

    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Operators side by side")

    OperatorInput {
        id: operatorInput
        workspace: page.workspace
    }
    /// Which operators there are; the columns keep their own settings.
    ListModel {
        id: kinds
        ListElement { start: 1 }
        ListElement { start: 3 }
        ListElement { start: 6 }
        ListElement { start: 0 }
    }

    ScrollPanel {
        id: flick
        anchors.fill: parent
        sideMargin: page.panelMargin
        spacing: Theme.px(12)

        OperatorInputHeader {
            width: parent.width
            input: operatorInput
            hasKernel: page.bench.something
            canAdd: kinds.count < page.mostColumns
            onAddWanted: {
                kinds.append({ start: 1 })
                page.selected = kinds.count - 1
            }
        }
        Flickable {
            width: parent.width
            height: row.height + (interactive ? Theme.px(14) : 0)
            contentWidth: row.width
            contentHeight: height
            interactive: contentWidth > width
            boundsBehavior: Flickable.StopAtBounds
            clip: true
            T.ScrollBar.horizontal: T.ScrollBar {
                height: Theme.px(8)
                padding: Theme.px(2)
                policy: T.ScrollBar.AlwaysOn
                visible: size < 0.999
                contentItem: Rectangle {
                    implicitHeight: Theme.px(4)
                    radius: height / 2
                    color: Theme.frame
                }
            }

            Row {
                id: row
                spacing: Theme.px(10)
                Repeater {
                    id: views
                    model: kinds
                    // qmllint disable unqualified
                    delegate: OperatorColumnView {
                        required property int index
                        required property int start

                        width: page.columnWidth
                        height: row.tallest
                        column: OperatorColumn {
                            input: operatorInput
                            bench: page.bench
                        }
                        proportion: operatorInput.proportion
                        selected: page.selected === index
                        removable: kinds.count > 1
                        Component.onCompleted: column.kind = start
                        onPicked: page.selected = index
                        onRemoved: {
                            // First, as this goes with the column.
                            page.selected = Math.min(page.selected, kinds.count - 2)
                            kinds.remove(index)
                        }
                        onImplicitHeightChanged: row.measure()
                    }
                    // qmllint enable unqualified
                    onCountChanged: row.measure()
                }

                property real tallest: 0
                function measure() {
                    let most = 0
                    for (let i = 0; i < views.count; ++i)
                        most = Math.max(most, views.itemAt(i) ? views.itemAt(i).implicitHeight : 0)
                    tallest = most
                }
            }
        }
        Loader {
            id: inside
            width: parent.width
            readonly property OperatorColumnView chosen: views.count > page.selected ? views.itemAt(page.selected) as OperatorColumnView : null
            active: chosen !== null
            // qmllint disable unqualified
            sourceComponent: OperatorDrawing {
                width: inside.width
                column: inside.chosen.column
            }
            // qmllint enable unqualified
        }
        Label {
            width: parent.width
            text: qsTr("In the equations: C input maps of H × W, M output maps of oH × oW, a window of kH × kW, stride s, padding p, dilation d, g groups. ⌊ ⌋ rounds down.")
            small: true
            color: Theme.faint
            wrapMode: Text.Wrap
        }
    }
}
