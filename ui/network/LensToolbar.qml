import QtQuick
import Fovea

/// Over the lens: how maps are scaled and reduced, their size, and what is not to be missed.
Item {
    id: bar

    required property LensModel lens
    required property Workspace workspace
    readonly property var scopes: [
        { text: qsTr("each unit"), detail: qsTr("every map to its own range") },
        { text: qsTr("each layer"), detail: qsTr("one range a layer") },
        { text: qsTr("layer and what follows"),
          detail: qsTr("a layer shares its range with the normalisation, activation and pooling after it") },
        { text: qsTr("all layers"), detail: qsTr("one range for all") }
    ]

    height: Theme.control

    Row {
        spacing: Theme.px(8)
        DropDown {
            plain: true
            text: qsTr("Scale: %1").arg(bar.scopes[bar.lens.scope].text)
            choices: bar.scopes
            current: bar.lens.scope
            menuWidth: Theme.px(300)
            Accessible.name: text
            help: qsTr("Over which maps one colour scale reaches. By default a convolution and the activation and pooling after it share one, so that ReLU visibly removes the negative side.")
            onChosen: (index) => bar.lens.scope = index
        }
        DropDown {
            plain: true
            visible: bar.width > Theme.px(520)
            text: bar.lens.peak ? qsTr("Reduced by: peak") : qsTr("Reduced by: mean")
            choices: [{ text: qsTr("mean"), detail: qsTr("of the area under a pixel") },
                      { text: qsTr("peak"), detail: qsTr("the largest magnitude under a pixel") }]
            current: bar.lens.peak ? 1 : 0
            menuWidth: Theme.px(240)
            Accessible.name: text
            help: qsTr("How maps that are larger than their place are made smaller.")
            onChosen: (index) => bar.lens.peak = index === 1
        }
        IconButton {
            iconName: "minus"
            plain: true
            enabled: bar.lens.zoomed
            tip: qsTr("Smaller maps (−)")
            onClicked: bar.lens.zoomBy(0.8, Qt.point(0, 0))
        }
        IconButton {
            iconName: "plus"
            plain: true
            tip: qsTr("Larger maps (+)")
            onClicked: bar.lens.zoomBy(1.25, Qt.point(0, 0))
        }
        FlatButton {
            plain: true
            visible: bar.lens.zoomed
            text: qsTr("Fit")
            tip: qsTr("Back to the size that fits (0)")
            onClicked: bar.lens.zoomToFit()
        }
    }
    Label {
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        visible: bar.width > Theme.px(760)
        text: bar.workspace.originalHeld ? qsTr("this is the original network")
                                         : qsTr("hover a value to see where it came from")
        dimmed: !bar.workspace.originalHeld
        small: true
    }
}
