import QtQuick
import Fovea

/// The arithmetic of one value: input under the window × kernel = products, their sum, the bias, the
/// value; where several maps are read, what each of them gives.
Item {
    id: strip

    required property SlideModel model
    property bool low: false
    /// Where there is much room, cells are larger.
    property real mostHeight: 0
    readonly property rect inputCells: Qt.rect(inputBlock.x, inputBlock.y + inputBlock.cellsY, inputBlock.width, inputBlock.cellsHeight)
    /// Where the value stands.
    readonly property point sumPoint: Qt.point(sums.x + Theme.px(26), sums.y - Theme.px(2))
    readonly property string unit: model.unitText === "" ? "" : qsTr(", in %1").arg(model.unitText)
    readonly property bool many: model.readCount > 1
    readonly property int cellRows: model.bench.rows
    readonly property int cellColumns: model.bench.columns
    readonly property real mostGridHeight: low ? Theme.px(many ? 76 : 92) : Math.max(Theme.px(132), Math.min(Theme.px(220), mostHeight))
    readonly property int signWidth: Theme.px(low ? 20 : 30)
    readonly property real roomForGrid: (width - sums.width - 3 * signWidth) / 3
    /// Cells of small kernels are wide, for their numbers; those of large ones square.
    readonly property real cellWidth: Math.min(roomForGrid / Math.max(1, cellColumns),
        mostGridHeight / Math.max(1, cellRows) * (cellRows > 7 || cellColumns > 7 ? 1 : cellColumns > 3 ? 1.7 : 1.3))
    readonly property real gridWidth: Math.floor(cellWidth * Math.max(1, cellColumns))
    readonly property real gridHeight: cellRows > 7 || cellColumns > 7
        ? Math.floor(cellWidth * cellRows) : Math.min(mostGridHeight, cellRows * Theme.px(52))
    readonly property int fontSize: cellColumns > 3 || gridWidth < Theme.px(150) ? Theme.tinySize : Theme.smallSize
    /// A sign, a digit and the point stand before the decimals, and ≈ may.
    readonly property int mostDecimals: Math.max(1, Math.min(4, Math.floor((gridWidth / Math.max(1, cellColumns) - 4) / (0.62 * fontSize)) - 4))

    /// Chooses the input map whose bar is at `point`.
    function aim(point: point) {
        const at = strip.mapToItem(bars, point)
        if (strip.many && bars.contains(at))
            bars.choose(at.x)
    }

    Binding { target: strip.model; property: "mostDecimals"; value: strip.mostDecimals }

    implicitHeight: blocks.height + (many ? shares.height + Theme.px(8) : 0) + Theme.px(4)
    height: implicitHeight
    visible: model.ready

    // qmllint disable unqualified
    component Sign: Label {
        width: strip.signWidth
        height: strip.gridHeight + topPadding
        topPadding: Theme.px(20)
        horizontalAlignment: Text.AlignHCenter
        verticalAlignment: Text.AlignVCenter
        font.pixelSize: Theme.px(20)
        dimmed: true
    }
    component Block: Item {
        id: block
        required property int part
        property string name: ""
        readonly property real cellsY: grid.y
        readonly property real cellsHeight: grid.height
        width: strip.gridWidth
        height: grid.y + grid.height
        Label {
            id: label
            // The sign beside it is lower.
            width: strip.gridWidth + strip.signWidth - Theme.px(4)
            text: block.name
            small: true
            dimmed: true
            elide: Text.ElideRight
        }
        TermsGrid {
            id: grid
            y: label.height + Theme.px(4)
            width: strip.gridWidth
            height: strip.gridHeight
            model: strip.model
            part: block.part
            dark: Theme.dark
            line: Theme.line
            fontSize: strip.fontSize
            Accessible.role: Accessible.Table
            Accessible.name: block.name
            Accessible.description: spoken
        }
    }
    // qmllint enable unqualified

    Row {
        id: blocks
        Block {
            id: inputBlock
            part: TermsGrid.Input
            readonly property string what: strip.many
                ? qsTr("input %1 under the window").arg(strip.model.inputNames[strip.model.read] ?? "")
                : qsTr("input under the window")
            name: strip.model.pixelText !== "" ? strip.model.pixelText
                : strip.model.paddingText !== "" ? qsTr("%1, %2").arg(what).arg(strip.model.paddingText) : what
        }
        Sign { text: "×" }
        Block {
            part: TermsGrid.Kernel
            name: (strip.model.turned ? qsTr("kernel, turned by half") : qsTr("kernel")) + strip.unit
        }
        Sign { text: "=" }
        Block {
            part: TermsGrid.Products
            name: (strip.many ? qsTr("products: its share") : qsTr("products")) + strip.unit
        }
        Sign { text: "Σ" }
    }
    Column {
        id: sums
        x: blocks.width + Theme.px(4)
        y: inputBlock.cellsY
        width: Theme.px(strip.low ? 100 : 116)
        spacing: Theme.px(1)
        Label { text: strip.many ? qsTr("sum of all maps") : qsTr("sum"); small: true; dimmed: true }
        NumberLabel { text: strip.model.sumText; pixelSize: Theme.px(17) }
        NumberLabel { text: qsTr("+ bias %1").arg(strip.model.biasText); small: true; dimmed: true }
        NumberLabel { text: strip.model.totalText; pixelSize: Theme.px(24); strong: true }
        Label {
            width: parent.width
            text: strip.model.pointedText
            small: true
            dimmed: true
            wrapMode: Text.Wrap
            maximumLineCount: 3
        }
    }
    Item {
        id: shares
        y: blocks.height + Theme.px(8)
        width: parent.width
        height: visible ? Theme.px(strip.low ? 50 : 78) : 0
        visible: strip.many
        Label {
            id: sharesName
            width: parent.width
            text: qsTr("what each of the %1 input maps gives: together %2, plus bias %3 = %4")
                .arg(strip.model.readCount).arg(strip.model.sumText).arg(strip.model.biasText).arg(strip.model.totalText)
            small: true
            dimmed: true
            elide: Text.ElideRight
        }
        SharesBars {
            id: bars
            y: sharesName.height + Theme.px(2)
            width: parent.width
            height: parent.height - y
            model: strip.model
            positive: Theme.positive
            negative: Theme.negative
            text: Theme.text
            line: Theme.line
            fontSize: Theme.tinySize
            Accessible.role: Accessible.List
            Accessible.name: sharesName.text
            Accessible.focusable: true
            readonly property string help: qsTr("A bar for each input map: how much it adds to the value. Click one, or walk with the arrow keys, to see its products above.")
        }
    }
}
