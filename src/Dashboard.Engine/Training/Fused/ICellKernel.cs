namespace Dashboard.Engine.Training.Fused;

/// <summary>A cell's forward and backward pass over one panel for one vector width. Static, so that the JIT compiles a network
/// for each cell and width without a call it cannot see through.</summary>
internal interface ICellKernel
{
    /// <summary>Whether <see cref="Backward"/> leaves a part of ∂L/∂h_{t−1} in <see cref="Workspace.HiddenGradients"/>, to which
    /// what comes through the gates is added.</summary>
    static abstract bool Carries { get; }

    /// <summary>All timesteps before <paramref name="steps"/>.</summary>
    static abstract void Forward(FusedLayout layout, Workspace work, int steps);

    /// <summary>Replaces what forward left of timestep <paramref name="t"/>'s gates by their gradients.</summary>
    static abstract void Backward(FusedLayout layout, Workspace work, int t);
}
