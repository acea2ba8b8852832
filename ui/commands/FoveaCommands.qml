import Fovea

/// All commands of the window. What only the window can do (dialogs, panels) is a signal of
/// `general`.
CommandList {
    id: list

    required property Workspace workspace
    required property InspectorModel inspector
    required property SourceModel source
    required property StepsModel steps
    required property SizeModel sizes
    required property LensModel lens
    required property DrawingPad pad
    required property KernelBench bench
    /// Null until it is first opened.
    property KernelLens kernelLens: null
    property TrainLens trainLens: null
    property alias general: general

    GeneralCommands { id: general; workspace: list.workspace; steps: list.steps }
    LensCommands { lens: list.lens }
    KernelCommands { inspector: list.inspector; available: list.workspace.lens === Workspace.NetworkLens }
    TransformCommands { bench: list.bench; available: list.workspace.lens === Workspace.KernelLens }
    KernelLensCommands { workspace: list.workspace; lens: list.kernelLens }
    TrainCommands { workspace: list.workspace; lens: list.trainLens }
    SourceCommands { source: list.source; steps: list.steps; sizes: list.sizes; pad: list.pad }
    InterfaceCommands { workspace: list.workspace }
}
