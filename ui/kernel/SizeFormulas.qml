import QtQuick
import Fovea

/// How many values the output has across and down, with the numbers filled in.
Grid {
    id: formulas

    required property SlideModel model

    /// All in a line where there is room.
    columns: width > Theme.px(620) ? 3 : 1
    columnSpacing: Theme.px(16)
    rowSpacing: Theme.px(1)
    Accessible.role: Accessible.StaticText
    Accessible.name: qsTr("Width %1, height %2").arg(model.widthFormula).arg(model.heightFormula)

    NumberLabel { text: qsTr("width %1").arg(formulas.model.widthFormula); small: true; dimmed: true }
    NumberLabel { text: qsTr("height %1").arg(formulas.model.heightFormula); small: true; dimmed: true }
    NumberLabel { visible: formulas.columns > 1; text: formulas.model.timeText; small: true; dimmed: true }
}
