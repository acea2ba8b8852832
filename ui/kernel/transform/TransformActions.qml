import QtQuick
import Fovea

/// The transforms without a number.
Flow {
    id: actions

    required property KernelBench bench
    required property KernelTransforms transforms

    spacing: Theme.px(6)
    ActionPill {
        transforms: actions.transforms
        kind: KernelTransforms.Normalise
        text: qsTr("Normalise")
        help: qsTr("Makes the cells sum to 1; of a kernel whose cells cancel out, their magnitudes.")
    }
    ActionPill {
        transforms: actions.transforms
        kind: KernelTransforms.ZeroMean
        text: qsTr("Zero mean")
        help: qsTr("Takes the mean away from every cell, so that they sum to 0 and flat ground gives nothing.")
    }
    ActionPill {
        transforms: actions.transforms
        kind: KernelTransforms.Negate
        text: qsTr("Negate")
        help: qsTr("Changes the sign of every cell.")
    }
    ActionPill {
        transforms: actions.transforms
        kind: KernelTransforms.FlipLeftRight
        text: qsTr("Flip left to right")
        enabled: actions.bench.columns > 1
        help: qsTr("Mirrors the kernel left to right.")
    }
    ActionPill {
        transforms: actions.transforms
        kind: KernelTransforms.FlipUpDown
        text: qsTr("Flip top to bottom")
        enabled: actions.bench.rows > 1
        help: qsTr("Mirrors the kernel top to bottom.")
    }
    ActionPill {
        transforms: actions.transforms
        kind: KernelTransforms.TurnLeft
        text: qsTr("Turn left")
        enabled: actions.transforms.turnable
        help: qsTr("Turns the kernel by a quarter, anticlockwise. In a network the kernel must be square.")
    }
    ActionPill {
        transforms: actions.transforms
        kind: KernelTransforms.TurnRight
        text: qsTr("Turn right")
        enabled: actions.transforms.turnable
        help: qsTr("Turns the kernel by a quarter, clockwise. In a network the kernel must be square.")
    }
    ActionPill {
        transforms: actions.transforms
        kind: KernelTransforms.Transpose
        text: qsTr("Transpose")
        enabled: actions.transforms.turnable
        help: qsTr("Makes rows of the columns. In a network the kernel must be square.")
    }
}
