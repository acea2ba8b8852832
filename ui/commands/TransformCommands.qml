import QtQml
import Fovea

/// Commands that make another kernel of the one in the Kernel lens.
CommandGroup {
    id: group

    required property KernelBench bench
    /// Whether the Kernel lens is what the person sees.
    property bool available: true
    readonly property bool possible: available && bench.something
    readonly property KernelTransforms transforms: KernelTransforms { bench: group.bench }

    Command {
        text: qsTr("Transform: normalise")
        words: "sum one"
        enabled: group.possible
        onTriggered: group.transforms.apply(KernelTransforms.Normalise)
    }
    Command {
        text: qsTr("Transform: zero mean")
        words: "sum nothing balance"
        enabled: group.possible
        onTriggered: group.transforms.apply(KernelTransforms.ZeroMean)
    }
    Command {
        text: qsTr("Transform: negate")
        words: "sign minus"
        enabled: group.possible
        onTriggered: group.transforms.apply(KernelTransforms.Negate)
    }
    Command {
        text: qsTr("Transform: flip left to right")
        words: "mirror horizontal"
        enabled: group.possible && group.bench.columns > 1
        onTriggered: group.transforms.apply(KernelTransforms.FlipLeftRight)
    }
    Command {
        text: qsTr("Transform: flip top to bottom")
        words: "mirror vertical"
        enabled: group.possible && group.bench.rows > 1
        onTriggered: group.transforms.apply(KernelTransforms.FlipUpDown)
    }
    Command {
        text: qsTr("Transform: turn left")
        words: "rotate quarter anticlockwise 90"
        enabled: group.possible && group.transforms.turnable
        onTriggered: group.transforms.apply(KernelTransforms.TurnLeft)
    }
    Command {
        text: qsTr("Transform: turn right")
        words: "rotate quarter clockwise 90"
        enabled: group.possible && group.transforms.turnable
        onTriggered: group.transforms.apply(KernelTransforms.TurnRight)
    }
    Command {
        text: qsTr("Transform: transpose")
        words: "rows columns diagonal"
        enabled: group.possible && group.transforms.turnable
        onTriggered: group.transforms.apply(KernelTransforms.Transpose)
    }
    Command {
        text: qsTr("Transform: turn by 45°")
        words: "rotate angle anticlockwise"
        enabled: group.possible
        onTriggered: group.transforms.turnBy(45)
    }
    Command {
        text: qsTr("Transform: double every cell")
        words: "scale multiply gain 2"
        enabled: group.possible
        onTriggered: group.transforms.multiplyBy(2)
    }
    Command {
        text: qsTr("Transform: halve every cell")
        words: "scale multiply gain 0.5"
        enabled: group.possible
        onTriggered: group.transforms.multiplyBy(0.5)
    }
    Command {
        text: qsTr("Transform: add noise")
        detail: qsTr("Chance as strong as a tenth of the largest cell.")
        words: "random gaussian"
        enabled: group.possible
        onTriggered: group.transforms.addNoise(10)
    }
    Command {
        text: qsTr("Transform: round to 8 bits")
        words: "quantise integer"
        enabled: group.possible
        onTriggered: group.transforms.roundToBits(8)
    }
    Command {
        text: qsTr("Transform: round to 4 bits")
        words: "quantise integer"
        enabled: group.possible
        onTriggered: group.transforms.roundToBits(4)
    }
    Command {
        text: qsTr("Transform: stretch to about twice the size")
        words: "resize enlarge larger"
        enabled: group.possible && group.bench.resizable && Math.max(group.bench.rows, group.bench.columns) < 16
        onTriggered: group.transforms.stretchTo(2 * group.bench.rows - 1, 2 * group.bench.columns - 1)
    }
}
