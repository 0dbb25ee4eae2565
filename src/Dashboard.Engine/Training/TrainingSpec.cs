namespace Dashboard.Engine.Training;

/// <summary>Adam with early stopping (docs/protocol.md, "Networks and training").</summary>
/// <param name="Epochs">Most epochs.</param>
/// <param name="Patience">Early stopping's counter.</param>
/// <param name="BatchSize">Sequences of a batch; the last short batch is kept.</param>
/// <param name="LearningRate">Adam's step size.</param>
/// <param name="ClipNorm">Clip the gradient (all parameters together) to this Euclidean norm; null for no clipping.
/// The gradient readings are taken before clipping.</param>
/// <param name="TimeLimit">A trial that takes longer ends as failed; null for none.</param>
public sealed record TrainingSpec(
    int Epochs = 20, int Patience = 3, int BatchSize = 32, double LearningRate = 0.01,
    double? ClipNorm = null, TimeSpan? TimeLimit = null);
