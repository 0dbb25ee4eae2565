namespace Dashboard.Engine.Training;

/// <summary>What one training step saw.</summary>
/// <param name="Loss">L1 loss of the batch before the step.</param>
/// <param name="Gradients">Every parameter's gradient before clipping, by PyTorch's name ("recurrent.weight_ih_l0",
/// "output.bias"), row by row.</param>
/// <param name="GradientMean">Gradient mean of the batch (protocol.md).</param>
/// <param name="HiddenGradientNorms">[length]: ‖∂L/∂h_t‖ of the last layer over the batch
/// (see <see cref="Metrics.GradientFlow"/>).</param>
public sealed record StepResult(
    double Loss, IReadOnlyDictionary<string, float[]> Gradients, double GradientMean, float[] HiddenGradientNorms);

/// <summary>A network trained batch by batch, every number in view: how engines are compared with each other and with an
/// oracle. Bound to the thread that opened it.</summary>
public interface ITrainingSession : IDisposable
{
    /// <summary>Forward, backward and one Adam step (clipped, if the training spec says so).</summary>
    /// <param name="inputs">[batch, length], row by row; the batch may differ in size from step to step.</param>
    /// <param name="targets">[batch].</param>
    StepResult Step(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets);

    /// <summary>The loss of a batch, computed as a validation computes it; nothing is learnt.</summary>
    /// <param name="inputs">[batch, length], row by row.</param>
    /// <param name="targets">[batch].</param>
    double Evaluate(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets);

    /// <summary>A copy of the current parameters, by PyTorch's names.</summary>
    IReadOnlyDictionary<string, float[]> Weights();
}

/// <summary>A trainer whose single steps can be looked at.</summary>
public interface ISteppingTrainer : ITrainer
{
    /// <summary>Opens a session that starts from <paramref name="weights"/>, for sequences of <paramref name="length"/>.</summary>
    /// <exception cref="NotSupportedException">This engine does not cover the network here (<see cref="ITrainer.Covers"/>).</exception>
    ITrainingSession Open(NetworkSpec network, TrainingSpec training, InitialWeights weights, int length);
}
