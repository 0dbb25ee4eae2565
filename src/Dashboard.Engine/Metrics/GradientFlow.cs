namespace Dashboard.Engine.Metrics;

/// <summary>
/// The norms ‖∂L/∂h_t‖ of one batch: entry t is the Euclidean norm over batch and hidden units of the loss's gradient
/// with respect to the (last layer's) hidden state after timestep t (docs/protocol.md, golden-training-steps.json).
/// Taken on the last batch of the epoch.
/// </summary>
/// <param name="Epoch">The epoch (from 1) it was taken in.</param>
/// <param name="Norms">[length], first timestep first.</param>
public sealed record GradientFlow(int Epoch, float[] Norms);
