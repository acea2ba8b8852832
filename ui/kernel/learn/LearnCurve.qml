import QtQuick
import Fovea

/// The loss of every step so far; a press or drag on it shows that step.
Column {
    id: plot

    required property LearnModel model
    readonly property real loss: model.losses.length > model.position ? model.losses[model.position] : 0

    function brief(value: real): string {
        return value === 0 ? "0" : value < 0.001 ? value.toExponential(2) : value.toPrecision(3)
    }

    spacing: Theme.px(4)

    Item {
        width: parent.width
        height: Theme.px(18)
        Label { text: qsTr("Loss: mean squared difference") }
        NumberLabel {
            anchors.right: parent.right
            text: qsTr("%1 now, %2 at best").arg(plot.brief(plot.loss)).arg(plot.brief(plot.model.bestLoss))
            small: true
            dimmed: true
        }
    }
    LossCurve {
        id: curve
        width: parent.width
        height: plot.height - y
        losses: plot.model.losses
        best: plot.model.bestLoss
        position: plot.model.position
        curve: Theme.text
        line: Theme.line
        ink: Theme.dim
        fontSize: Theme.tinySize
        Accessible.role: Accessible.Chart
        Accessible.name: qsTr("Loss of every step")
        Accessible.description: qsTr("At step %1 the loss is %2; least squares reaches %3.")
                                .arg(plot.model.position).arg(plot.brief(plot.loss)).arg(plot.brief(plot.model.bestLoss))
        MouseArea {
            anchors.fill: parent
            preventStealing: true
            function show(x: real) {
                const part = (x - curve.labelWidth) / (width - curve.labelWidth - 4)
                plot.model.position = Math.max(0, Math.min(Math.round(part * curve.span), plot.model.reached))
            }
            onPressed: (mouse) => show(mouse.x)
            onPositionChanged: (mouse) => show(mouse.x)
        }
    }
}
