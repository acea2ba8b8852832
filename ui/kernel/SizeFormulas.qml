import QtQuick
import Fovea

/// How many values the output has across and down, with the numbers filled in.
Flow {
    id: formulas

    required property SlideModel model

    spacing: Theme.px(16)
    visible: model.ready
    Accessible.role: Accessible.StaticText
    Accessible.name: qsTr("Width %1, height %2").arg(model.widthFormula).arg(model.heightFormula)

    NumberLabel { text: qsTr("width %1").arg(formulas.model.widthFormula); small: true; dimmed: true }
    NumberLabel { text: qsTr("height %1").arg(formulas.model.heightFormula); small: true; dimmed: true }
    NumberLabel { text: formulas.model.timeText; small: true; dimmed: true }
}
