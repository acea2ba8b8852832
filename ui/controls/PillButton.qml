import QtQuick
import Fovea

/// A small rounded button without a ground of its own.
FlatButton { pill: true }
