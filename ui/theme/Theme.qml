pragma Singleton
import QtQuick
import Fovea

/// The look of everything: palette, type and sizes. Sizes given in pixels at 100 % go through
/// `px`, which follows the zoom of the interface.
QtObject {
    id: theme

    readonly property ThemeSettings settings: ThemeSettings { }
    readonly property bool dark: settings.dark
    readonly property real zoom: settings.zoom

    // Surfaces, lines and text.
    readonly property color ground: dark ? "#14161a" : "#ffffff"
    readonly property color panel: dark ? "#1b1e24" : "#f5f6f8"
    readonly property color raised: dark ? "#22262e" : "#ebedf0"
    readonly property color hovered: dark ? "#2a2f39" : "#e1e4e9"
    readonly property color pressed: dark ? "#323844" : "#d5d9e0"
    readonly property color line: dark ? "#2d323c" : "#d5d9e0"
    readonly property color frame: dark ? "#5a6373" : "#868e9c"
    readonly property color text: dark ? "#e6e8ec" : "#14161a"
    readonly property color dim: dark ? "#9aa3b2" : "#4a5261"
    readonly property color faint: dark ? "#8792a5" : "#5f6878"
    /// The ring of what has the keyboard, and the light half of a selection's double outline.
    readonly property color focus: dark ? "#e6e8ec" : "#14161a"
    readonly property color selectionInner: "#ffffff"
    readonly property color selectionOuter: "#14161a"
    readonly property color shadow: dark ? "#80000000" : "#30000000"

    // Data: the ends of the diverging map, for single marks such as bars of a histogram.
    readonly property color positive: dark ? "#f0962d" : "#b0600f"
    readonly property color negative: dark ? "#509bdc" : "#1f66a8"
    readonly property color answer: dark ? "#53b38b" : "#2b7a59"
    readonly property color warning: dark ? "#e8c268" : "#7a5a00"

    // Type. Sizes in pixels.
    readonly property string family: "Inter"
    readonly property int textSize: px(13)
    readonly property int smallSize: px(12)
    readonly property int tinySize: px(11)
    readonly property int titleSize: px(15)

    // Sizes in pixels.
    readonly property int grid: px(4)
    readonly property int control: px(28)
    readonly property int radius: px(7)
    readonly property int margin: px(14)

    function px(size: real): int {
        return Math.round(size * zoom)
    }

    /// Kinds: "input", "convolution", "activation", "pooling", "normalisation", "dense", "answer";
    /// anything else is "other".
    function kindColor(kind: string): color {
        switch (kind) {
        case "convolution": return "#f2a03d"
        case "activation": return "#d66a8e"
        case "pooling": return "#5aa9e6"
        case "normalisation": return "#4fb8b0"
        case "dense": return "#9b7ede"
        case "answer": return "#53b38b"
        default: return "#9aa3b2"
        }
    }

    /// Name of the Icon that stands for a kind beside its hue.
    function kindGlyph(kind: string): string {
        switch (kind) {
        case "input":
        case "convolution":
        case "activation":
        case "pooling":
        case "normalisation":
        case "dense":
        case "answer": return "kind-" + kind
        default: return "kind-other"
        }
    }

    /// Scales the interface by a step, within 80 % to 200 %; 0 goes back to 100 %.
    function zoomBy(steps: int) {
        settings.zoom = steps === 0 ? 1 : Math.round(settings.zoom * 10 + steps) / 10
    }
}
