import QtQuick
import Fovea

/// The kernel of the step shown beside the least-squares one and, where it is known, the true one.
Row {
    id: kernels

    required property LearnModel model
    readonly property int count: model.truth.length > 0 ? 3 : 2
    readonly property int side: Math.floor((width - (count - 1) * spacing) / count)
    readonly property real scale: {
        let most = 0
        const known = model.truth.length > 0 ? model.truth : model.best
        for (const cell of known)
            most = Math.max(most, Math.abs(cell))
        return most
    }

    function away(distance: real): string {
        return distance < 0 ? "" : distance < 0.001 ? distance.toExponential(1) : distance.toPrecision(3)
    }

    spacing: Theme.px(12)

    // qmllint disable unqualified
    component Shown: Column {
        id: shown
        property string title
        property string detail
        property alias cells: view.cells
        width: kernels.side
        spacing: Theme.px(4)
        Label { text: shown.title; width: parent.width; elide: Text.ElideRight }
        KernelPicture {
            id: view
            width: parent.width
            height: width
            columns: Math.round(Math.sqrt(cells.length))
            scale: kernels.scale
            dark: Theme.dark
            line: Theme.ground
            fontSize: Theme.tinySize
            Accessible.role: Accessible.Graphic
            Accessible.name: shown.title
            Accessible.description: shown.detail
        }
        Label {
            width: parent.width
            text: shown.detail
            small: true
            dimmed: true
            wrapMode: Text.Wrap
        }
    }
    // qmllint enable unqualified

    Shown {
        title: qsTr("Learned so far")
        cells: kernels.model.learned
        detail: kernels.model.distanceToTruth >= 0
                ? qsTr("%1 from the true kernel").arg(kernels.away(kernels.model.distanceToTruth))
                : qsTr("%1 from least squares").arg(kernels.away(kernels.model.distanceToBest))
    }
    Shown {
        title: qsTr("Least squares")
        cells: kernels.model.best
        detail: qsTr("the best there is, found at once")
    }
    Shown {
        visible: kernels.count > 2
        title: qsTr("True kernel")
        cells: kernels.model.truth
        detail: qsTr("what made the picture after")
    }
}
