namespace Dashboard.Engine.Training;

/// <summary>What one training step saw.</summary>
/// <param name="Loss">Loss of the batch before the step.</param>
/// <param name="Predictions">[read-outs, outputs], sequence after sequence, before the step; logits with cross-entropy.</param>
/// <param name="Gradients">Every parameter's gradient before clipping, by PyTorch's name ("recurrent.weight_ih_l0",
/// "output.bias"), row by row.</param>
/// <param name="GradientMean">Gradient mean of the batch (docs/protocol.md).</param>
/// <param name="HiddenGradientNorms">[steps of the longest sequence]: ‖∂L/∂h_t‖ of the last layer over the batch
/// (see <see cref="Metrics.GradientFlow"/>). A sequence that has ended keeps its last state: read out at the last step, its
/// gradient stands at all later steps too; read out at every step, there is none.</param>
public sealed record StepResult(
    double Loss, float[] Predictions, IReadOnlyDictionary<string, float[]> Gradients, double GradientMean, float[] HiddenGradientNorms);

/// <summary>What a network makes of sequences, computed as a validation computes it.</summary>
/// <param name="Loss">Loss over all of them.</param>
/// <param name="Predictions">[read-outs, outputs], sequence after sequence; logits with cross-entropy.</param>
public sealed record Evaluation(double Loss, float[] Predictions);

/// <summary>A network trained batch by batch, every number in view: how engines are compared with each other and with an
/// oracle. Bound to the thread that opened it.</summary>
public interface ITrainingSession : IDisposable
{
    /// <summary>Forward, backward and one Adam step (clipped, if the training spec says so).</summary>
    /// <param name="batch">Sequences of the network's shape, none longer than the session was opened for; the batch may differ
    /// in size from step to step.</param>
    StepResult Step(SampleSet batch);

    /// <summary>Loss and predictions of sequences, computed as a validation computes them; nothing is learnt.</summary>
    Evaluation Evaluate(SampleSet batch);

    /// <summary>A copy of the current parameters, by PyTorch's names.</summary>
    IReadOnlyDictionary<string, float[]> Weights();
}

/// <summary>A trainer whose single steps can be looked at.</summary>
public interface ISteppingTrainer : ITrainer
{
    /// <summary>Opens a session that starts from <paramref name="weights"/>, for sequences of at most <paramref name="steps"/>
    /// steps.</summary>
    /// <exception cref="NotSupportedException">This engine does not cover the network here (<see cref="ITrainer.Covers"/>).</exception>
    ITrainingSession Open(NetworkSpec network, TrainingSpec training, InitialWeights weights, int steps);
}
