import QtQuick
import Fovea

/// A transform without a number: shown while the pointer or the keyboard is on it, done with a click.
PillButton {
    id: pill

    required property KernelTransforms transforms
    required property int kind
    readonly property bool considered: enabled && (hovered || visualFocus)

    onConsideredChanged: considered ? transforms.preview(kind) : transforms.endPreview()
    onClicked: transforms.apply(kind)
}
