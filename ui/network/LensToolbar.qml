import QtQuick
import Fovea

/// Over the lens: how maps are scaled and reduced, their size, and what is not to be missed.
Item {
    id: bar

    required property LensModel lens
    required property Workspace workspace
    readonly property bool narrow: width <= Theme.px(560)
    readonly property var scopes: [
        { text: qsTr("each unit"), detail: qsTr("every map to its own range") },
        { text: qsTr("each layer"), detail: qsTr("one range a layer") },
        { text: qsTr("layer and what follows"),
          detail: qsTr("a layer shares its range with the normalisation, activation and pooling after it") },
        { text: qsTr("all layers"), detail: qsTr("one range for all") }
    ]

    height: Theme.control

    Row {
        id: tools
        spacing: Theme.px(8)
        DropDown {
            plain: true
            text: qsTr("Scale: %1").arg(bar.scopes[bar.lens.scope].text)
            choices: bar.scopes
            current: bar.lens.scope
            menuWidth: Theme.px(300)
            Accessible.name: text
            help: qsTr("Over which maps one colour scale reaches. By default a convolution and the activation and pooling after it share one, so that ReLU visibly removes the negative side. Kernels beside the maps of a first layer are scaled for each unit by itself; pictures go from a black pixel to a white one, shares of a softmax from 0 to 1.")
            onChosen: (index) => bar.lens.scope = index
        }
        DropDown {
            plain: true
            readonly property string whole: bar.lens.peak ? qsTr("Reduced by: peak") : qsTr("Reduced by: mean")
            text: !bar.narrow ? whole : bar.lens.peak ? qsTr("peak") : qsTr("mean")
            choices: [{ text: qsTr("mean"), detail: qsTr("of the area under a pixel") },
                      { text: qsTr("peak"), detail: qsTr("the largest magnitude under a pixel") }]
            current: bar.lens.peak ? 1 : 0
            menuWidth: Theme.px(240)
            Accessible.name: whole
            help: qsTr("How maps that are larger than their place are made smaller.")
            onChosen: (index) => bar.lens.peak = index === 1
        }
        IconButton {
            iconName: "minus"
            plain: true
            enabled: !bar.lens.overview
            tip: qsTr("Smaller maps (−)")
            onClicked: bar.lens.zoomAbout(0.8)
        }
        IconButton {
            iconName: "plus"
            plain: true
            tip: qsTr("Larger maps (+)")
            onClicked: bar.lens.zoomAbout(1.25)
        }
        FlatButton {
            plain: true
            text: qsTr("Fit")
            enabled: !bar.lens.overview
            tip: qsTr("All layers in the width, as far as maps of 24 pixels allow (9)")
            onClicked: bar.lens.zoomOut()
        }
        FlatButton {
            plain: true
            visible: !bar.lens.atStart
            text: bar.narrow ? qsTr("Start") : qsTr("Start size")
            tip: qsTr("Back to maps that are easy to read (0)")
            onClicked: bar.lens.zoomToFit()
        }
    }
    Label {
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        visible: tools.width + implicitWidth + Theme.px(16) <= bar.width
        text: bar.workspace.originalHeld ? qsTr("this is the original network")
            : bar.workspace.hoverText === "" ? qsTr("hover a value to see where it came from")
                                             : qsTr("dashed: where it came from, thin: what it reaches")
        dimmed: !bar.workspace.originalHeld
        small: true
    }
}
